public import GeneratorSources

/// How many bytes were read of how many.
public final class ReadingMeter {
  /// The bytes that were read, as they lie in the files: of compressed files, compressed.
  public private(set) var bytes = 0

  /// The bytes that there are to read; `nil` where that can't be known.
  public let total: Int?

  private let onReading: (ReadingMeter) -> Void

  /// Makes a meter of nothing read.
  ///
  /// - Parameters:
  ///   - total: the bytes that there are to read.
  ///   - onReading: is called after each reading, of 128 KiB or so.
  public init(total: Int?, onReading: @escaping (ReadingMeter) -> Void) {
    self.total = total
    self.onReading = onReading
  }

  fileprivate func add(_ count: Int) {
    bytes += count
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
