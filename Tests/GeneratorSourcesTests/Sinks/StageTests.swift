import GeneratorSources
import Generators
import TestSupport
import Testing

/// The common behaviour of all stages.
struct StageTests {
  private let trace = Trace()
  private let tracker = Tracker()
  private var probe: Probe { Probe(trace, tracker) }

  @Test(arguments: Stage.allCases)
  func `elements go through, and the result comes back`(stage: Stage) throws {
    let sink = stage(into: probe.sink())
    #expect(trace.events.isEmpty)
    #expect(try sink.send(1))
    expectEqual(trace.events, ["probe start", "probe 1"])
    #expect(try sink.send(2))
    try expectEqual(sink.close(), [1, 2])
    try expectEqual(sink.close(), [1, 2])
    expectEqual(trace.events, ["probe start", "probe 1", "probe 2", "probe end", "probe gone"])
    expectEqual(tracker.alive, 0)
  }

  @Test(arguments: Stage.allCases)
  func `to start or close the first starts and closes the last`(stage: Stage) throws {
    let sink = stage(into: probe.sink())
    #expect(try sink.start())
    expectEqual(trace.take(), ["probe start"])
    try expectEqual(sink.close(), [])
    expectEqual(trace.take(), ["probe end", "probe gone"])
    try expectEqual(stage(into: probe.sink()).close(), [])
    expectEqual(trace.take(), ["probe start", "probe end", "probe gone"])
  }

  @Test(arguments: Stage.allCases)
  func `a dropped stage closes the last, even if that is shared`(stage: Stage) throws {
    do { try stage(into: probe.sink()).send(1) }
    expectEqual(trace.take(), ["probe start", "probe 1", "probe end", "probe gone"])
    expectEqual(tracker.alive, 0)
    let last = probe.sink()
    do { try stage(into: last).send(1) }
    expectEqual(trace.take(), ["probe start", "probe 1", "probe end", "probe gone"])
    expectEqual(last.returnValue, [1])
  }

  @Test(arguments: Stage.allCases)
  func `never used, none of it runs`(stage: Stage) throws {
    do { _ = stage(into: probe.sink()) }
    #expect(trace.events.isEmpty)
    expectEqual(tracker.alive, 0)
  }

  @Test(arguments: Stage.allCases)
  func `dropped, an error of the last goes to the hook, once`(stage: Stage) throws {
    let errors = try unraisableErrors {
      try stage(into: probe.with { $0.failsAtClose = true }.sink()).send(1)
    }
    expectEqual(errors.map { name(of: $0.error) }, ["E2"])
    expectEqual(trace.take(), ["probe start", "probe 1", "probe end", "probe gone"])
    expectEqual(tracker.alive, 0)
  }

  @Test(arguments: Stage.allCases)
  func `it ends when the one behind it does`(stage: Stage) throws {
    let sink = stage(into: probe.with { $0.endsAfter = 2 }.sink())
    #expect(try sink.send(1))
    #expect(try !sink.send(2))
    expectEqual(sink.state, .closed)
    #expect(try !sink.send(3))
    expectEqual(sink.returnValue, [1, 2])
    try expectEqual(sink.close(), [1, 2])
    expectEqual(trace.take(), ["probe start", "probe 1", "probe 2", "probe gone"])
    let none = stage(into: probe.with { $0.endsAfter = 0 }.sink())
    #expect(try !none.start())
    expectEqual(none.returnValue, [])
    // A sink that had ended before, to which delegation is an error.
    guard stage != .delegating else { return }
    let ended = probe.sink()
    try ended.send(5)
    try ended.close()
    let late = stage(into: ended)
    #expect(try !late.send(6))
    try expectEqual(late.close(), [5])
  }

