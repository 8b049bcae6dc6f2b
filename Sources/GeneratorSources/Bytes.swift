public import Generators

/// The bytes of an input, in arrays of at most `chunk`.
///
/// The input is opened when the first array is asked for, and closed when the bytes end, fail, or are
/// let go of.
///
/// ```swift
/// let image = bytes(of: "disk.img", chunk: 1 << 20)
/// var sum: UInt64 = 0
/// while let block = try image.next() { for byte in block { sum &+= UInt64(byte) } }
/// ```
///
/// Each array has what one reading gave, so that nothing waits for more of a pipe than there is: each
/// of them but the last has `chunk` bytes if a file is read, and any number from 1 on otherwise.
///
/// - Parameters:
///   - input: what to read.
///   - chunk: the most bytes that are read at once.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the arrays, whose `next()` throws a ``SourceError`` if the input can't be opened or read.
/// - Precondition: `chunk` is positive.
/// - Complexity: an array is linear in its bytes, one resumption and one allocation; nothing is read
///   ahead.
public func bytes<Input: ByteInput>(
  of input: Input, chunk: Int = 128 << 10, fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<[UInt8]> {
  guard chunk > 0 else { fatalError("a chunk of bytes must be positive, and is \(chunk)") }
  return ThrowingGenerator(fileID: fileID, line: line) { yield in
    let source = try input.opened()
    while true {
      let block: [UInt8]
      do {
        block = try [UInt8](capacity: chunk) { try source.read(into: &$0) }
      } catch {
        throw SourceError.from(error, of: input.name)
      }
      if block.isEmpty { return }
      try yield(block)
    }
  }
}
