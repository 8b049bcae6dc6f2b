import ArgumentParser
import CommandSupport
import Testing

@Suite struct JobOptionsTests {
  @Test(arguments: [
    (["--jobs", "3"], 3), (["-j", "1"], 1), (["--jobs=1000"], 1_000),
    (["--compare", "--jobs", "2"], 2),
  ])
  func `takes a number`(arguments: [String], jobs: Int) throws {
    let options = try JobOptions.parse(arguments)
    #expect(options.count == jobs)
    #expect(options.compare == arguments.contains("--compare"))
  }

  @Test func `without a number there is one for each processor`() throws {
    #expect(try JobOptions.parse([]).count >= 1)
    // A comparison needs a second job, even with one processor.
    #expect(try JobOptions.parse(["--compare"]).count >= 2)
  }

  @Test(arguments: [
    ["--jobs", "0"], ["--jobs", "-2"], ["--jobs", "1001"], ["--jobs", "x"], ["--jobs", "1.5"],
    ["--jobs"], ["--jobs", "1", "--compare"],
  ])
  func `what is no number of jobs is refused`(arguments: [String]) {
    #expect(throws: (any Error).self) { try JobOptions.parse(arguments) }
  }
}
