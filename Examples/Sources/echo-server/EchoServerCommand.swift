import ArgumentParser
import EchoKit
import ExampleSupport
import GeneratorNetworking
import GeneratorScheduling

/// The command.
@main
struct EchoServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "echo-server",
    abstract: "Sends back what it is sent, to any number of clients, in one thread.",
    discussion: """
      Try it with `nc 127.0.0.1 7777`. It serves until it is interrupted, and then says what it has \
      done; a second interrupt ends it at once. It ends too when what it prints can't be written.
      """,
    version: packageVersion)

  static func main() { runAsMain() }

  @Option(help: "The IP address to listen at, such as 127.0.0.1 or ::1; localhost is 127.0.0.1.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen at; 0: any that is free.")
  var port = 7777

  @Option(help: "Send away clients that are silent for so many seconds, a billion at most.")
  var idle: Double?

  @Flag(help: "Do not tell of each client.")
  var quiet = false

  func validate() throws {
    guard address != nil else {
      let wanted =
        (0...65_535).contains(port)
        ? "--host takes an IP address, such as 127.0.0.1 or ::1, or localhost"
        : "--port takes a number from 0 to 65535"
      throw ValidationError("\(host), port \(port), is no address to listen at: \(wanted)")
    }
    if let idle, !(idle > 0 && idle <= 1e9) {
      throw ValidationError("--idle is a number of seconds greater than 0, and 1e9 at most")
    }
  }

  /// Where to listen; `nil` where that is no address.
  private var address: SocketAddress? {
    // The name that means this machine wherever one is: RFC 6761 lets no server say otherwise.
    SocketAddress(host: host.lowercased() == "localhost" ? "127.0.0.1" : host, port: port)
  }

  func run() throws {
    let listener: Listener
    do {
      listener = try Listener(on: address!)
    } catch {
      throw CleanExit.failure("\(host), port \(port): \(error)")
    }
    let isQuiet = quiet
    let printer = Output(isLive: true)
    let server = EchoServer(listener, idleLimit: idle.map { .seconds($0) }) { occurrence in
      if !isQuiet { printer.print("\(occurrence)") }
    }
    let interrupt = try Interrupt()
    printer.print("listening on \(listener.address)")
    try Scheduler().run { task in
      let serving = try task.spawn(name: "server") { task in try server.serve(task) }
      try task.waitUntilReadable(interrupt.descriptor)
      serving.cancel()
      do { try task.join(serving) } catch is CancellationError {}
    }
    printer.print("\(server.statistics)")
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
