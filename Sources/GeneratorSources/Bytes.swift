public import Generators

/// Returns the bytes of an input, in arrays of at most `chunk` bytes.
///
/// Opens the input when the first array is requested, and closes it when the bytes end, an error is
/// thrown, or the generator is released. The generator is suspended at each array.
///
/// ```swift
/// let image = bytes(of: "disk.img", chunk: 1 << 20)
/// var sum: UInt64 = 0
/// while let block = try image.next() { for byte in block { sum &+= UInt64(byte) } }
/// ```
///
/// Each array has the bytes of one reading, so a pipe's bytes are returned as soon as they arrive. For a
/// file, every array but the last has `chunk` bytes. For other inputs, an array has at least one byte.
///
/// - Parameters:
///   - input: The input to read.
///   - chunk: The maximum number of bytes in an array.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: The arrays. Their `next()` throws a ``SourceError`` if the input can't be opened or read.
/// - Precondition: `chunk` is positive.
/// - Complexity: Linear in the bytes of an array, with one resumption and one allocation for each. Nothing
///   is read ahead.
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
