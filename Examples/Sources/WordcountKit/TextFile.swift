import GeneratorSources
import SystemPackage

/// A file, and whether it begins as what is no text does.
///
/// `git` asks the same to tell: whether there is a NUL in the first 8,000 bytes.
struct TextFile: ByteInput {
  let path: FilePath
  let beginning = Beginning()

  /// How many bytes tell.
  static let beginningSize = 8_000

  /// What was found in the first bytes, once they were read.
  final class Beginning {
    fileprivate(set) var isBinary = false
  }

  var name: String { path.string }

  func open() throws -> any ByteSource { Source(try path.open(), beginning) }

  /// Reads as much as there is room for, so that the first reading has all that tells.
  private final class Source: ByteSource {
    private let source: any ByteSource
    private let beginning: Beginning
    private var offset = 0
    private var hasEnded = false

    init(_ source: any ByteSource, _ beginning: Beginning) {
      (self.source, self.beginning) = (source, beginning)
    }

    func read(into buffer: inout OutputSpan<UInt8>) throws {
      let start = buffer.count
      while buffer.freeCapacity > 0, !hasEnded {
        let count = buffer.count
        try source.read(into: &buffer)
        hasEnded = buffer.count == count
      }
      if offset < TextFile.beginningSize {
        let bytes = buffer.span
        let end = min(buffer.count, start + TextFile.beginningSize - offset)
        for index in start..<max(start, end) where bytes[index] == 0 { beginning.isBinary = true }
      }
      offset += buffer.count - start
    }
  }
}
