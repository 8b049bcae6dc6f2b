import GeneratorSources
import Generators
import TestSupport
import Testing

struct BroadcastTests {
  private let trace = Trace()
  private let tracker = Tracker()

  private func probe(_ name: String, _ change: (inout Probe) -> Void = { _ in }) -> Sink<Int, [Int]>
  {
    Probe(trace, tracker, name: name).with(change).sink()
  }

  @Test func `each gets each element, in order, and their results come back`() throws {
    let sink = broadcast(to: [probe("a"), probe("b")])
    try expectEqual(push([1, 2], into: sink), [[1, 2], [1, 2]])
    expectEqual(
      trace.events,
      [
        "a start", "b start", "a 1", "b 1", "a 2", "b 2", "a end", "a gone", "b end", "b gone",
      ])
    expectEqual(tracker.alive, 0)
  }

  @Test func `one that has ended is left out; when all have, it ends`() throws {
    let meter = Meter()
    let sink = broadcast(
      to: [
        probe("a") { $0.endsAfter = 2 }, probe("b") { $0.endsAfter = 0 },
        probe("c") { $0.endsAfter = 3 },
      ])
    try expectEqual(push(meter.throwing(1...), into: sink), [[1, 2], [], [1, 2, 3]])
    expectEqual(meter.taken, 3)
    expectEqual(
      trace.events,
      [
        "a start", "b start", "b gone", "c start", "a 1", "c 1", "a 2", "a gone", "c 2", "c 3",
        "c gone",
      ])
  }

  @Test func `to none, it ends at once`() throws {
    let sink = broadcast(to: [Sink<Int, [Int]>]())
    #expect(try !sink.start())
    try expectEqual(sink.close(), [])
  }

  @Test func `when one fails, the others are thrown the error, once, which comes out`() throws {
    let sink = broadcast(
      to: [probe("a"), probe("b") { $0.failsAt = 2 }, probe("c") { $0.catches = true }])
    try sink.send(1)
    _ = trace.take()
    #expect(throws: Failure(3)) { try sink.send(2) }
    expectEqual(sink.state, .closed)
    expectEqual(
      trace.take(), ["a 2", "b 2", "b gone", "a E3", "a gone", "c E3", "c end", "c gone"])
    #expect(throws: GeneratorError.closed) { try sink.close() }
    expectEqual(tracker.alive, 0)
  }

  @Test func `when one fails, it is its error that comes out, whatever the others throw`() throws {
    let replies = Sink<Int, [Int]> { yield in
      do { while try yield.receive() != nil {} } catch { throw Failure(10) }
      return []
    }
    let sink = broadcast(to: [replies, probe("a") { $0.failsAt = 1 }])
    #expect(throws: Failure(3)) { try sink.send(1) }
  }

  @Test
  func `when one fails at the start, those that run are thrown the error, and others never run`()
    throws
  {
    let sink = broadcast(to: [probe("a"), probe("b") { $0.failsAtStart = true }, probe("c")])
    #expect(throws: Failure(1)) { try sink.send(1) }
    expectEqual(trace.take(), ["a start", "b start", "b gone", "a E1", "a gone"])
    withExtendedLifetime(sink) { expectEqual(tracker.alive, 0) }
  }

  @Test func `when closing one fails, the others are closed, and the first error comes out`() throws
  {
    let sink = broadcast(
      to: [probe("a"), probe("b") { $0.failsAtClose = true }, probe("c")])
    try sink.send(1)
    _ = trace.take()
    #expect(throws: Failure(2)) { try sink.close() }
    expectEqual(trace.take(), ["a end", "a gone", "b end", "b gone", "c end", "c gone"])
    expectEqual(tracker.alive, 0)
  }

