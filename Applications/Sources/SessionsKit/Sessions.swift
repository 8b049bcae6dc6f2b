public import GeneratorSources
public import GeneratorWorkers
public import Generators
import WeblogKit

/// The sessions of a web log: the requests of each host without a long pause.
///
/// The lines are of Common or Combined Log Format. A pair is the host and a ``Request``. A session ends when
/// its host makes no request for ``gap`` seconds.
public struct Sessions: KeyedStage {
  /// The pause that ends a session, in seconds.
  public let gap: Int

  /// Creates the stage.
  ///
  /// - Parameter gap: The pause that ends a session, in seconds.
  public init(gap: Int = 30 * 60) { self.gap = gap }

  /// Returns the requests of a partition.
  public func map(_ lines: Lines) -> ThrowingGenerator<(key: ArraySlice<UInt8>, value: Request)> {
    ThrowingGenerator { yield in
      while let line = try lines.next() {
        let record: LogRecord
        do throws(Malformation) {
          record = try LogRecord(line.bytes)
        } catch {
          try lines.reject(line, because: error.explanation)
          continue
        }
        let request = Request(
          time: record.time.instant, bytes: record.size, status: record.status)
        // A tab would end the key.
        if record.host.contains(UInt8(ascii: "\t")) {
          try lines.reject(line, because: "a tab in the host")
          continue
        }
        try yield((key: record.host, value: request))
      }
    }
  }

  /// Returns the sessions of a host, in the order of their times.
  public func reduce(
    _ host: ArraySlice<UInt8>, _ requests: Values<Request>
  ) -> ThrowingGenerator<Session> {
    ThrowingGenerator { [gap] yield in
      guard let first = try requests.next() else { return }
      var session = Session(of: host, first)
      while let request = try requests.next() {
        if request.time - session.end < gap {
          session.add(request)
        } else {
          try yield(session)
          session = Session(of: host, request)
        }
      }
      try yield(session)
    }
  }
}
