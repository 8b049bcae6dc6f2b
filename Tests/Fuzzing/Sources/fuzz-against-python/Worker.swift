import ArgumentParser
import Foundation

/// Runs programs on the library, in another process: a crash or a hang there is a difference like
/// any other.
struct Worker: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Run programs on the library, a line of output each.",
    shouldDisplay: false)

  @Flag(help: "Lose an event now and then, to see that it is found.")
  var plantDifference = false

  /// The most seconds that a program may take; most take some microseconds.
  private static let limit: UInt32 = 20

  func run() async throws {
    let input = FileHandle.standardInput.readDataToEndOfFile()
    for program in try JSONDecoder().decode([Program].self, from: input) {
      alarm(Self.limit)
      try report(await program.liveEvents)
    }
  }

  private func report(_ events: [String]) throws {
    var events = events
    if plantDifference,
      let second = events.indices.filter({ events[$0].hasSuffix("finally") }).dropFirst().first
    {
      events.remove(at: second)
    }
    // At once, so that the parent knows which program did not end.
    let line = events.isEmpty ? "-" : events.joined(separator: "|")
    try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
  }
}

extension Program {
  /// The events when it is run on the library.
  var liveEvents: [String] {
    get async { isAsync ? await AsyncLiveRun.events(of: self) : LiveRun.events(of: self) }
  }
}

extension Worker {
  /// The fate of a program.
  enum Outcome {
    case trace([String])
    case ended(String)
  }

  /// Runs programs in a worker, and in another worker the programs that are left after one has
  /// killed it.
  static func outcomes(of programs: [Program], planting: Bool) throws -> [Outcome] {
    var outcomes: [Outcome] = []
    while outcomes.count < programs.count {
      let rest = try JSONEncoder().encode(Array(programs[outcomes.count...]))
      let child = try ChildProcess(
        ["SWIFT_BACKTRACE=enable=no", CommandLine.arguments[0], "worker"]
          + (planting ? ["--plant-difference"] : []),
        input: String(decoding: rest, as: UTF8.self))
      outcomes += child.lines.map { line in
        .trace(line == "-" ? [] : line.split(separator: "|").map(String.init))
      }
      if outcomes.count < programs.count {
        let how = child.signal.map { "by signal \($0)" } ?? "early"
        outcomes.append(.ended("ended \(how): \(child.message.suffix(500))"))
      }
    }
    return outcomes
  }
}
