import Foundation
import Testing

/// The program, run as a user does.
@Suite struct CommandTests {
  struct Outcome {
    let output: String
    let errors: String
    let status: Int32
  }

  private func run(_ arguments: [String]) throws -> Outcome {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    let url = bundle?.bundleURL ?? Bundle.main.bundleURL.appending(path: "x")
    let process = Process()
    process.executableURL = url.deletingLastPathComponent().appending(path: "simulation")
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    try output.fileHandleForWriting.close()
    try errors.fileHandleForWriting.close()
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    let complained = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(
      output: String(decoding: printed, as: UTF8.self),
      errors: String(decoding: complained, as: UTF8.self), status: process.terminationStatus)
  }

  @Test(arguments: ["bank", "carwash", "machineshop", "gasstation"], [42, 7] as [UInt64])
  func `prints what sim py prints first`(name: String, seed: UInt64) throws {
    let trace = try #require(
      TracesTests.recordedTraces.first {
        $0.parameters.scenario == name && $0.parameters.seed == seed && $0.lines != nil
      })
    let outcome = try run([name] + (seed == 42 ? [] : ["--seed", "\(seed)"]))
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    let parts = lines.split(separator: "")
    #expect(parts.first?.map(String.init) == trace.lines)
    // Then the figures and the charts.
    #expect(parts.count == (name == "gasstation" ? 4 : 3))
    #expect(parts[2].dropFirst().allSatisfy { $0.count <= 72 })
    #expect(parts[2].contains { $0.count == 72 })
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
  }

  @Test func `only the report`() throws {
    let outcome = try run(["carwash", "--quiet", "--ascii", "--until", "12"])
    #expect(
      outcome.output == """
        cars       6
        washed     4
        mean wait  2.50 min

        Cars waiting: mean 1.25, greatest 2
        2 |############################:
        1 |#########################################################:
        0 +---------------------------------------------------------------------
           0                                                              12 min

        """)
  }

  @Test(arguments: [
    (["bank", "--counters", "3"], "reneged                    0"),
    (["bank", "--customers", "50"], "customers                  50"),
    (["bank", "--until", "5"], "customers                  1"),
    (["carwash", "--machines", "4"], "mean wait  0.00 min"),
    (["machineshop", "--machines", "1", "--repairmen", "2", "--until", "5040"], "after 0.5 weeks"),
    (["gasstation", "--pumps", "1", "--until", "3000"], "Cars waiting for a pump: mean 0."),
  ])
  func `options of each`(arguments: [String], text: String) throws {
    let outcome = try run(arguments)
    #expect(outcome.output.contains(text), "\(outcome.output)")
    #expect(outcome.status == 0)
  }

  @Test(arguments: [
    (["bank", "--seed", "-1"], "'-1' is invalid for '--seed <seed>': a seed is a whole number"),
    (["bank", "--seed", "x"], "'x' is invalid for '--seed <seed>'"),
    (["bank", "--seed", "18446744073709551616"], "from 0 to 18446744073709551615"),
    (["bank", "--seed"], "Missing value for '--seed <seed>'"),
    (["carwash", "--until", "0"], "the time must be a number greater than 0"),
    (["carwash", "--until", "-5"], "'-5' is invalid for '--until <until>'"),
    (["carwash", "--until", "nan"], "the time must be a number greater than 0"),
    (["carwash", "--until", "inf"], "and 1e12 at most"),
    (["carwash", "--machines", "0"], "there must be a number of them from 1 to 1000000"),
    (["machineshop", "--repairmen", "-2"], "'-2' is invalid for '--repairmen <repairmen>'"),
    (["bank", "--customers", "1.5"], "'1.5' is invalid for '--customers <customers>'"),
    (["gasstation", "--machines", "2"], "Unknown option '--machines'"),
    (["bank", "extra"], "Unexpected argument 'extra'"),
    (["airport"], "Unexpected argument 'airport'"),
  ])
  func `what is wrong is said`(arguments: [String], message: String) throws {
    let outcome = try run(arguments)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(outcome.status == 64)
  }

  @Test(arguments: ["bank", "carwash", "machineshop", "gasstation"])
  func `each has help`(name: String) throws {
    let outcome = try run(["help", name])
    #expect(outcome.output.contains("OVERVIEW: "))
    #expect(outcome.output.contains("(default: 42)"))
    #expect(outcome.status == 0)
  }
}
