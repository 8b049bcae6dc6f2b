import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct PeekableTests {
  private let meter = Meter()
  private let tracker = Tracker()

  @Test(arguments: [0, 1, 2, 100]) func `without a look ahead it is the sequence`(n: Int) {
    let p = meter(0..<n).peekable()
    expectEqual(meter.taken, 0)
    expectEqual(Array(p), Array(0..<n))
    expectEqual(meter.open, 0)
    for _ in 0..<3 { expectEqual(p.next(), nil) }
    expectEqual(p.peek(), nil)
    #expect(!p.hasNext())
  }

  @Test func `elements that were looked at stay`() {
    let p = meter(0...).peekable()
    expectEqual(p.peek(), 0)
    expectEqual(p.peek(), 0)
    expectEqual(meter.taken, 1)
    expectEqual(p.next(), 0)
    expectEqual(meter.taken, 1)
    expectEqual(p.next(), 1)
    expectEqual(meter.taken, 2)
  }

  @Test func `any distance`() {
    let p = meter(0...).peekable()
    expectEqual(p.peek(9), 9)
    expectEqual(meter.taken, 10)
    expectEqual(p.peek(3), 3)
    expectEqual(meter.taken, 10)
    expectEqual(Array(p.prefix(12)), Array(0..<12))
    expectEqual(p.peek(first: 3), [12, 13, 14])
    expectEqual(p.peek(first: 0), [])
    expectEqual(p.next(), 12)
  }

  @Test func `beyond the end`() {
    let p = meter(0..<3).peekable()
    expectEqual(p.peek(3), nil)
    expectEqual(meter.open, 0)
    expectEqual(p.peek(2), 2)
    expectEqual(p.peek(first: 9), [0, 1, 2])
    #expect(p.hasNext())
    expectEqual(Array(p), [0, 1, 2])
    expectEqual(p.peek(0), nil)
  }

  @Test func `elements put back come first`() {
    let p = meter(0..<3).peekable()
    p.prepend(-1)
    expectEqual(meter.taken, 0)
    expectEqual(p.peek(), -1)
    expectEqual(p.next(), -1)
    expectEqual(p.peek(1), 1)
    p.prepend(contentsOf: [7, 8])
    expectEqual(p.peek(2), 0)
    expectEqual(Array(p), [7, 8, 0, 1, 2])
    p.prepend(9)
    #expect(p.hasNext())
    expectEqual(Array(p), [9])
    expectEqual(p.next(), nil)
  }

  @Test func `its own elements put back`() {
    let p = meter(0..<5).peekable()
    p.prepend(contentsOf: p.prefix(2))
    expectEqual(Array(p), [0, 1, 2, 3, 4])
  }

  @Test func `an element is taken if it is wanted`() throws {
    let p = meter([1, 3, 4]).peekable()
    expectEqual(p.next(if: { $0 > 1 }), nil)
    expectEqual(p.next(if: { $0 == 1 }), 1)
    #expect(throws: Failure(1)) { try p.next(if: { _ throws(Failure) in throw Failure(1) }) }
    expectEqual(p.next(), 3)
    expectEqual(p.next(), 4)
    expectEqual(p.next(if: { _ in true }), nil)
  }

  @Test func `elements that are optional`() {
    let p = [nil, 1, nil].peekable()
    expectEqual(p.peek(), .some(nil))
    #expect(p.hasNext())
    expectEqual(Array(p), [nil, 1, nil])
    expectEqual(p.peek(), nil as Int??)
  }

  @Test func `it is a reference`() {
    let p = meter(0..<5).peekable()
    let copy = p
    _ = p.peek(2)
    for n in p where n == 1 { break }
    expectEqual(copy.peek(), 2)
    expectEqual(Array(copy), [2, 3, 4])
  }

  @Test func `each loop over an array has its own elements`() {
    let numbers = [1, 2]
    expectEqual(Array(numbers.peekable()), numbers)
    expectEqual(Array(numbers.peekable()), numbers)
  }

  @Test func `taken elements are released`() {
    let p = Generator { yield in for n in 0... { try yield(tracker.object(n)) } }.peekable()
    _ = p.peek(9)
    expectEqual(tracker.alive, 10)
    for left in (0..<10).reversed() {
      _ = p.next()
      expectEqual(tracker.alive, left)
    }
  }

  @Test func `dropped midway it closes the source`() {
    do {
      let p = meter(0...).peekable()
      _ = p.peek(3)
      expectEqual(meter.open, 1)
    }
    expectEqual(meter.open, 0)
  }

  @Test(arguments: 0..<50) func `like an array that is read from its front`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var model = Array(0..<Int.random(in: 0..<40, using: &random))
    let p = meter(model).peekable()
    for n in 0..<200 {
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1: expectEqual(p.next(), (model.isEmpty ? nil : model.removeFirst()))
      case 2:
        let distance = Int.random(in: 0..<20, using: &random)
        expectEqual(p.peek(distance), (distance < model.count ? model[distance] : nil))
      case 3:
        let count = Int.random(in: 0..<20, using: &random)
        expectEqual(p.peek(first: count), Array(model.prefix(count)))
      case 4:
        p.prepend(n)
        model.insert(n, at: 0)
      default: expectEqual(p.hasNext(), !model.isEmpty)
      }
    }
    expectEqual(Array(p), model)
  }

  @Test func `negative distances are traps`() async {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].peekable().peek(-1)
    }
    expectEqual(result?.message.contains("the distance to look ahead must not be negative"), true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].peekable().peek(first: -1)
    }
    expectEqual(result?.message.contains("the count to look ahead must not be negative"), true)
  }

  @Test func `the predicate may look ahead`() {
    let p = meter(["a", "=", "b", "c"]).peekable()
    let isName = { (_: String) in p.peek(1) == "=" }
    expectEqual(p.next(if: isName), "a")
    expectEqual(p.next(if: isName), nil)
    expectEqual(p.next(if: { _ in p.next(if: { _ in false }) == nil && p.hasNext() }), "=")
    expectEqual(p.peek(first: 9), ["b", "c"])
  }

  @Test func `it continues after a predicate that failed`() {
    let p = meter(0...).peekable()
    #expect(throws: Failure()) { try p.next(if: { _ in throw Failure() }) }
    expectEqual(p.next(), 0)
    p.prepend(7)
    expectEqual(p.next(if: { $0 == 7 }), 7)
  }

  @Test func `a predicate that changes what is next is a trap`() async {
    let message = "the predicate of next(if:) took an element or put one back"
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let p = [1, 2].peekable()
      _ = p.next(if: { _ in p.next() == 1 })
    }
    expectEqual(result?.message.contains(message), true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let p = [1, 2].peekable()
      _ = p.next(if: { n in
        p.prepend(n)
        return true
      })
    }
    expectEqual(result?.message.contains(message), true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let p = [1, 2].peekable()
      _ = p.next(if: { _ in p.next(if: { _ in true }) == 1 })
    }
    expectEqual(result?.message.contains(message), true)
  }

  @Test func `to look as far as an Int can count`() {
    let p = meter(0..<3).peekable()
    expectEqual(p.peek(.max), nil)
    expectEqual(p.peek(first: .max), [0, 1, 2])
    expectEqual(Array(p), [0, 1, 2])
  }

  @Test func `a request from inside of its source traps`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var p: PeekableSequence<AnySequence<Int>>?
      p = AnySequence { AnyIterator { p?.next() } }.peekable()
      _ = p?.peek()
    }
    expectEqual(result?.message.contains("from inside of its own source"), true)
  }
}

@Suite struct SpyTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 3, 10], [0, 1, 3, 10])
  func `the head is seen and stays`(n: Int, count: Int) {
    let (head, all) = meter(0..<n).spy(count)
    expectEqual(head, Array((0..<n).prefix(count)))
    expectEqual(meter.taken, Swift.min(n, count))
    expectEqual(Array(all), Array(0..<n))
    expectEqual(meter.open, 0)
    expectEqual(all.next(), nil)
  }

  @Test func `one is the default and the source may be infinite`() {
    let (head, all) = meter(0...).spy()
    expectEqual(head, [0])
    expectEqual(meter.taken, 1)
    expectEqual(Array(all.prefix(3)), [0, 1, 2])
    expectEqual(all.next(), 3)
  }

  @Test func `a negative count is a trap`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].spy(-1)
    }
    expectEqual(result?.message.contains("the count of elements to see must not be negative"), true)
  }
}
