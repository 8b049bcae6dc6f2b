public import GeneratorNetworking
public import GeneratorScheduling

/// A server that sends back what it is sent, with a task for each client.
///
/// ```swift
/// try Scheduler().run { task in
///   let server = EchoServer(try Listener(on: .loopback(port: 7777)))
///   try server.serve(task)
/// }
/// ```
///
/// It is used by the tasks of one scheduler.
public final class EchoServer {
  /// What it has done so far.
  public struct Statistics: Sendable, Equatable, CustomStringConvertible {
    /// How many clients are served now.
    public var current = 0

    /// How many were the most at once.
    public var most = 0

    /// How many there were in all.
    public var total = 0

    /// How many bytes were sent back.
    public var bytes = 0

    /// `3 clients, at most 2 at once, 120 bytes`.
    public var description: String {
      "\(total) client\(total == 1 ? "" : "s"), at most \(most) at once, \(bytes) bytes"
    }
  }

  /// What happens, in words.
  public enum Occurrence: Sendable, CustomStringConvertible {
    /// A client has come.
    case accepted(SocketAddress)

    /// A client has gone, after so many bytes.
    case ended(SocketAddress, bytes: Int)

    /// A client was sent away, or has gone without a word, for this reason.
    case failed(SocketAddress, reason: String)

    /// Clients can't be accepted now, for this reason; it is tried again soon.
    case full(reason: String)

    /// One line.
    public var description: String {
      switch self {
      case .accepted(let peer): "\(peer) has come"
      case .ended(let peer, let bytes): "\(peer) has gone, after \(bytes) bytes"
      case .failed(let peer, let reason): "\(peer): \(reason)"
      case .full(let reason): "no more clients for now: \(reason)"
      }
    }
  }

  /// Where it listens.
  public let listener: Listener

  /// What it has done so far.
  public private(set) var statistics = Statistics()

  private let idleLimit: Duration?
  private let report: (Occurrence) -> Void

  /// Makes a server, which does nothing yet.
  ///
  /// - Parameters:
  ///   - listener: where it listens; closed when ``serve(_:)`` ends.
  ///   - idleLimit: how long a client may be silent, or not read what is sent back, before it is sent
  ///     away; `nil`: for ever.
  ///   - report: is told of what happens.
  public init(
    _ listener: Listener, idleLimit: Duration? = nil,
    report: @escaping (Occurrence) -> Void = { _ in }
  ) {
    self.listener = listener
    self.idleLimit = idleLimit
    self.report = report
  }

  /// Serves clients until the task is cancelled.
  ///
  /// Its clients are tasks of a group: none outlives it. What goes wrong with one is told, and concerns no
  /// other.
  public func serve(_ task: TaskContext) throws {
    defer { listener.close() }
    try task.withDiscardingTaskGroup { group in
      while true {
        let client: Connection
        do {
          client = try task.accept(from: listener)
        } catch let error as CancellationError {
          throw error
        } catch SchedulingError.descriptorClosed {
          return
        } catch {
          // There are no more descriptors: until a client goes, who knocks must wait.
          report(.full(reason: "\(error)"))
          try task.sleep(for: .milliseconds(100))
          continue
        }
        try group.spawn { [self] task in try serve(client, task) }
      }
    }
  }

  private func serve(_ client: Connection, _ task: TaskContext) throws {
    statistics.total += 1
    statistics.current += 1
    statistics.most = max(statistics.most, statistics.current)
    report(.accepted(client.peer))
    defer {
      statistics.current -= 1
      client.close()
    }
    do {
      report(.ended(client.peer, bytes: try echo(client, task)))
    } catch let error as CancellationError {
      report(.failed(client.peer, reason: "the server ends"))
      throw error
    } catch SchedulingError.timedOut(let limit) {
      report(.failed(client.peer, reason: "silent for \(limit)"))
    } catch {
      report(.failed(client.peer, reason: "\(error)"))
    }
  }

  /// Sends back what comes, and gives the number of bytes.
  private func echo(_ client: Connection, _ task: TaskContext) throws -> Int {
    var (count, buffer) = (0, [UInt8]())
    while try limited(task, { try task.read(from: client, into: &buffer) }) > 0 {
      try limited(task) { try task.write(buffer, to: client) }
      count += buffer.count
      statistics.bytes += buffer.count
    }
    return count
  }

  private func limited<Result>(
    _ task: TaskContext, _ body: () throws -> Result
  ) throws -> Result {
    guard let idleLimit else { return try body() }
    return try task.withTimeout(idleLimit, body)
  }
}
