import GeneratorSources
import SystemPackage

/// The number of bytes in one piece of work: about a millisecond for a worker.
let pieceSize = 256 << 10

/// The longest word that is kept whole, in bytes.
///
/// A longer one is counted, but not told apart anyway.
private let longestWord = pieceSize

/// Opens a file, to read the words that begin in a part of it.
///
/// - Parameters:
///   - path: The file.
///   - start: The first byte of the part.
///   - end: The byte after the part, or `nil` for the end that the file has when it is read.
/// - Returns: The words, in blocks.
/// - Throws: `SourceError`.
func wordBlocks(of path: FilePath, from start: Int, to end: Int?) throws -> RecordBlockReader {
  try RecordBlockReader(
    of: path, startingIn: Int64(start)..<(end.map(Int64.init) ?? .max), delimiter: .whiteSpace,
    blockSize: pieceSize, limit: longestWord, longRecords: .truncate)
}

/// Opens an input, to read its words.
///
/// - Parameters:
///   - input: The input.
///   - size: The number of bytes in one reading.
/// - Returns: The words, in blocks.
/// - Throws: `SourceError`.
func wordBlocks(of input: some ByteInput, size: Int = pieceSize) throws -> RecordBlockReader {
  try RecordBlockReader(
    of: input, delimiter: .whiteSpace, blockSize: size, limit: longestWord,
    longRecords: .truncate)
}
