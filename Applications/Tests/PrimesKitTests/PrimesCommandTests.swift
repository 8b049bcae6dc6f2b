import CommandTestSupport
import Foundation
import Testing

/// The program, run as a user does.
@Suite struct PrimesCommandTests {
  private func run(_ arguments: [String]) throws -> Program.Outcome {
    try Program.run("primes", arguments)
  }

  @Test(arguments: [
    (["--count", "5"], "2 3 5 7 11"),
    (["list", "--count", "2", "--from", "10^15"], "1000000000000037 1000000000000091"),
    (
      ["--below", "2^64", "--descending", "--count", "2"],
      "18446744073709551557 18446744073709551533"
    ),
    (["--below", "20"], "2 3 5 7 11 13 17 19"),
    (["--from", "2^64-59", "--jobs", "3"], "18446744073709551557"),
    (["--from", "8", "--below", "11"], ""), (["--below", "0"], ""), (["--count", "0"], ""),
    (["--from", "14", "--below", "30", "--descending"], "29 23 19 17"),
  ])
  func `the program lists primes`(arguments: [String], primes: String) throws {
    let outcome = try run(arguments)
    #expect(outcome.output.split(separator: "\n").joined(separator: " ") == primes)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test(arguments: [["--count", "30000"], ["--from", "10^15", "--count", "500"]])
  func `any number of jobs prints the same`(arguments: [String]) throws {
    let outcomes = try [1, 2, 7].map { try run(arguments + ["--jobs", "\($0)"]) }
    #expect(Set(outcomes.map(\.output)).count == 1)
  }

  @Test(arguments: [
    (["--below", "10^6"], "78498 primes below 1000000\n"),
    (["--below", "10"], "4 primes below 10\n"), (["--below", "0"], "0 primes below 0\n"),
    (["--below", "1"], "0 primes below 1\n"),
    (["--from", "90", "--below", "100", "--jobs", "2"], "1 prime from 90 below 100\n"),
    (
      ["--from", "2^64-400", "--below", "2^64"],
      "10 primes from 18446744073709551216 below 18446744073709551616\n"
    ),
  ])
  func `the program counts primes`(arguments: [String], line: String) throws {
    let outcome = try run(["count"] + arguments)
    #expect(outcome.output == line)
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test(arguments: [
    // Pieces of work are done whole, so more may be found.
    (["--count", "20000", "--compare"], 20_000, Int.max),
    (["--from", "10^15", "--count", "300", "--compare"], 300, .max),
    (["count", "--below", "10^6", "--compare", "--jobs", "3"], 78_498, 78_498),
    (["--below", "30", "--compare"], 10, 10), (["--below", "3", "--compare"], 1, 1),
  ])
  func `the program compares jobs`(arguments: [String], least: Int, most: Int) throws {
    let outcome = try run(arguments)
    let pattern =
      #/(\d+) primes? found\n1 job: [0-9,]+/s, \d+ jobs: [0-9,]+/s, \d+\.\d\d times 1 job, in .*\n/#
    let match = try #require(outcome.output.wholeMatch(of: pattern), "\(outcome.output)")
    let found = try #require(Int(match.1))
    #expect((least...most).contains(found))
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test func `shows the comparison as it goes`() throws {
    let terminal = try #require(PseudoTerminal())
    let program = try Program(
      "primes", ["--from", "10^15", "--count", "2000", "--compare"], errors: terminal.handle)
    let outcome = try program.finish()
    let text = try terminal.text()
    #expect(outcome.status == 0)
    #expect(text.hasPrefix("\rcomparing 1 job with "))
    #expect(text.hasSuffix("\r\u{1b}[K"))
  }

  @Test(arguments: [
    (["--count", "x"], "a number is written as 1000000, 10^6 or 1e6"),
    (["--count", "-1"], "'-1' is invalid for '--count <number>'"),
    (["--from", "2^65"], "and is at most 2^64"),
    (["--from", "2^64"], "--from must be less than 2^64"),
    (["--from", "10", "--below", "10"], "--from must be less than --below"),
    (["--jobs", "0"], "it must be a number from 1 to 1000"),
    (["--jobs", "1", "--compare"], "--compare needs --jobs greater than 1"),
    (["count"], "say where to end: --below <number>"),
    (["count", "--below", "10", "--count", "3"], "Unknown option '--count'"),
    (["factor"], "Unexpected argument 'factor'"), (["--fast"], "Unknown option '--fast'"),
  ])
  func `what is wrong is said`(arguments: [String], message: String) throws {
    let outcome = try run(arguments)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(outcome.status == 64)
  }

  @Test func `the program has help`() throws {
    let outcome = try run(["--help"])
    #expect(outcome.output.contains("primes count --below <number>"))
    #expect(outcome.output.contains("EXIT CODES:"))
    #expect(outcome.status == 0)
  }

  @Test(arguments: [[], ["--from", "10^15"], ["--descending"]])
  func `an interrupt ends a list that has no end`(arguments: [String]) throws {
    let program = try Program("primes", arguments)
    // It writes before it is interrupted, and continues until then.
    let first = program.outputHandle.availableData
    #expect(!first.isEmpty)
    program.interrupt()
    let outcome = try program.finish()
    #expect(outcome.status == 130)
    #expect(outcome.hasExited)
    let lines = (String(decoding: first, as: UTF8.self) + outcome.output).split(separator: "\n")
    // Nothing is missing, and no line is cut.
    let expected = try run(arguments + ["--count", "\(lines.count)"]).output
    #expect(expected.split(separator: "\n") == lines)
  }

  @Test(arguments: [["--below", "10^15"], ["--from", "2^60", "--below", "2^61"]])
  func `an interrupted count is of what is known`(arguments: [String]) throws {
    let program = try Program("primes", ["count"] + arguments)
    try program.waitUntilReady()
    Thread.sleep(forTimeInterval: 0.3)
    program.interrupt()
    let outcome = try program.finish()
    #expect(outcome.status == 130)
    #expect(outcome.hasExited)
    let match = try #require(
      outcome.output.wholeMatch(of: #/(\d+) primes (from \d+ )?below (\d+)\n/#))
    #expect(UInt64(match.3)! < 1 << 61)
    if match.2 == nil, UInt64(match.3)! < 1 << 24 {
      #expect(try run(["count", "--below", "\(match.3)"]).output == outcome.output)
    }
  }

  @Test func `an interrupt ends a comparison`() throws {
    let program = try Program("primes", ["--compare"])
    try program.waitUntilReady()
    program.interrupt()
    let outcome = try program.finish()
    #expect(outcome.status == 130)
    #expect(outcome.output.contains("1 job"))
  }

  @Test func `a reader that goes away ends it without a message`() throws {
    let errors = Pipe()
    let output = Pipe()
    let program = try Program(
      "primes", [], output: output.fileHandleForWriting, errors: errors.fileHandleForWriting)
    try output.fileHandleForWriting.close()
    try errors.fileHandleForWriting.close()
    #expect(try output.fileHandleForReading.read(upToCount: 10) == Data("2\n3\n5\n7\n11".utf8))
    try output.fileHandleForReading.close()
    let outcome = try program.finish()
    #expect(outcome.hasExited ? outcome.status == 141 : outcome.status == SIGPIPE)
    #expect(try errors.fileHandleForReading.readToEnd() ?? Data() == Data())
  }
}
