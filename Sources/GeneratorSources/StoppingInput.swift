import GeneratorPlatform
import SystemPackage

extension ByteInput {
  /// Returns an input with the same bytes, which a stop can end.
  ///
  /// The stop ends a reading that waits for a pipe or a terminal, from another thread or from a signal
  /// handler:
  ///
  /// ```swift
  /// let stop = try SourceStop()
  /// let input = lines(of: FileDescriptor.standardInput.stopping(by: stop))
  /// // On another thread, or in a handler of SIGINT: stop.stop()
  /// while let line = try input.next() { print(line) }
  /// ```
  ///
  /// After the stop the bytes end as if there were no more, and an incomplete line is returned as the last one.
  /// A decoder wraps the stopping input, as in `input.stopping(by: stop).gunzipped()`. It may report the early
  /// end as an error, as gzip does.
  ///
  /// A followed file has its own way to wait: use `path.following(stop: stop)`. So does
  /// ``interleavedLines(of:limit:invalidUTF8:badLines:unreadable:stop:fileID:line:)``, which waits for several
  /// inputs at once.
  ///
  /// - Parameter stop: The stop that ends the bytes.
  /// - Returns: The input. If its source isn't a ``PollableSource``, the stop can't end a reading that has begun,
  ///   only the next one.
  /// - Complexity: One more system call for each reading.
  public func stopping(by stop: SourceStop) -> StoppingInput<Self> {
    StoppingInput(input: self, stop: stop)
  }
}

/// An input that a stop can end: see ``ByteInput/stopping(by:)``.
public struct StoppingInput<Input: ByteInput>: ByteInput {
  let input: Input
  let stop: SourceStop

  /// The name of the input.
  public var name: String { input.name }

  /// Opens the input.
  ///
  /// If the input isn't of a type of this library, its opening may wait, and the stop can't end that. Opening a
  /// named pipe waits for its writer, except on Linux, where the first reading waits.
  ///
  /// - Returns: The source, which owns the source of the input.
  /// - Throws: What opening the input throws.
  public func open() throws -> any ByteSource {
    StoppingSource(source: try input.open(), stop: stop)
  }
}

private final class StoppingSource: PollableSource {
  private let source: any ByteSource
  private let stop: SourceStop

  init(source: any ByteSource, stop: SourceStop) {
    self.source = source
    self.stop = stop
  }

  var pollDescriptor: FileDescriptor? {
    // After the stop, the next reading doesn't wait.
    stop.isStopped ? nil : (source as? any PollableSource)?.pollDescriptor
  }

  func read(into buffer: inout OutputSpan<UInt8>) throws {
    if let descriptor = pollDescriptor {
      _ = try Poll.readable([descriptor, stop.descriptor], until: nil)
    }
    if !stop.isStopped { try source.read(into: &buffer) }
  }
}
