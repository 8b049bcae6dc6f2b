public import GeneratorSources
import Synchronization

/// How many bytes were read of how many, by any number of threads.
public final class ReadingMeter: Sendable {
  private let count = Atomic(0)

  /// The bytes that there are to read; `nil` where that can't be known.
  public let total: Int?

  /// The bytes that were read, as they lie in the files: of compressed files, compressed.
  public var bytes: Int { count.load(ordering: .relaxed) }

  private let onReading: @Sendable (ReadingMeter) -> Void

  /// Creates a meter of nothing read.
  ///
  /// - Parameters:
  ///   - total: the bytes that there are to read.
  ///   - onReading: is called after each reading, of 256 KiB or so, on the thread that has read.
  public init(total: Int?, onReading: @escaping @Sendable (ReadingMeter) -> Void) {
    self.total = total
    self.onReading = onReading
  }

  fileprivate func add(_ bytes: Int) {
    count.add(bytes, ordering: .relaxed)
    onReading(self)
  }
}

/// An input whose bytes are counted as they are read.
public struct MeteredInput: ByteInput {
  private let input: any ByteInput
  private let meter: ReadingMeter

  /// Counts what is read of `input` by `meter`.
  public init(_ input: any ByteInput, by meter: ReadingMeter) {
    self.input = input
    self.meter = meter
  }

  /// The name of the input.
  public var name: String { input.name }

  /// Opens the input.
  public func open() throws -> any ByteSource { Source(try input.open(), meter) }

  private final class Source: ByteSource {
    private let source: any ByteSource
    private let meter: ReadingMeter

    init(_ source: any ByteSource, _ meter: ReadingMeter) {
      self.source = source
      self.meter = meter
    }

    func read(into buffer: inout OutputSpan<UInt8>) throws {
      let count = buffer.count
      try source.read(into: &buffer)
      meter.add(buffer.count - count)
    }
  }
}
