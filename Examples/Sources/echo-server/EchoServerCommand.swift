import ArgumentParser
import EchoKit
import ExampleSupport
import Foundation
import GeneratorNetworking
import GeneratorScheduling
import SystemPackage

@main
struct EchoServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "echo-server",
    abstract: "Sends back what it is sent, to any number of clients, until it is interrupted.",
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

  private var address: SocketAddress? {
    SocketAddress(host: host.lowercased() == "localhost" ? "127.0.0.1" : host, port: port)
  }

  func validate() throws {
    guard address != nil else {
      let wanted =
        0...65_535 ~= port
        ? "--host takes an IP address, such as 127.0.0.1 or ::1, or localhost"
        : "--port takes a number from 0 to 65535"
      throw ValidationError("\(host), port \(port), is no address to listen at: \(wanted)")
    }
    if let idle, !(idle > 0 && idle <= 1e9) {
      throw ValidationError("--idle is a number of seconds greater than 0, and 1e9 at most")
    }
  }

  func run() throws {
    let listener: Listener
    do {
      listener = try Listener(on: address!)
    } catch {
      complain("\(host), port \(port): \(error)")
      throw ExitCode.failure
    }
    let (output, isQuiet) = (Output(isLive: true), quiet)
    let server = EchoServer(listener, idleLimit: idle.map { .seconds($0) }) { occurrence in
      if !isQuiet { output.print(occurrence) }
    }
    let interrupt = try Interrupt()
    output.print("listening on \(listener.address)")
    try Scheduler().run { task in
      let serving = try task.spawn(name: "server") { task in try server.serve(task) }
      try task.waitUntilReadable(interrupt.descriptor)
      serving.cancel()
      do { try task.join(serving) } catch is CancellationError {}
    }
    output.print(server.statistics)
  }
}

/// SIGINT and SIGTERM as a descriptor that can be read from when one has come.
private struct Interrupt {
  let descriptor: FileDescriptor

  // Set before the handler is installed, and never again.
  nonisolated(unsafe) private static var writeEnd: Int32 = -1

  init() throws {
    let pipe = try FileDescriptor.pipe()
    (descriptor, Self.writeEnd) = (pipe.readEnd, pipe.writeEnd.rawValue)
    for number in [SIGINT, SIGTERM] {
      // A handler may call these two. A second signal ends the process, as without a handler.
      _ = signal(number) { number in
        var byte: UInt8 = 1
        _ = write(Interrupt.writeEnd, &byte, 1)
        _ = signal(number, SIG_DFL)
      }
    }
  }
}
