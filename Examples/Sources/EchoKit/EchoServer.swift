package import GeneratorNetworking
package import GeneratorScheduling

/// A server that sends back what it is sent, with a task for each client.
package final class EchoServer {
  /// The numbers of clients, now and at most at once and in all, and of the bytes that were sent back.
  package struct Statistics: Sendable, Equatable, CustomStringConvertible {
    package var current = 0, most = 0, total = 0, bytes = 0

    package var description: String {
      "\(total) client\(total == 1 ? "" : "s"), at most \(most) at once, \(bytes) bytes"
    }
  }

  /// An event that the server reports.
  package enum Occurrence: Sendable, CustomStringConvertible {
    case accepted(SocketAddress)
    case ended(SocketAddress, bytes: Int)
    /// The client was sent away, or has gone without a word.
    case failed(SocketAddress, reason: String)
    /// Clients can't be accepted now; the server soon tries again.
    case full(reason: String)

    package var description: String {
      switch self {
      case .accepted(let peer): "\(peer) has come"
      case .ended(let peer, let bytes): "\(peer) has gone, after \(bytes) bytes"
      case .failed(let peer, let reason): "\(peer): \(reason)"
      case .full(let reason): "no more clients for now: \(reason)"
      }
    }
  }

  package let listener: Listener
  package private(set) var statistics = Statistics()
  private let idleLimit: Duration?
  private let report: (Occurrence) -> Void

  /// Makes a server, which does nothing yet.
  ///
  /// A client is sent away that is silent, or doesn't read what is sent back, for the time of `idleLimit`.
  package init(
    _ listener: Listener, idleLimit: Duration? = nil,
    report: @escaping (Occurrence) -> Void = { _ in }
  ) {
    (self.listener, self.idleLimit, self.report) = (listener, idleLimit, report)
  }

  /// Serves clients until the task is cancelled, and closes the listener.
  ///
  /// The clients are tasks of a group, so that none outlives it.
  package func serve(_ task: TaskContext) throws {
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
          // There are no more descriptors: new clients must wait until one has gone.
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

  /// Sends back what comes, and returns the number of bytes.
  private func echo(_ client: Connection, _ task: TaskContext) throws -> Int {
    var (count, buffer) = (0, [UInt8]())
    while try limited(task, { try task.read(from: client, into: &buffer) }) > 0 {
      try limited(task) { try task.write(buffer, to: client) }
      count += buffer.count
      statistics.bytes += buffer.count
    }
    return count
  }

  private func limited<Result>(_ task: TaskContext, _ body: () throws -> Result) throws -> Result {
    guard let idleLimit else { return try body() }
    return try task.withTimeout(idleLimit, body)
  }
}
