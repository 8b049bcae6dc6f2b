public import Generators

/// Returns the elements that a closure decodes from the lines of an input.
///
/// Opens the input when the first element is requested, reads up to 128 KiB ahead, and closes it when the
/// lines end, an error is thrown, or the generator is released. `decode` reads each line in the buffer,
/// without a copy. The generator is suspended at each element.
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
/// Lines are those of `lines(of:)`. Blank lines (spaces and tabs only) are skipped, and so is a byte order
/// mark at the beginning of the input.
///
/// `decode` runs on a stack of ``decodingStackSize`` bytes, so that a deeply nested line doesn't overflow
/// the stack and end the process. If a decoder recurses without a limit of its own, add one.
///
/// - Parameters:
///   - input: The input to read.
///   - badLines: The treatment of a line that `decode` rejects or that is too long.
///   - limit: The longest line that is decoded, in bytes without its end.
///   - stackSize: The minimum stack size in bytes for `decode` and for the closure of
///     ``BadLinesPolicy/skip(_:)``.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
///   - decode: Returns the element of a line, or throws the reason why there is none.
/// - Returns: The elements. Their `next()` throws a ``SourceError`` if the input can't be opened or read, or
///   if a bad line fails: that error has the line's number, and what `decode` threw in
///   ``SourceError/Reason/undecodable(_:)``. It also throws what the closure of
///   ``BadLinesPolicy/skip(_:)`` throws.
/// - Precondition: `limit` and `stackSize` are positive.
/// - Complexity: Linear in the bytes of a line, with one resumption and one `decode` for each. The memory is
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

/// The default size, 16,777,216 bytes, of the stack on which this module's functions run closures that
/// decode or transform foreign data.
///
/// Foundation's `JSONDecoder` rejects more than 512 levels of arrays and objects. Measured without
/// optimisation, 512 levels take 1.7 MB with the usual recursive `enum` of JSON values, 4.4 MB with a
/// structure of 35 properties, and 7.9 MB with elements of 4 KB. The stack is reserved address space:
/// only the parts that are touched take memory.
public let decodingStackSize = 16 << 20

extension RecordReader {
  /// Returns the result of `decode` for the next line that isn't blank, or the line's fault.
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
        // After any other error there are no more lines, and returning `nil` would hide the error.
        guard case .tooLong = error.reason else { throw error }
        return .failure(error)
      }
    }
  }
}

extension Record {
  /// The record without a byte order mark, if it is the first record.
  fileprivate var withoutByteOrderMark: Record {
    @_lifetime(copy self)
    get {
      guard number == 1, bytes.hasByteOrderMark else { return self }
      return Record(number: number, bytes: bytes.extracting(droppingFirst: 3))
    }
  }
}
