import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct WindowsOfCountTests {
  private let meter = Meter()

  @Test(arguments: [
    (0, 2, [[Int]]()), (1, 2, []), (2, 2, [[0, 1]]), (4, 2, [[0, 1], [1, 2], [2, 3]]),
    (3, 1, [[0], [1], [2]]), (2, Int.max, []),
  ])
  func `the runs of neighbours`(n: Int, count: Int, expected: [[Int]]) {
    expectEqual(Array(meter(0..<n).windows(ofCount: count)), expected)
    expectEqual(meter.open, 0)
  }

  @Test func `with a step`() {
    expectEqual(
      Array(meter(0..<7).windows(ofCount: 3, by: 2)), [[0, 1, 2], [2, 3, 4], [4, 5, 6]])
    expectEqual(Array(meter(0..<8).windows(ofCount: 3, by: 3)), [[0, 1, 2], [3, 4, 5]])
    expectEqual(Array(meter(0..<8).windows(ofCount: 2, by: 5)), [[0, 1], [5, 6]])
    expectEqual(Array(meter(0..<8).windows(ofCount: 2, by: .max)), [[0, 1]])
  }

  // The examples of more-itertools' `windowed`, and those that follow from its definition.
  @Test func `with padding`() {
    expectEqual(Array([1, 2, 3].windows(ofCount: 4, padding: 0)), [[1, 2, 3, 0]])
    expectEqual(Array([Int]().windows(ofCount: 4, padding: 0)), [])
    let six = Array((1...6).windows(ofCount: 3, by: 2, padding: 0))
    expectEqual(six, [[1, 2, 3], [3, 4, 5], [5, 6, 0]])
    expectEqual(Array((1...5).windows(ofCount: 3, by: 2, padding: 0)), [[1, 2, 3], [3, 4, 5]])
    expectEqual(Array((1...4).windows(ofCount: 2, by: 3, padding: 0)), [[1, 2], [4, 0]])
    expectEqual(Array((1...3).windows(ofCount: 2, by: 3, padding: 0)), [[1, 2]])
    expectEqual(Array([1, nil].windows(ofCount: 3, padding: nil)), [[1, nil, nil]])
  }

  @Test func `each takes a step, the first its count`() {
    var windows = meter(0...).windows(ofCount: 3, by: 2).makeIterator()
    expectEqual(meter.taken, 0)
    expectEqual(windows.next(), [0, 1, 2])
    expectEqual(meter.taken, 3)
    expectEqual(windows.next(), [2, 3, 4])
    expectEqual(meter.taken, 5)
  }

  @Test func `elements between two windows are taken when the next window is requested`() {
    var windows = meter(0...).windows(ofCount: 1, by: 4).makeIterator()
    expectEqual(windows.next(), [0])
    expectEqual(meter.taken, 1)
    expectEqual(windows.next(), [4])
    expectEqual(meter.taken, 5)
  }

  @Test func `no more is held than a window, and nothing if they do not overlap`() {
    let tracker = Tracker()
    let source = Generator { yield in while true { try yield(tracker.object()) } }
    var windows = source.windows(ofCount: 4).makeIterator()
    for _ in 0..<5 { expectEqual(windows.next()?.count, 4) }
    expectEqual(tracker.alive, 4)
    var apart = source.windows(ofCount: 4, by: 4).makeIterator()
    for _ in 0..<5 { expectEqual(apart.next()?.count, 4) }
    expectEqual(tracker.alive, 4)
  }

  @Test func `a window that is kept does not change`() {
    let windows = Array(meter(0...).windows(ofCount: 2).prefix(3))
    expectEqual(windows, [[0, 1], [1, 2], [2, 3]])
  }

  @Test(arguments: [0, 1, 2, 3, 7]) func `the duties of every lazy operation`(n: Int) {
    expectLazy(on: Array(0..<n)) { $0.windows(ofCount: 3) }
    expectLazy(on: Array(0..<n)) { $0.windows(ofCount: 2, by: 4) }
    expectLazy(on: Array(0..<n)) { $0.windows(ofCount: 3, by: 2, padding: 0) }
  }

  @Test func `an array can be read again`() {
    let windows = [1, 2, 3].windows(ofCount: 2)
    expectEqual(Array(windows), [[1, 2], [2, 3]])
    expectEqual(Array(windows), [[1, 2], [2, 3]])
  }

  @Test func `against the definition, on random input`() {
    var random = SeededRandom(seed: 2)
    for _ in 0..<300 {
      let n = Int.random(in: 0..<30, using: &random)
      let count = Int.random(in: 1..<8, using: &random)
      let step = Int.random(in: 1..<8, using: &random)
      var (whole, padded) = ([[Int]](), [[Int]]())
      var given = 0
      for start in stride(from: 0, to: n, by: step) {
        let window = Array(start..<Swift.min(start + count, n))
        if window.count == count { whole.append(window) }
        guard start + window.count > given else { continue }
        given = start + window.count
        padded.append(window + Array(repeating: -1, count: count - window.count))
      }
      expectEqual(Array(meter(0..<n).windows(ofCount: count, by: step)), whole)
      expectEqual(Array(meter(0..<n).windows(ofCount: count, by: step, padding: -1)), padded)
    }
  }

  @Test func `a count or step below one is a trap that says so`() async {
    let count = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Generator([1]).windows(ofCount: 0)
    }
    expectEqual(count?.message.contains("the count of a window must be positive, and is 0"), true)
    let step = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Generator([1]).windows(ofCount: 1, by: 0)
    }
    expectEqual(step?.message.contains("the step of windows must be positive, and is 0"), true)
  }
}
