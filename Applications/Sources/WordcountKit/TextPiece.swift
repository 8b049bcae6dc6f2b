import GeneratorParallel
import GeneratorSources
import SystemPackage

/// A piece of work for a worker: a file, a part of a large one, or bytes that were read.
public struct TextPiece: Sendable {
  enum Content: Sendable {
    /// The bytes of a file from `start` up to `end`, or up to the end that the file has when it is read.
    case file(FilePath, start: Int, end: Int?, passesOverBinary: Bool)
    case block(RecordBlock)
    /// An empty input.
    case nothing
    case binaryFile
    case failure(String)
  }

  let content: Content

  /// The place of the file in the order of files.
  let file: Int

  /// Whether it is the first piece of its file.
  public let isFirst: Bool

  /// The number of bytes to count, as far as it is known.
  public let size: Int
}

/// Counts the text of pieces, by several workers.
///
/// Each worker has counts of its own, so that none waits for another, and they are added up at the end. The sums
/// don't depend on the distribution of the work.
///
/// - Parameters:
///   - pieces: The pieces to count.
///   - isTellingApart: Whether to count each word on its own.
///   - workers: The number of threads; `nil` means one for each processor.
/// - Returns: The counts, with the errors of reading.
public func textCounts(
  of pieces: sending some Sequence<TextPiece>, isTellingApart: Bool = true, workers: Int? = nil
) -> TextCounts {
  parallel(pieces, ordered: false, workers: workers).reduce(into: TextCounts()) { counts, piece in
    counts.add(piece, isTellingApart: isTellingApart)
  } combine: { counts, others in
    counts.add(others)
  }
}

/// Reads pieces of files and discards their bytes, so that the system has them in memory.
///
/// - Parameters:
///   - pieces: The pieces to read.
///   - workers: The number of threads; `nil` means one for each processor.
public func read(_ pieces: [TextPiece], workers: Int? = nil) {
  parallel(pieces, workers: workers).forEach { piece in
    if case .file(let path, let start, let end, _) = piece.content {
      // Errors of reading are reported by the counting.
      try? {
        var blocks = try wordBlocks(of: path, from: start, to: end)
        while try blocks.next() != nil {}
      }()
    }
  }
}

extension TextCounts {
  mutating func add(_ piece: TextPiece, isTellingApart: Bool) {
    switch piece.content {
    case .block(let block):
      add(block, isTellingApart: isTellingApart)
      if piece.isFirst { files += 1 }
    case .nothing: files += 1
    case .file(let path, let start, let end, let passesOverBinary):
      do {
        if passesOverBinary {
          try addUnlessBinary(FilledInput(path), isTellingApart: isTellingApart)
        } else {
          var blocks = try wordBlocks(of: path, from: start, to: end)
          while let block = try blocks.next() { add(block, isTellingApart: isTellingApart) }
          if piece.isFirst { files += 1 }
        }
      } catch {
        fail(piece.file, "\(error)")
      }
    case .binaryFile: binaryFiles += 1
    case .failure(let message): fail(piece.file, message)
    }
  }

  private mutating func addUnlessBinary(_ file: FilledInput<FilePath>, isTellingApart: Bool) throws
  {
    var blocks = try wordBlocks(of: file)
    while let block = try blocks.next() {
      if file.beginning.isBinary {
        binaryFiles += 1
        return
      }
      add(block, isTellingApart: isTellingApart)
    }
    files += 1
  }
}
