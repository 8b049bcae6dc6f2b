import GeneratorSources
import Generators
import TestSupport
import Testing

struct PushTests {
  private let trace = Trace()
  private let tracker = Tracker()
  private let meter = Meter()
  private var probe: Probe { Probe(trace, tracker) }

  @Test(arguments: [0, 1, 3])
  func `all elements are sent, the sink is closed and returns its result`(count: Int) throws {
    let expected = Array(0..<count)
    try expectEqual(push(expected, into: probe.sink()), expected)
    expectEqual(trace.take().suffix(2), ["probe end", "probe gone"])
    try expectEqual(push(meter(0..<count), into: probe.sink()), expected)
    try expectEqual(push(meter.throwing(0..<count), into: probe.sink()), expected)
    expectEqual(meter.taken, 2 * count)
    expectEqual(meter.open, 0)
    expectEqual(tracker.alive, 0)
  }

  @Test func `a generator is sent from where it stands`() throws {
    let g = ThrowingGenerator(1...4)
    try g.next()
    try expectEqual(push(g, into: collecting()), [2, 3, 4])
    try expectEqual(push(g, into: collecting()), [])
  }

  @Test(arguments: 0...2)
  func `when the sink ends, nothing more is taken, and the source is closed`(count: Int) throws {
    func sink() -> Sink<Int, [Int]> { probe.with { $0.endsAfter = count }.sink() }
    let failing = meter.throwing(1...)
    try expectEqual(push(failing, into: sink()), Array(1..<(count + 1)))
    expectEqual(failing.state, .closed)
    let generator = meter(1...)
    try expectEqual(push(generator, into: sink()), Array(1..<(count + 1)))
    expectEqual(generator.state, .closed)
    expectEqual(meter.taken, 2 * count)
    expectEqual(meter.open, 0)
    try expectEqual(push(1..., into: sink()), Array(1..<(count + 1)))
    expectEqual(tracker.alive, 0)
  }

  @Test func `a sink that had ended takes nothing, and returns its result`() throws {
    let sink = probe.sink()
    try sink.send(7)
    try sink.close()
    try expectEqual(push(meter.throwing(1...3), into: sink), [7])
    try expectEqual(push(meter(1...3), into: sink), [7])
    expectEqual(meter.taken, 0)
    let failed = probe.with { $0.failsAtStart = true }.sink()
    #expect(throws: Failure(1)) { try failed.start() }
    #expect(throws: GeneratorError.closed) { try push([1], into: failed) }
  }

  @Test func `several sources into one sink, which is closed with the first`() throws {
    let sink = probe.sink()
    try expectEqual(push([1, 2], into: sink), [1, 2])
    try expectEqual(push([3, 4], into: sink), [1, 2])
  }

  @Test(arguments: [0, 2])
  func `an error of the source is thrown into the sink, and comes out`(count: Int) throws {
    #expect(throws: Failure(-1)) {
      try push(meter.throwing(1..., failingAfter: count), into: probe.sink())
    }
    let sent = (0..<count).map { "probe \($0 + 1)" }
    expectEqual(trace.take(), ["probe start"] + sent + ["probe E-1", "probe gone"])
    expectEqual(meter.open, 0)
    expectEqual(tracker.alive, 0)
  }

  @Test func `it comes out even if the sink catches it, and the sink is closed`() throws {
    let sink = probe.with { $0.catches = true }.sink()
    #expect(throws: Failure(-1)) { try push(meter.throwing(1..., failingAfter: 1), into: sink) }
    expectEqual(trace.take(), ["probe start", "probe 1", "probe E-1", "probe end", "probe gone"])
    expectEqual(sink.returnValue, [1])
    let ends = Sink<Int, Int> { yield in
      do { while try yield.receive() != nil {} } catch { return -1 }
      return 0
    }
    #expect(throws: Failure(-1)) { try push(meter.throwing(1..., failingAfter: 1), into: ends) }
    expectEqual(ends.returnValue, -1)
  }

  @Test func `an error that leaves the sink in reply replaces the first`() throws {
    let replies = Sink<Int, Void> { yield in
      do { while try yield.receive() != nil {} } catch { throw Failure(10) }
    }
    #expect(throws: Failure(10)) {
      try push(meter.throwing(1..., failingAfter: 1), into: replies)
    }
    let sink = probe.with { ($0.catches, $0.failsAtClose) = (true, true) }.sink()
    #expect(throws: Failure(2)) { try push(meter.throwing(1..., failingAfter: 1), into: sink) }
  }

  @Test func `an error of the sink closes the source, and comes out`() throws {
    let failing = [
      (1, 0, probe.with { $0.failsAtStart = true }), (3, 2, probe.with { $0.failsAt = 2 }),
      (2, 5, probe.with { $0.failsAtClose = true }),
    ]
    for (code, taken, made) in failing {
      let before = meter.taken
      let source = meter.throwing(1...5)
      #expect(throws: Failure(code)) { try push(source, into: made.sink()) }
      expectEqual(source.state, .closed)
      let generator = meter(1...5)
      #expect(throws: Failure(code)) { try push(generator, into: made.sink()) }
      expectEqual(generator.state, .closed)
      #expect(throws: Failure(code)) { try push(1...5, into: made.sink()) }
      expectEqual(meter.taken, before + 2 * taken)
      expectEqual(meter.open, 0)
      expectEqual(tracker.alive, 0)
    }
  }

  /// A source that fails when it is closed.
  private func failsAtClose() -> ThrowingGenerator<Int> {
    ThrowingGenerator { yield in
      do { for n in 1... { try yield(n) } } catch { throw Failure(20) }
    }
  }

  @Test func `an error of closing the source comes out, if the sink had none`() throws {
    let sink = probe.with { $0.endsAfter = 2 }.sink()
    #expect(throws: Failure(20)) { try push(failsAtClose(), into: sink) }
    expectEqual(sink.returnValue, [1, 2])
    let errors = unraisableErrors {
      #expect(throws: Failure(3)) {
        try push(failsAtClose(), into: probe.with { $0.failsAt = 2 }.sink())
      }
    }
    expectEqual(errors.map { name(of: $0.error) }, ["E20"])
  }

  @Test func `a source that pushes itself gets an error, and so does the sink`() throws {
    var g: ThrowingGenerator<Int>!
    let made = probe
    g = ThrowingGenerator { yield in
      try yield(1)
      #expect(throws: GeneratorError.alreadyExecuting) { try push(g, into: made.sink()) }
      try yield(2)
    }
    try expectEqual(g.next(), 1)
    try expectEqual(g.next(), 2)
    expectEqual(trace.take().dropLast(), ["probe start", "probe alreadyExecuting"])
    g = nil
  }

  @Test func `a sink is fed from inside of a generator`() throws {
    let sum = reducing(into: 0) { (sum: inout Int, n: Int) in sum += n }
    let g = ThrowingGenerator { yield in
      for n in 1...3 {
        try sum.send(n)
        try yield(n)
      }
    }
    try expectEqual(g.collect(), [1, 2, 3])
    try expectEqual(sum.close(), 6)
  }
}
