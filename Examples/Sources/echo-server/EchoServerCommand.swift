import ArgumentParser
import EchoKit
import GeneratorScheduling

/// The command.
@main
struct EchoServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "echo-server",
    abstract: "Sends back what it is sent, to any number of clients, in one thread.",
    discussion: """
      Try it with `nc 127.0.0.1 7777`. It serves until it is interrupted, and then says what it has \
      done; a second interrupt ends it at once.
      """)

  @Option(help: "The numeric address to listen at, such as 127.0.0.1 or ::1.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen at; 0: any that is free.")
  var port = 7777

  @Option(help: "Send away who is silent for so many seconds.")
  var idle: Double?

  @Flag(help: "Do not tell of each client.")
  var quiet = false

  func validate() throws {
    guard SocketAddress(host: host, port: port) != nil else {
      throw ValidationError("\(host), port \(port), is no address to listen at")
    }
    if let idle, !(idle > 0 && idle.isFinite) {
      throw ValidationError("--idle is a number of seconds greater than 0")
    }
  }

  func run() throws {
    let listener: Listener
    do {
      listener = try Listener(on: SocketAddress(host: host, port: port)!)
    } catch {
      throw CleanExit.failure("\(host), port \(port): \(error)")
    }
    let isQuiet = quiet
    let server = EchoServer(listener, idleLimit: idle.map { .seconds($0) }) { occurrence in
      if !isQuiet { say("\(occurrence)") }
    }
    let interrupt = try Interrupt()
    say("listening on \(listener.address)")
    try Scheduler().run { task in
      let serving = try task.spawn(name: "server") { task in try server.serve(task) }
      try task.waitUntilReadable(interrupt.descriptor)
      serving.cancel()
      do { try task.join(serving) } catch is CancellationError {}
    }
    say("\(server.statistics)")
  }
}

extension CleanExit {
  /// An error without the usage, which has nothing to do with it.
  fileprivate static func failure(_ message: String) -> any Error { Failure(message: message) }

  private struct Failure: Error, CustomStringConvertible {
    let message: String
    var description: String { message }
  }
}