  @Test func `all are closed by then, also sinks that are referenced elsewhere`() throws {
    let catches = probe("a") { $0.catches = true }
    #expect(throws: Failure(3)) {
      try broadcast(to: [catches, probe("b") { $0.failsAt = 1 }]).send(1)
    }
    expectEqual(catches.returnValue, [1])
    let thrown = probe("a") { $0.catches = true }
    let sink = broadcast(to: [thrown, probe("b")])
    try sink.send(1)
    #expect(throws: Failure(9)) { try sink.throw(Failure(9)) }
    expectEqual(thrown.returnValue, [1])
    let last = probe("a")
    #expect(throws: Failure(2)) {
      try push([1], into: broadcast(to: [probe("b") { $0.failsAtClose = true }, last]))
    }
    expectEqual(last.returnValue, [1])
  }

  @Test func `of several errors the first comes out`() throws {
    func fails(_ code: Int) -> Sink<Int, Int> {
      Sink { yield in
        do { while try yield.receive() != nil {} } catch {}
        throw Failure(code)
      }
    }
    let sink = broadcast(to: [fails(4), fails(5)])
    #expect(throws: Failure(4)) { try sink.close() }
    let thrown = broadcast(to: [fails(6), fails(7)])
    try thrown.start()
    #expect(throws: Failure(6)) { try thrown.throw(Failure(9)) }
  }

  @Test func `an error that is thrown in goes to all, and comes out`() throws {
    let sink = broadcast(to: [probe("a"), probe("b") { $0.catches = true }, probe("c")])
    try sink.send(1)
    _ = trace.take()
    #expect(throws: Failure(9)) { try sink.throw(Failure(9)) }
    expectEqual(trace.take(), ["a E9", "a gone", "b E9", "c E9", "c gone", "b end", "b gone"])
    expectEqual(tracker.alive, 0)
  }

  @Test func `an error that all catch is over`() throws {
    let ends = Sink<Int, [Int]> { yield in
      do { while try yield.receive() != nil {} } catch { return [-1] }
      return []
    }
    let sink = broadcast(to: [probe("a") { $0.catches = true }, ends])
    try sink.send(1)
    #expect(try sink.throw(Failure(9)))
    #expect(try sink.send(2))
    try expectEqual(sink.close(), [[1, 2], [-1]])
  }

  @Test func `dropped, all are closed, in order, and the errors go to the hook`() throws {
    do { try broadcast(to: [probe("a"), probe("b")]).send(1) }
    expectEqual(trace.take().suffix(4), ["a end", "a gone", "b end", "b gone"])
    expectEqual(tracker.alive, 0)
    let errors = try unraisableErrors {
      try broadcast(to: [probe("a") { $0.failsAtClose = true }, probe("b")]).send(1)
    }
    expectEqual(errors.map { name(of: $0.error) }, ["E2"])
    expectEqual(trace.take().suffix(4), ["a end", "a gone", "b end", "b gone"])
  }

  @Test func `one that stands there twice gets each element twice`() throws {
    let one = probe("a")
    try expectEqual(
      push([1, 2], into: broadcast(to: [one, one])), [[1, 1, 2, 2], [1, 1, 2, 2]])
    expectEqual(trace.take().count { $0 == "a end" }, 1)
    let ends = probe("b") { $0.endsAfter = 1 }
    try expectEqual(push([1, 2], into: broadcast(to: [ends, ends])), [[1], [1]])
  }

  @Test func `several branches into one sink, as in Beazley's pipeline`() throws {
    let last = probe("a")
    let sink = broadcast(to: [
      filtering(where: { $0 % 2 == 0 }, into: last), filtering(where: { $0 % 3 == 0 }, into: last),
    ])
    try expectEqual(push(1...6, into: sink), [[2, 3, 4, 6, 6], [2, 3, 4, 6, 6]])
    expectEqual(trace.take().count { $0 == "a end" }, 1)
  }

  @Test func `sinks of several kinds, and their results`() throws {
    let (count, texts, nothing): (Int, [String], Void) = try push(
      1...3,
      into: broadcast(
        to: counting(), mapping({ "\($0)" }, into: head(2, into: collecting())),
        Sink<Int, Void> { yield in while true { _ = try yield() } }))
    expectEqual(count, 3)
    expectEqual(texts, ["1", "2"])
    #expect(nothing == ())
    let one: Sink<Int, Int> = broadcast(to: counting())
    try expectEqual(push(1...3, into: one), 3)
    let fails = broadcast(to: counting(), probe("a") { $0.failsAt = 2 })
    #expect(throws: Failure(3)) { try push(1...3, into: fails) }
    let unfinished = broadcast(
      to: counting(Int.self), Sink<Int, Int> { yield in while true { _ = try yield() } })
    #expect(throws: GeneratorError.closed) { try push(1...3, into: unfinished) }
  }

  @Test func `sending to itself is an error, and ends all`() throws {
    var first: Sink<Int, [[Int]]>!
    let back = Sink<Int, [Int]> { yield in
      while let n = try yield.receive() { try first.send(n + 1) }
      return []
    }
    first = broadcast(to: [probe("a"), back])
    #expect(throws: GeneratorError.alreadyExecuting) { try first.send(1) }
    expectEqual(first.state, .closed)
    expectEqual(trace.take().suffix(2), ["a alreadyExecuting", "a gone"])
    first = nil
    expectEqual(tracker.alive, 0)
  }

  // The program, in Python 3.11, with Beazley's `@coroutine`, `grep` and `broadcast`:
  //
  //   @coroutine
  //   def printer(name):
  //       while True: print(name, (yield))
  //
  //   p = printer("p")
  //   b = broadcast([grep("python", p), grep("ply", p), grep("swig", printer("s"))])
  //   for line in ["python is nice", "but ply", "swig and python and ply", "none"]: b.send(line)
  @Test func `elements come in the order in which they do in Python`() throws {
    let trace = trace
    func printer(_ name: String) -> Sink<String, Void> {
      Sink { yield in while true { trace("\(name) \(try yield())") } }
    }
    let p = printer("p")
    let b = broadcast(to: [
      grep("python", into: p), grep("ply", into: p), grep("swig", into: printer("s")),
    ])
    for line in ["python is nice", "but ply", "swig and python and ply", "none"] {
      try b.send(line)
    }
    expectEqual(
      trace.events,
      [
        "p python is nice", "p but ply", "p swig and python and ply", "p swig and python and ply",
        "s swig and python and ply",
      ])
    try b.close()
    expectEqual(p.state, .closed)
  }
}
