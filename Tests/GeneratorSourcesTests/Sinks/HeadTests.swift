import GeneratorSources
import Generators
import TestSupport
import Testing

struct HeadTests {
  @Test(arguments: 0...5)
  func `the first elements, and no more are taken`(count: Int) throws {
    let meter = Meter()
    let found = try push(meter.throwing(1...3), into: head(count, into: collecting()))
    expectEqual(found, Array([1, 2, 3].prefix(count)))
    expectEqual(meter.taken, min(count, 3))
    expectEqual(meter.open, 0)
  }

  @Test func `with the last, the next stage is closed`() throws {
    let trace = Trace()
    let sink = head(2, into: Probe(trace).sink())
    #expect(try sink.send(1))
    #expect(try !sink.send(2))
    expectEqual(trace.events, ["probe start", "probe 1", "probe 2", "probe end", "probe gone"])
    try expectEqual(sink.close(), [1, 2])
  }

  @Test func `an error of closing the next stage comes out of that send`() throws {
    let sink = head(1, into: Probe(Trace()).with { $0.failsAtClose = true }.sink())
    #expect(throws: Failure(2)) { try sink.send(1) }
  }

  @Test func `a negative count is a trap that says so`() async {
    await #expect(processExitsWith: .failure) { _ = head(-1, into: collecting(Int.self)) }
  }
}
