import GeneratorParallel
import GeneratorSources
import SystemPackage

/// Something to count, as a worker is given it: a file, a part of a large one, bytes that were read.
public struct TextPiece: Sendable {
  enum Content: Sendable {
    /// The bytes of a file from `start` on, up to `end` or else to where the file ends then.
    case file(FilePath, start: Int, end: Int?, passesOverBinary: Bool)
    case block(RecordBlock)
    /// An input that is empty.
    case nothing
    case binaryFile
    case failure(String)
  }

  let content: Content

  /// The place of the file in the order of files.
  let file: Int

  /// Whether it is the first piece of its file.
  public let isFirst: Bool

  /// How many bytes there are to count, as far as that is known.
  public let size: Int
}

/// Counts what is in pieces of text, by several workers.
///
/// Each has counts of its own, so that none waits for another; in the end they are added up. No sum
/// depends on who has added what, and so neither does the result.
///
/// - Parameters:
///   - pieces: what to count.
///   - isTellingApart: whether to count each word for itself.
///   - workers: the number of threads; `nil` means one for each processor.
/// - Returns: the counts, with what could not be read.
public func textCounts(
  of pieces: sending some Sequence<TextPiece>, isTellingApart: Bool = true, workers: Int? = nil
) -> TextCounts {
  parallel(pieces, ordered: false, workers: workers).reduce(into: TextCounts()) { counts, piece in
    counts.add(piece, isTellingApart: isTellingApart)
  } combine: { counts, others in
    counts.add(others)
  }
}

/// Reads pieces of files, and makes nothing of them: they are in the system's memory then.
///
/// - Parameters:
///   - pieces: what to read.
///   - workers: the number of threads; `nil` means one for each processor.
public func read(_ pieces: [TextPiece], workers: Int? = nil) {
  parallel(pieces, workers: workers).forEach { piece in
    if case .file(let path, let start, let end, _) = piece.content {
      // What can't be read is told when it is counted.
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
