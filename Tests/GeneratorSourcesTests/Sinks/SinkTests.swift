import GeneratorSources
import Generators
import TestSupport
import Testing

struct SinkTests {
  private let trace = Trace()
  private let tracker = Tracker()
  private var probe: Probe { Probe(trace, tracker) }

  @Test func `it starts when it is first sent an element`() throws {
    let sink = probe.sink()
    expectEqual(sink.state, .created)
    #expect(trace.events.isEmpty)
    #expect(try sink.send(1))
    #expect(try sink.send(2))
    expectEqual(sink.state, .suspended)
    expectEqual(sink.returnValue, nil)
    try expectEqual(sink.close(), [1, 2])
    expectEqual(sink.state, .closed)
    expectEqual(sink.returnValue, [1, 2])
    expectEqual(trace.events, ["probe start", "probe 1", "probe 2", "probe end", "probe gone"])
    expectEqual(tracker.alive, 0)
  }

  @Test func `it can be started first, and more than once`() throws {
    let sink = probe.sink()
    #expect(try sink.start())
    #expect(try sink.start())
    expectEqual(trace.take(), ["probe start"])
    try sink.close()
    #expect(try !sink.start())
    expectEqual(trace.take(), ["probe end", "probe gone"])
  }

  @Test func `one that is sent nothing has a result too`() throws {
    try expectEqual(probe.sink().close(), [])
    expectEqual(trace.events, ["probe start", "probe end", "probe gone"])
  }

  @Test func `one that is never used never runs`() {
    do { _ = probe.sink() }
    #expect(trace.events.isEmpty)
    expectEqual(tracker.alive, 0)
  }

  @Test func `closing again returns the same result, and has no effect`() throws {
    let sink = probe.sink()
    try sink.send(1)
    try expectEqual(sink.close(), [1])
    try expectEqual(sink.close(), [1])
    #expect(try !sink.send(2))
    expectEqual(trace.events.count { $0 == "probe end" }, 1)
  }

  @Test func `one that ends by itself says so, takes nothing more, and keeps its result`() throws {
    let sink = probe.with { $0.endsAfter = 2 }.sink()
    #expect(try sink.send(1))
    #expect(try !sink.send(2))
    #expect(try !sink.send(3))
    expectEqual(sink.returnValue, [1, 2])
    try expectEqual(sink.close(), [1, 2])
    expectEqual(trace.events, ["probe start", "probe 1", "probe 2", "probe gone"])
    #expect(try !probe.with { $0.endsAfter = 0 }.sink().send(1))
  }

