import GeneratorSources

/// An input of which each reading has as much as there is room for, so that pieces are large.
///
/// It notes whether its beginning is that of what is no text.
struct FilledInput<Input: ByteInput>: ByteInput {
  let input: Input
  let beginning = Beginning()

  init(_ input: Input) { self.input = input }

  var name: String { input.name }

  func open() throws -> any ByteSource { FilledSource(try input.open(), beginning) }
}

/// What was found in the first bytes of an input, once they were read.
final class Beginning {
  /// How many bytes tell.
  static let size = 8_000

  /// Whether there is a NUL in them, as `git` asks to tell what is no text.
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
