import Foundation
import Generators
import TestSupport
import Testing

/// Programs that no human would write, compared with a model that says what they must do, and the
/// model compared with CPython.
@Suite struct RandomProgramTests {
  /// The number of programs in each of the batches: 1000, or the number that is requested.
  static let batchSize =
    ProcessInfo.processInfo.environment["GENERATORS_RANDOM_PROGRAMS"].flatMap { Int($0) } ?? 1000

  /// Batches of seeds, because a test case for each would hide the others in the output.
  @Test(arguments: 0..<20)
  func `a random program runs as PEP 342 and 380 say`(batch: UInt64) throws {
    let first = batch * 1_000_000
    for seed in first..<first + UInt64(Self.batchSize) {
      let program = Program(seed: seed)
      let model = ReferenceModel(program)
      let expected = model.run()
      if model.traps { continue }
      #expect(
        LiveRun.events(of: program) == expected,
        "seed \(seed):\n\(program.pythonSource)")
    }
  }

  /// Fewer, because each real suspension waits for a thread.
  @Test(arguments: 0..<2)
  func `a random async program runs as PEP 525 and 828 say`(batch: UInt64) async throws {
    let first = batch * 1_000_000
    for seed in first..<first + UInt64(Self.batchSize / 2) {
      let program = Program(seed: seed, isAsync: true)
      let model = ReferenceModel(program)
      let expected = model.run()
      if model.traps || model.usesLent { continue }
      let events = await AsyncLiveRun.events(of: program)
      #expect(events == expected, "seed \(seed):\n\(program.pythonSource)")
    }
  }

  @Test(
    .enabled(if: Python.minorVersion != nil, "there is no CPython"), arguments: [false, true])
  func `CPython agrees with the model of a random program`(isAsync: Bool) throws {
    let version = try #require(Python.minorVersion)
    // CPython before 3.10 takes a request for a running async generator now and then.
    if isAsync && version < 10 { return }
    var (programs, expected): ([Program], [String]) = ([], [])
    let batchSize = isAsync ? Self.batchSize / 4 : Self.batchSize
    for seed in 0..<UInt64(batchSize) {
      let program = Program(seed: seed, isAsync: isAsync)
      let model = ReferenceModel(program)
      let events = model.run()
      guard model.isComparable(withMinorVersion: version) else { continue }
      programs.append(program)
      expected.append(Python.line(of: events, minorVersion: version, isAsync: isAsync))
    }
    #expect(programs.count > batchSize / 2)
    let actual = try Python.run(Program.pythonModule(of: programs)).lines
    expectEqual(actual.count, expected.count)
    for (actual, expected) in zip(actual, expected) { expectEqual(actual, expected) }
  }
}
