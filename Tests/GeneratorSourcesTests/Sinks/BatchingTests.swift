import GeneratorSources
import Generators
import TestSupport
import Testing

struct BatchingTests {
  @Test(arguments: 0...7, 1...4)
  func `arrays of so many elements, and the rest`(length: Int, count: Int) throws {
    let found = try push(0..<length, into: batching(count, into: collecting()))
    let expected = stride(from: 0, to: length, by: count).map {
      Array($0..<min($0 + count, length))
    }
    expectEqual(found, expected)
  }

  @Test func `elements before an error are passed on before it`() throws {
    let trace = Trace()
    let last = Probe(trace).with { $0.catches = true }.sink()
    let sink = batching(3, into: mapping({ $0.reduce(0, +) }, into: last))
    try sink.send(1)
    try sink.send(2)
    try sink.throw(Failure(9))
    try sink.throw(Failure(8))
    try sink.send(4)
    try expectEqual(sink.close(), [3, 4])
    expectEqual(
      trace.events,
      [
        "probe start", "probe 3", "probe E9", "probe E8", "probe 4", "probe end", "probe gone",
      ])
  }

  @Test func `an error of passing on the rest comes out, and ends it`() throws {
    for action in [{ _ = try $0.close() }, { _ = try $0.throw(Failure(9)) }]
      as [(Sink<Int, [Int]>) throws -> Void]
    {
      let trace = Trace()
      let last = Probe(trace).with { $0.failsAt = 3 }.sink()
      let sink = batching(3, into: mapping({ $0.reduce(0, +) }, into: last))
      try sink.send(1)
      try sink.send(2)
      #expect(throws: Failure(3)) { try action(sink) }
      expectEqual(sink.state, .closed)
      expectEqual(trace.events, ["probe start", "probe 3", "probe gone"])
    }
  }

  @Test func `a next stage that ends with the rest has its result`() throws {
    let sink = batching(3, into: head(1, into: collecting([Int].self)))
    try sink.send(1)
    try expectEqual(sink.close(), [[1]])
  }

  @Test func `dropped, the rest is passed on`() throws {
    let all = collecting([Int].self)
    do { try batching(3, into: all).send(1) }
    expectEqual(all.returnValue, [[1]])
  }

  @Test func `a count that is not positive is a trap that says so`() async {
    await #expect(processExitsWith: .failure) { _ = batching(0, into: collecting([Int].self)) }
  }
}
