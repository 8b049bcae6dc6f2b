import GeneratorSources
import Generators
import TestSupport
import Testing

struct ReducingTests {
  @Test(arguments: [[], [1], [1, 2, 3]])
  func `one value of all elements`(input: [Int]) throws {
    try expectEqual(push(input, into: reducing(into: 10) { $0 += $1 }), input.reduce(10, +))
    try expectEqual(push(input, into: collecting()), input)
    try expectEqual(push(input, into: counting()), input.count)
  }

  @Test func `an error of the closure comes out, and ends it`() throws {
    let sink = reducing(into: 0) { (sum: inout Int, n: Int) in
      if n == 2 { throw Failure(4) }
      sum += n
    }
    #expect(try sink.send(1))
    #expect(throws: Failure(4)) { try sink.send(2) }
    #expect(throws: GeneratorError.closed) { try sink.close() }
  }

  @Test func `an error that is thrown in ends it without a result`() throws {
    let all = collecting(Int.self)
    try all.send(1)
    #expect(throws: Failure(9)) { try all.throw(Failure(9)) }
    expectEqual(all.returnValue, nil)
  }

  @Test func `the accumulated value is released with the sink`() throws {
    let tracker = Tracker()
    do {
      let all = collecting(Tracked.self)
      for id in 0..<3 { try all.send(tracker.object(id)) }
      expectEqual(tracker.alive, 3)
    }
    expectEqual(tracker.alive, 0)
    let count = counting(Tracked.self)
    try count.send(tracker.object())
    expectEqual(tracker.alive, 0)
    try count.close()
  }
}