  @Test(arguments: Stage.allCases)
  func `an error of the last comes out, and ends all`(stage: Stage) throws {
    let failing = [
      (1, probe.with { $0.failsAtStart = true }, ["probe start", "probe gone"]),
      (3, probe.with { $0.failsAt = 2 }, ["probe start", "probe 1", "probe 2", "probe gone"]),
      (
        2, probe.with { $0.failsAtClose = true },
        ["probe start", "probe 1", "probe 2", "probe end", "probe gone"]
      ),
    ]
    for (code, made, events) in failing {
      let sink = stage(into: made.sink())
      #expect(throws: Failure(code)) {
        try sink.send(1)
        try sink.send(2)
        try sink.close()
      }
      expectEqual(sink.state, .closed)
      expectEqual(trace.take(), events)
      #expect(throws: GeneratorError.closed) { try sink.close() }
      #expect(try !sink.send(3))
      expectEqual(trace.take(), [])
      expectEqual(tracker.alive, 0)
    }
  }

  @Test(arguments: Stage.allCases)
  func `an error that is thrown in comes to the last, once, and out`(stage: Stage) throws {
    let sink = stage(into: probe.sink())
    try sink.send(1)
    #expect(throws: Failure(9)) { try sink.throw(Failure(9)) }
    expectEqual(sink.state, .closed)
    expectEqual(trace.take(), ["probe start", "probe 1", "probe E9", "probe gone"])
    expectEqual(tracker.alive, 0)
  }

  @Test(arguments: Stage.allCases)
  func `the last can catch an error that is thrown in, and all continue`(stage: Stage) throws {
    let sink = stage(into: probe.with { $0.catches = true }.sink())
    try sink.send(1)
    #expect(try sink.throw(Failure(9)))
    #expect(try sink.send(2))
    try expectEqual(sink.close(), [1, 2])
    expectEqual(
      trace.take(), ["probe start", "probe 1", "probe E9", "probe 2", "probe end", "probe gone"])
  }

  @Test(arguments: Stage.allCases)
  func `the last can end by an error that is thrown in, and all do`(stage: Stage) throws {
    let last = Sink<Int, [Int]> { yield in
      do { while try yield.receive() != nil {} } catch { return [-1] }
      return []
    }
    let sink = stage(into: last)
    try sink.send(1)
    #expect(try !sink.throw(Failure(9)))
    try expectEqual(sink.close(), [-1])
  }

  @Test(arguments: Stage.allCases)
  func `the last can answer with another error, which comes out`(stage: Stage) throws {
    let last = Sink<Int, [Int]> { yield in
      do { while try yield.receive() != nil {} } catch { throw Failure(10) }
      return []
    }
    let sink = stage(into: last)
    try sink.send(1)
    #expect(throws: Failure(10)) { try sink.throw(Failure(9)) }
  }

  @Test(arguments: Stage.allCases)
  func `an error that is thrown in before the start ends it, and nothing runs`(stage: Stage) throws
  {
    do {
      let sink = stage(into: probe.sink())
      #expect(throws: Failure(9)) { try sink.throw(Failure(9)) }
      expectEqual(sink.state, .closed)
    }
    #expect(trace.events.isEmpty)
    expectEqual(tracker.alive, 0)
  }

  @Test func `an error of a closure comes to those behind it, and out`() throws {
    let bad: (Int) throws -> Int = { if $0 == 2 { throw Failure(5) } else { $0 } }
    let stages: [(Sink<Int, [Int]>) -> Sink<Int, [Int]>] = [
      { mapping(bad, into: $0) },
      { filtering(where: { try bad($0) > 0 }, into: $0) },
      { mapping({ $0 }, into: mapping(bad, into: head(5, into: $0))) },
      { batching(1, into: mapping({ try bad($0[0]) }, into: $0)) },
    ]
    for stage in stages {
      let sink = stage(probe.sink())
      #expect(try sink.send(1))
      #expect(throws: Failure(5)) { try sink.send(2) }
      expectEqual(sink.state, .closed)
      expectEqual(trace.take(), ["probe start", "probe 1", "probe E5", "probe gone"])
      expectEqual(tracker.alive, 0)
      // The next stage catches it and is closed, and the error is thrown nevertheless.
      let caught = stage(probe.with { $0.catches = true }.sink())
      #expect(throws: Failure(5)) {
        try caught.send(1)
        try caught.send(2)
      }
      expectEqual(trace.take(), ["probe start", "probe 1", "probe E5", "probe end", "probe gone"])
      expectEqual(tracker.alive, 0)
    }
  }

  @Test func `random pipelines equal the same operations of arrays`() throws {
    var random = SeededRandom(seed: 11)
    for _ in 0..<300 {
      let input = Array(0..<Int.random(in: 0...60, using: &random))
      var expected = input
      var makers: [(Sink<Int, [Int]>) -> Sink<Int, [Int]>] = []
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        let n = Int.random(in: 1...9, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
          expected = expected.filter { $0 % n != 0 }
          makers.append { filtering(where: { $0 % n != 0 }, into: $0) }
        case 1:
          expected = expected.map { $0 &* n + 1 }
          makers.append { mapping({ $0 &* n + 1 }, into: $0) }
        case 2:
          expected = Array(expected.prefix(4 * n))
          makers.append { head(4 * n, into: $0) }
        default:
          expected = stride(from: 0, to: expected.count, by: n).map {
            expected[$0...].prefix(n).reduce(0, &+)
          }
          makers.append { batching(n, into: mapping({ $0.reduce(0, &+) }, into: $0)) }
        }
      }
      let sink = makers.reversed().reduce(probe.sink()) { $1($0) }
      try expectEqual(push(input, into: sink), expected)
      expectEqual(trace.take().count { $0 == "probe gone" }, 1)
      expectEqual(tracker.alive, 0)
    }
  }

  @Test func `a pipeline of a hundred stages`() throws {
    func made() -> Sink<Int, [Int]> {
      (0..<100).reduce(probe.sink()) { target, _ in mapping({ $0 + 1 }, into: target) }
    }
    try expectEqual(push([1, 2], into: made()), [101, 102])
    do { try made().send(1) }
    expectEqual(trace.take().count { $0 == "probe end" }, 2)
    expectEqual(tracker.alive, 0)
  }
}
