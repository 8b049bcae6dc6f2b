import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct InspectedTests {
  private let meter = Meter()
  private let trace = Trace()

  @Test(arguments: [0, 1, 4]) func `the same elements, each shown`(n: Int) {
    expectEqual(Array(meter(0..<n).inspected { trace("\($0)") }), Array(0..<n))
    expectEqual(trace.take(), (0..<n).map { "\($0)" })
    expectEqual(meter.open, 0)
  }

  @Test func `a request takes an element, calls the closure with it and returns it`() {
    var inspected = meter(0...).inspected { trace("\($0)") }.makeIterator()
    #expect(meter.taken == 0 && trace.events == [])
    expectEqual(inspected.next(), 0)
    #expect(meter.taken == 1 && trace.take() == ["0"])
    expectEqual(inspected.next(), 1)
    #expect(meter.taken == 2 && trace.take() == ["1"])
  }

  @Test func `in a lazy pipeline each passes through before the next is taken`() {
    let pipeline = meter(0..<2).lazy.inspected { trace("before \($0)") }.map { $0 * 10 }
      .inspected { trace("after \($0)") }
    expectEqual(trace.events, [])
    expectEqual(Array(pipeline), [0, 10])
    expectEqual(trace.take(), ["before 0", "after 0", "before 1", "after 10"])
  }

  @Test(arguments: [0, 1, 3]) func `the duties of every lazy operation`(n: Int) {
    expectLazy(on: Array(0..<n)) { $0.inspected { _ in } }
  }

  @Test func `an array can be read again`() {
    let inspected = [1, 2].inspected { trace("\($0)") }
    expectEqual(Array(inspected), [1, 2])
    expectEqual(Array(inspected), [1, 2])
    expectEqual(trace.take(), ["1", "2", "1", "2"])
  }
}
