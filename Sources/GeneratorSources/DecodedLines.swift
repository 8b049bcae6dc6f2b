public import Generators

/// What a closure makes of each line of an input.
///
/// The input is opened when the first element is asked for, read 128 KiB ahead, and closed when the
/// lines end, fail, or are let go of. A line is handed to `decode` where it lies, without a copy;
/// control leaves the generator at each element.
///
/// ```swift
/// struct NotANumber: Error {}
///
/// var skipped = 0
/// let numbers = decodedLines(of: "numbers.txt", badLines: .skip { _ in skipped += 1 }) {
///   guard let number = Int($0.text) else { throw NotANumber() }
///   return number
/// }
/// while let number = try numbers.next() { print(number) }
/// ```
///
/// Lines are those of `lines(of:)`. A blank one, of spaces and tabs at most, is skipped, and so is a
/// byte order mark at the beginning of the input.
///
/// `decode` runs on a stack of its own, of ``decodingStackSize`` bytes: a line that nests deep must
/// not end the process. Add a limit to a decoder that recurses and has none of its own.
///
/// - Parameters:
///   - input: what to read.
///   - badLines: what becomes of a line that `decode` does not take, or that is too long.
///   - limit: the longest line that is decoded, in bytes without its end.
///   - stackSize: the least number of bytes of stack for `decode` and the closure of
///     ``BadLinesPolicy/skip(_:)``.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
///   - decode: makes an element of a line, or throws why it can't.
/// - Returns: the elements. Their `next()` throws a ``SourceError`` if the input can't be opened or
///   read; if a bad line fails, with its number, and ``SourceError/Reason/undecodable(_:)`` has what
///   `decode` threw; and what the closure of ``BadLinesPolicy/skip(_:)`` throws.
/// - Precondition: `limit` and `stackSize` are positive.
/// - Complexity: a line is linear in its bytes, one resumption and what `decode` does. The memory is
///   that of the longest line, and at least 128 KiB.
public func decodedLines<Input: ByteInput, Element>(
  of input: Input, badLines: BadLinesPolicy = .fail, limit: Int = RecordReader.standardLimit,
  stackSize: Int = decodingStackSize, fileID: StaticString = #fileID, line: UInt = #line,
  decode: @escaping (Record) throws -> Element
) -> ThrowingGenerator<Element> {
  ThrowingGenerator(stackSize: stackSize, fileID: fileID, line: line) { yield in
    var reader = try RecordReader(linesOf: input, limit: limit)
    while let result = try reader.nextDecoded(by: decode) {
      switch result {
      case .success(let element):
        try yield(element)
      case .failure(let error):
        guard case .skip(let tell) = badLines else { throw error }
        try tell(error)
      }
    }
  }
}

/// The stack on which this module runs a closure that decodes or transforms foreign data, unless
/// another size is asked for: 16,777,216 bytes.
///
/// Foundation's `JSONDecoder` rejects more than 512 levels of arrays and objects. Measured without
/// optimisation, 512 levels take 1.7 MB with the usual recursive `enum` of JSON values, 4.4 MB with
/// a structure of 35 properties, and 7.9 MB with elements of 4 KB. The stack is only reserved:
/// memory is taken for the parts that are touched.
public let decodingStackSize = 16 << 20

extension RecordReader {
  /// What `decode` makes of the next line that is not blank, or why the line is bad.
  fileprivate mutating func nextDecoded<Element>(
    by decode: (Record) throws -> Element
  ) throws -> Result<Element, SourceError>? {
    let name = name
    while true {
      do {
        guard let line = try next()?.withoutByteOrderMark else { return nil }
        if line.bytes.isBlank { continue }
        do {
          return .success(try decode(line))
        } catch {
          let reason = SourceError.Reason.undecodable(error)
          return .failure(SourceError(source: name, line: line.number, reason: reason))
        }
      } catch let error as SourceError {
        // After any other error there are no more lines, which must not pass for the end.
        guard case .tooLong = error.reason else { throw error }
        return .failure(error)
      }
    }
  }
}

extension Record {
  /// The same without a byte order mark, if it is the first.
  fileprivate var withoutByteOrderMark: Record {
    @_lifetime(copy self)
    get {
      guard number == 1, bytes.hasByteOrderMark else { return self }
      return Record(number: number, bytes: bytes.extracting(droppingFirst: 3))
    }
  }
}
