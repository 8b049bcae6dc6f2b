import GeneratorSources
import Generators

/// An input that can be read to its end behind a reader that has left it.
final class DrainableInput: ByteInput {
  private let input: any ByteInput
  private var source: Source?

  init(_ input: any ByteInput) { self.input = input }

  var name: String { input.name }

  /// Opens the input once.
  ///
  /// A reader that opens it again continues where the reader before stopped.
  func open() throws -> any ByteSource {
    if let source { return source }
    let source = Source(try input.open())
    self.source = source
    return source
  }

  /// Reads the rest.
  func drain() throws {
    do {
      let blocks = bytes(of: self)
      while try blocks.next() != nil {}
    } catch let error as SourceError {
      throw WorkerError("\(error)")
    }
  }

  private final class Source: ByteSource {
    private let source: any ByteSource
    private var hasEnded = false

    init(_ source: any ByteSource) { self.source = source }

    func read(into buffer: inout OutputSpan<UInt8>) throws {
      // A terminal would wait for a second end.
      if hasEnded { return }
      let count = buffer.count
      try source.read(into: &buffer)
      hasEnded = buffer.count == count
    }
  }
}
