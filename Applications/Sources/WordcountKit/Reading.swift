import GeneratorSources
import SystemPackage

/// How many bytes one piece of work has: a millisecond or so for a worker.
let pieceSize = 256 << 10

/// The longest word that is kept whole, in bytes; a longer one counts, but isn't told apart anyway.
private let longestWord = pieceSize

/// Opens a file, to read the words that begin in a part of it.
///
/// - Parameters:
///   - path: the file.
///   - start: the first byte of the part.
///   - end: the byte behind the part; `nil`: the end of the file, wherever it is then.
/// - Returns: the words, in blocks.
/// - Throws: `SourceError`.
func wordBlocks(of path: FilePath, from start: Int, to end: Int?) throws -> RecordBlockReader {
  try RecordBlockReader(
    of: path, startingIn: Int64(start)..<(end.map(Int64.init) ?? .max), delimiter: .whiteSpace,
    blockSize: pieceSize, limit: longestWord, longRecords: .truncate)
}

/// Opens an input, to read its words.
///
/// - Parameters:
///   - input: the input.
///   - size: how many bytes are read at once.
/// - Returns: the words, in blocks.
/// - Throws: `SourceError`.
func wordBlocks(of input: some ByteInput, size: Int = pieceSize) throws -> RecordBlockReader {
  try RecordBlockReader(
    of: input, delimiter: .whiteSpace, blockSize: size, limit: longestWord,
    longRecords: .truncate)
}
