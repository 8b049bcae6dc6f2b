import ArgumentParser
import CommandSupport
import CommandTestSupport
import Foundation
import Testing

/// The common behavior of all commands of the package, run as a user does.
@Suite struct CommandsTests {
  /// Each command, with arguments by which it prints something and ends by itself.
  private static let commands: [[String]] = [
    ["scheduler"], ["scheduler", "ps"], ["simulation", "bank"],
    ["simulation", "machineshop", "--quiet", "--until", "5040"], ["primes", "--below", "100"],
    ["primes", "count", "--below", "100"],
    ["primes", "list", "--below", "1000", "--compare", "--jobs", "2"], ["weblog", "--sample", "3"],
    ["weblog", "/dev/null"], ["weblog", "top", "--csv", "/dev/null"],
    ["weblog", "hourly", "/dev/null"], ["weblog", "query", "status=100", "--json", "/dev/null"],
    ["weblog", "query", "status=100", "--count", "/dev/null"], ["wordcount", "/dev/null"],
    ["wordcount", "--compare", "--jobs", "2", "/dev/null"],
  ]

  private static let names = ["scheduler", "simulation", "primes", "weblog", "wordcount"]

  @Test(arguments: names)
  func `each has the version of the package, and help`(name: String) throws {
    let version = try Program.run(name, ["--version"])
    #expect(version.output == "\(packageVersion)\n")
    #expect(version.errors == "")
    #expect(version.status == 0)
    let help = try Program.run(name, ["--help"])
    #expect(help.output.hasPrefix("OVERVIEW: "))
    #expect(help.output.contains("--version"))
    #expect(help.status == 0)
  }

  @Test(arguments: names)
  func `each refuses what it does not know, and shows no control characters`(name: String) throws {
    for argument in ["--frobnicate", "--\u{1B}[2J\u{202E}"] {
      let outcome = try Program.run(name, [argument])
      #expect(outcome.errors.contains("Unknown option"), "\(outcome.errors)")
      #expect(outcome.errors.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
      #expect(outcome.output == "")
      #expect(outcome.status == 64)
    }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full"),
    arguments: commands + names.map { [$0, "--help"] } + names.map { [$0, "--version"] })
  func `output that can't be written is an error`(command: [String]) throws {
    let full = try Program.run(
      command[0], Array(command.dropFirst()), redirections: ">/dev/full")
    #expect(full.errors == "\(command[0]): standard output: No space left on device\n")
    #expect(full.status == 1)
    #expect(full.hasExited)
  }

  @Test(arguments: commands + names.map { [$0, "--help"] })
  func `closed standard output is an error, and is no other file`(command: [String]) throws {
    let closed = try Program.run(command[0], Array(command.dropFirst()), redirections: ">&-")
    #expect(closed.errors == "\(command[0]): standard output: Bad file descriptor\n")
    #expect(closed.status == 1)
    #expect(closed.hasExited)
  }

  /// Most parents don't change the signal.
  ///
  /// If one ignores it, writing fails instead.
  @Test(arguments: commands, [true, false])
  func `it ends quietly when the reader of its output goes away`(
    command: [String], isIgnored: Bool
  ) throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let arguments = Array(command.dropFirst())
    let program =
      try isIgnored
      ? Program.ignoringBrokenPipes(command[0], arguments, output: pipe.fileHandleForWriting)
      : Program(command[0], arguments, output: pipe.fileHandleForWriting)
    let outcome = try program.finish()
    #expect(outcome.errors == "")
    #expect(outcome.hasExited == isIgnored)
    #expect(outcome.status == (isIgnored ? 141 : SIGPIPE))
  }

  @Test(arguments: [
    ["weblog"], ["weblog", "query", "status=100"], ["weblog", "top", "-"], ["wordcount"],
  ])
  func `closed standard input is an error, and is no other file`(command: [String]) throws {
    let outcome = try Program.run(command[0], Array(command.dropFirst()), redirections: "<&-")
    #expect(outcome.errors.hasPrefix("\(command[0]): "))
    #expect(outcome.errors.hasSuffix(": Bad file descriptor\n"))
    #expect(outcome.status == 1)
    #expect(outcome.hasExited)
  }

  @Test(arguments: commands)
  func `closed standard error changes nothing`(command: [String]) throws {
    let arguments = Array(command.dropFirst())
    let (open, closed) = (
      try Program.run(command[0], arguments),
      try Program.run(command[0], arguments, redirections: "<&- 2>&-")
    )
    #expect(closed.status == open.status)
    // Measured times differ.
    if !command.contains("--compare") { #expect(closed.output == open.output) }
  }

  @Test(arguments: ["C", "POSIX", "en_US.ISO-8859-1", "nowhere"], commands)
  func `the locale changes nothing`(locale: String, command: [String]) throws {
    let arguments = Array(command.dropFirst())
    let outcome = try Program.run(
      command[0], arguments, setup: "export LC_ALL=\(locale)", redirections: "</dev/null")
    let expected = try Program.run(command[0], arguments)
    #expect(outcome.status == 0)
    if !command.contains("--compare") { #expect(outcome.output == expected.output) }
  }

  @Test(arguments: names)
  func `numbers that are too large, negative or none are refused, and never a trap`(
    name: String
  ) throws {
    let options: [String: [[String]]] = [
      "primes": [["--from"], ["--below"], ["--count"], ["--jobs"], ["count", "--below"]],
      "wordcount": [["--top"], ["--jobs"]],
      "weblog": [
        ["--top"], ["--jobs"], ["--sample"], ["--seed"], ["top", "--top"], ["follow", "--top"],
      ],
      "simulation": ["bank", "machineshop", "carwash", "gasstation"].flatMap { scenario in
        ["--seed", "--until"].map { [scenario, $0] }
      } + [
        ["bank", "--customers"], ["bank", "--counters"], ["carwash", "--machines"],
        ["machineshop", "--machines"], ["machineshop", "--repairmen"], ["gasstation", "--pumps"],
      ],
    ]
    let values = [
      "-1", "-9223372036854775808", "-9223372036854775809", "99999999999999999999", "1e400", "nan",
      "-inf", "x", "", "\u{0661}", "1.5e", "340282366920938463463374607431768211456",
    ]
    for option in options[name] ?? [] {
      for value in values {
        let outcome = try Program.run(name, option + [value])
        #expect(outcome.status == 64, "\(option) \(value): \(outcome.status) \(outcome.errors)")
        #expect(outcome.hasExited)
      }
    }
  }
}

extension Program {
  /// Starts a program that gets an error, and no signal, when its output has no reader.
  fileprivate static func ignoringBrokenPipes(
    _ name: String, _ arguments: [String], output: FileHandle
  ) throws -> Program {
    try Program(
      "/bin/sh", ["-c", #"trap '' PIPE; exec "$@""#, "sh", Program.path(of: name)] + arguments,
      output: output)
  }
}
