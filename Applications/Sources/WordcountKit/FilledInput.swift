import GeneratorSources

/// An input in which each reading fills the buffer, so that pieces are large.
///
/// It records whether its beginning is that of binary data.
struct FilledInput<Input: ByteInput>: ByteInput {
  let input: Input
  let beginning = Beginning()

  init(_ input: Input) { self.input = input }

  var name: String { input.name }

  func open() throws -> any ByteSource { FilledSource(try input.open(), beginning) }
}

/// The facts about the first bytes of an input, after they were read.
final class Beginning {
  /// The number of bytes that are examined.
  static let size = 8_000

  /// Whether they contain a NUL, by which `git` too recognizes binary data.
  fileprivate(set) var isBinary = false
}

private final class FilledSource: ByteSource {
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
    if offset < Beginning.size {
      let bytes = buffer.span
      let end = min(buffer.count, start + Beginning.size - offset)
      for index in start..<end where bytes[index] == 0 { beginning.isBinary = true }
    }
    offset += buffer.count - start
  }
}
