public import GeneratorSources
import Synchronization

/// A meter of the bytes that any number of threads have read.
public final class ReadingMeter: Sendable {
  private let count = Atomic(0)

  /// The number of bytes to read; `nil` if it can't be known.
  public let total: Int?

  /// The number of bytes that were read from the files; of compressed files, the compressed ones.
  public var bytes: Int { count.load(ordering: .relaxed) }

  private let onReading: @Sendable (ReadingMeter) -> Void

  /// Creates a meter at zero.
  ///
  /// - Parameters:
  ///   - total: The number of bytes to read.
  ///   - onReading: Called after each reading, of about 256 KiB, on the thread that has read.
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

  /// Creates an input that counts the bytes of `input` with `meter`.
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
