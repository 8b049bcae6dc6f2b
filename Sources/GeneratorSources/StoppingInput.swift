import GeneratorPlatform
import SystemPackage

extension ByteInput {
  /// The same bytes, until a stop ends them.
  ///
  /// A reading that waits for a pipe or a terminal can be ended from another thread, or from a signal
  /// handler:
  ///
  /// ```swift
  /// let stop = try SourceStop()
  /// let input = lines(of: FileDescriptor.standardInput.stopping(by: stop))
  /// // On another thread, or in a handler of SIGINT: stop.stop()
  /// while let line = try input.next() { print(line) }
  /// ```
  ///
  /// Stopped, the bytes end as if there were no more: a line that was read in part is the last. What
  /// decodes them may take that for an error, as gzip does, and goes around this:
  /// `input.stopping(by: stop).gunzipped()`.
  ///
  /// A file that is followed waits in its own way: `path.following(stop: stop)`. So do
  /// ``interleavedLines(of:limit:invalidUTF8:badLines:unreadable:stop:fileID:line:)``, which wait
  /// for several inputs at once.
  ///
  /// - Parameter stop: what ends them.
  /// - Returns: the input. Where its source is no ``PollableSource``, a reading that has begun is not
  ///   ended, but the next is.
  /// - Complexity: one more call of the system for each reading.
  public func stopping(by stop: SourceStop) -> StoppingInput<Self> {
    StoppingInput(input: self, stop: stop)
  }
}

/// An input whose bytes a stop ends: see ``ByteInput/stopping(by:)``.
public struct StoppingInput<Input: ByteInput>: ByteInput {
  let input: Input
  let stop: SourceStop

  /// The name of the input.
  public var name: String { input.name }

  /// Opens the input.
  ///
  /// An input of another type than those of this library may wait here, where the stop can't end it. So may
  /// a named pipe that waits for its writer, except on Linux, where the first reading waits.
  ///
  /// - Returns: the source, which has the input's.
  /// - Throws: what the input does.
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
    // When it is stopped, the next reading waits for nothing.
    stop.isStopped ? nil : (source as? any PollableSource)?.pollDescriptor
  }

  func read(into buffer: inout OutputSpan<UInt8>) throws {
    if let descriptor = pollDescriptor {
      _ = try Poll.readable([descriptor, stop.descriptor], until: nil)
    }
    if !stop.isStopped { try source.read(into: &buffer) }
  }
}