  @Test func `an error comes out of the call that met it, and ends it without a result`() throws {
    let failing = [
      probe.with { $0.failsAtStart = true }, probe.with { $0.failsAt = 1 },
      probe.with { $0.failsAtClose = true },
    ]
    for (code, made) in zip([1, 3, 2], failing) {
      let sink = made.sink()
      #expect(throws: Failure(code)) {
        try sink.send(1)
        try sink.close()
      }
      expectEqual(sink.state, .closed)
      expectEqual(sink.returnValue, nil)
      #expect(try !sink.send(2))
      #expect(throws: GeneratorError.closed) { try sink.close() }
      expectEqual(tracker.alive, 0)
    }
  }

  @Test func `one that returns nothing has a result however it ended`() throws {
    let fails = Sink<Int, Void> { yield in if try yield.receive() != nil { throw Failure(1) } }
    #expect(throws: Failure(1)) { try fails.send(1) }
    try fails.close()
    // Python's form of the loop, which the exit leaves.
    var seen: [Int] = []
    let forever = Sink<Int, Void> { yield in while true { seen.append(try yield()) } }
    try forever.send(1)
    try forever.send(2)
    try forever.close()
    expectEqual(seen, [1, 2])
    expectEqual(forever.state, .closed)
  }

  @Test func `a sink that the exit leaves has no result`() throws {
    let sink = Sink<Int, Int> { yield in while true { _ = try yield() } }
    try sink.send(1)
    #expect(throws: GeneratorError.closed) { try sink.close() }
    expectEqual(sink.state, .closed)
  }

  @Test func `a result that is an optional is a result, also if it is nil`() throws {
    let sink = Sink<Int, Int?> { yield in
      while try yield.receive() != nil {}
      return nil
    }
    #expect(try sink.close() == .some(nil))
    #expect(try sink.close() == .some(nil))
    let fails = Sink<Int, Int?> { _ in throw Failure(1) }
    #expect(throws: Failure(1)) { try fails.close() }
    #expect(throws: GeneratorError.closed) { try fails.close() }
    let anything = Sink<Int, Any> { _ in throw Failure(1) }
    #expect(throws: Failure(1)) { try anything.close() }
  }

  @Test func `elements that are optional, or nothing, are elements`() throws {
    let optionals = collecting(Int?.self)
    for element in [nil, 1, nil] { #expect(try optionals.send(element)) }
    try expectEqual(optionals.close(), [nil, 1, nil])
    let nothings = counting(Void.self)
    try nothings.send(())
    try nothings.send(())
    try expectEqual(nothings.close(), 2)
  }

  @Test func `it is dropped: it is closed, and its result is lost`() throws {
    do {
      let sink = probe.sink()
      try sink.send(1)
      expectEqual(tracker.alive, 1)
    }
    expectEqual(trace.events, ["probe start", "probe 1", "probe end", "probe gone"])
    expectEqual(tracker.alive, 0)
  }

  @Test func `an error of one that is dropped goes to the hook, with where it was made`() throws {
    let errors = try unraisableErrors {
      let sink = probe.with { $0.failsAtClose = true }.sink(fileID: "A/Here.swift", line: 7)
      try sink.send(1)
    }
    expectEqual(errors.map { name(of: $0.error) }, ["E2"])
    expectEqual(errors.map { "\($0.origin)" }, ["A/Here.swift:7"])
  }

  @Test func `an error that is thrown in leaves it, or is caught`() throws {
    let sink = probe.sink()
    try sink.send(1)
    #expect(throws: Failure(9)) { try sink.throw(Failure(9)) }
    expectEqual(sink.state, .closed)
    #expect(throws: Failure(8)) { try sink.throw(Failure(8)) }
    expectEqual(trace.take(), ["probe start", "probe 1", "probe E9", "probe gone"])
    let tolerant = probe.with { $0.catches = true }.sink()
    try tolerant.send(1)
    #expect(try tolerant.throw(Failure(9)))
    try tolerant.send(2)
    try expectEqual(tolerant.close(), [1, 2])
  }

  @Test func `an error that is thrown into one that was not started closes it, and it never runs`()
    throws
  {
    let sink = probe.sink()
    #expect(throws: Failure(9)) { try sink.throw(Failure(9)) }
    expectEqual(sink.state, .closed)
    #expect(trace.events.isEmpty)
    expectEqual(tracker.alive, 0)
  }

  @Test func `the exit, thrown by hand, is the end`() throws {
    let sink = probe.sink()
    try sink.send(1)
    #expect(try !sink.throw(GeneratorExit()))
    try expectEqual(sink.close(), [1])
  }

  @Test func `receiving after the end is an error, and keeps the sink usable`() throws {
    var ends = 0
    let sink = Sink<Int, Int> { yield in
      while ends < 2 { if try yield.receive() == nil { ends += 1 } }
      return ends
    }
    try sink.send(1)
    #expect(throws: GeneratorError.ignoredExit) { try sink.close() }
    expectEqual(sink.state, .suspended)
    try expectEqual(sink.close(), 2)
  }

  @Test func `using a sink inside of its own body is an error`() throws {
    var sink: Sink<Int, [GeneratorError?]>!
    sink = Sink { yield in
      var errors: [GeneratorError?] = []
      while try yield.receive() != nil {
        for action in [{ _ = try sink.send(2) }, { _ = try sink.close() }] {
          do { try action() } catch { errors.append(error as? GeneratorError) }
        }
      }
      return errors
    }
    try sink.send(1)
    try expectEqual(sink.close(), [.alreadyExecuting, .alreadyExecuting])
    sink = nil
  }

  @Test func `a coroutine is a sink, also if it was started`() throws {
    let sum = Coroutine<Void, Int, Int> { yield in
      var total = 0
      do { while true { total += try yield() } } catch is GeneratorExit { return total }
    }
    try sum.start()
    try sum.send(1)
    let sink = Sink(sum)
    try sink.send(2)
    try expectEqual(sink.close(), 3)
    expectEqual(sum.returnValue, 3)
  }

  @Test func `a sink can be delegated to, with sends, errors and closing`() throws {
    let inner = probe.with { $0.catches = true }.sink()
    let outer = Sink<Int, String> { yield in "\(try yield(from: inner.coroutine))" }
    try outer.send(1)
    try outer.throw(Failure(9))
    try outer.send(2)
    try outer.coroutine.close()
    expectEqual(inner.returnValue, [1, 2])
    expectEqual(
      trace.events, ["probe start", "probe 1", "probe E9", "probe 2", "probe end", "probe gone"])
  }

  @Test func `its description has its state, and where it was made`() throws {
    let sink = counting(Int.self, fileID: "A/Here.swift", line: 7)
    #expect("\(sink)".contains("created, made at A/Here.swift:7"))
    try sink.close()
    #expect("\(sink)".contains("closed"))
  }

  @Test func `bodies have the stack that they ask for`() throws {
    func depth(_ n: Int) -> Int { n == 0 ? 0 : 1 + depth(n - 1) }
    let sink = Sink<Int, Int>(stackSize: 16 << 20) { yield in
      var sum = 0
      while let n = try yield.receive() { sum += depth(n) }
      return sum
    }
    try expectEqual(push([20_000], into: sink), 20_000)
  }

  @Test func `a stack of no size is a trap that says so`() async {
    await #expect(processExitsWith: .failure) { _ = Sink<Int, Void>(stackSize: 0) { _ in } }
  }
}
