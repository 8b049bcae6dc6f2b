import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct SeekableTests {
  private let meter = Meter()
  private let tracker = Tracker()

  @Test(arguments: [0, 1, 2, 100], [1, 3, .max]) func `read once it is the sequence`(
    n: Int, window: Int
  ) {
    let s = meter(0..<n).seekable(window: window)
    expectEqual(meter.taken, 0)
    expectEqual(Array(s), Array(0..<n))
    expectEqual(meter.open, 0)
    for _ in 0..<3 { expectEqual(s.next(), nil) }
    expectEqual(s.position, n)
    expectEqual(s.elements, Array((0..<n).suffix(window)))
  }

  @Test func `without a window all can be read again`() {
    let s = meter(0..<100).seekable()
    expectEqual(Array(s), Array(0..<100))
    s.seek(to: 0)
    expectEqual(Array(s), Array(0..<100))
    s.seek(by: -10)
    expectEqual(Array(s), Array(90..<100))
    expectEqual(meter.taken, 100)
    expectEqual(s.earliest, 0)
  }

  @Test func `back and forth in a window`() {
    let s = meter(0...).seekable(window: 3)
    expectEqual(s.elements, [])
    s.seek(to: 5)
    expectEqual(meter.taken, 5)
    expectEqual(s.elements, [2, 3, 4])
    #expect((s.earliest, s.position) == (2, 5))
    s.seek(to: 2)
    expectEqual(s.position, 2)
    expectEqual(s.elements, [2, 3, 4])
    expectEqual(Array(s.prefix(5)), [2, 3, 4, 5, 6])
    expectEqual(s.elements, [4, 5, 6])
    expectEqual(meter.taken, 7)
    s.seek(by: -3)
    s.seek(by: 1)
    expectEqual(s.next(), 5)
    s.seek(to: 9)
    expectEqual(s.next(), 9)
  }

  @Test func `beyond the end is the end`() {
    let s = meter(0..<4).seekable(window: 2)
    s.seek(to: 100)
    expectEqual(s.position, 4)
    expectEqual(meter.open, 0)
    expectEqual(s.next(), nil)
    s.seek(by: .max)
    expectEqual(s.next(), nil)
    s.seek(to: 2)
    expectEqual(Array(s), [2, 3])
  }

  @Test func `it is a reference`() {
    let s = meter(0..<5).seekable()
    let copy = s
    for n in s where n == 2 { break }
    expectEqual(copy.position, 3)
    copy.seek(to: 1)
    expectEqual(s.next(), 1)
  }

  @Test func `elements that leave the window are released`() {
    let s = Generator { yield in for n in 0... { try yield(tracker.object(n)) } }
      .seekable(window: 3)
    for n in 0..<10 {
      _ = s.next()
      expectEqual(tracker.alive, Swift.min(3, n + 1))
    }
    s.seek(by: -3)
    expectEqual(s.next()?.id, 7)
    expectEqual(tracker.alive, 3)
  }

  @Test func `dropped midway it closes the source`() {
    do {
      let s = meter(0...).seekable(window: 2)
      s.seek(to: 9)
      expectEqual(meter.open, 1)
    }
    expectEqual(meter.open, 0)
  }

  @Test(arguments: 0..<50) func `like an array and an index`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let n = Int.random(in: 0..<100, using: &random)
    let window = Int.random(in: 1..<20, using: &random)
    let s = meter(0..<n).seekable(window: window)
    var (position, taken) = (0, 0)
    for _ in 0..<200 {
      if random.chance(20) {
        position = Int.random(in: Swift.max(0, taken - window)..<(taken + 5), using: &random)
        s.seek(to: position)
        position = Swift.min(position, n)
      } else {
        expectEqual(s.next(), (position < n ? position : nil))
        position = Swift.min(n, position + 1)
      }
      taken = Swift.max(taken, position)
      expectEqual(s.position, position)
      expectEqual(meter.taken, taken)
      expectEqual(s.elements, Array((0..<taken).suffix(window)))
      expectEqual(s.earliest, taken - s.elements.count)
    }
  }

  @Test func `before the window is a trap`() async {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let s = (0...).seekable(window: 3)
      s.seek(to: 5)
      s.seek(to: 1)
    }
    expectEqual(
      result?.message.contains(
        "can't seek to 1: the earliest element that is still held is 2"), true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      (0...).seekable(window: 3).seek(by: -1)
    }
    expectEqual(result?.message.contains("can't seek to -1"), true)
  }

  @Test func `a window of none is a trap`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].seekable(window: 0)
    }
    expectEqual(result?.message.contains("the window of elements to hold must be positive"), true)
  }
}
