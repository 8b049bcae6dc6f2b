import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct RunLengthsTests {
  private let meter = Meter()

  @Test(arguments: [
    ("", ""), ("a", "a1"), ("aaa", "a3"), ("abc", "a1b1c1"), ("aaabcca", "a3b1c2a1"),
  ])
  func `the runs of equal neighbours`(text: String, expected: String) {
    let runs = meter(text).runLengths()
    expectEqual(runs.map { "\($0.element)\($0.count)" }.joined(), expected)
    expectEqual(meter.open, 0)
  }

  @Test func `one element is taken ahead`() {
    var runs = meter((0...).lazy.map { $0 / 3 }).runLengths().makeIterator()
    expectEqual(meter.taken, 0)
    #expect(runs.next()! == (0, 3))
    expectEqual(meter.taken, 4)
    #expect(runs.next()! == (1, 3))
    expectEqual(meter.taken, 7)
  }

  @Test(arguments: [[], [1], [1, 1], [1, 2], [1, 1, 2]])
  func `the duties of every lazy operation`(elements: [Int]) {
    expectLazy(on: elements) { $0.runLengths() }
    expectLazy(on: elements) { $0.runLengths().expandingRunLengths() }
    expectLazy(on: elements) { $0.lazy.map { (7, $0) }.expandingRunLengths() }
  }

  @Test func `runs of what is optional`() {
    let runs = Generator<Int?>([nil, nil, 1, nil]).runLengths()
    expectEqual(runs.map(\.count), [2, 1, 1])
    expectEqual(Array(runs.expandingRunLengths()), [])
    let pairs: [(element: Int?, count: Int)] = [(nil, 2), (1, 1)]
    expectEqual(Array(pairs.expandingRunLengths()), [nil, nil, 1])
  }

  // MARK: The inverse

  @Test func `each element as often as its count says`() {
    expectEqual(String([("a", 3), ("b", 0), ("c", 1)].expandingRunLengths().joined()), "aaac")
    expectEqual(Array(meter([(Int, Int)]()).expandingRunLengths()), [])
    expectEqual(Array(meter([(1, 0), (2, 0)]).expandingRunLengths()), [])
    expectEqual(String(zip("ab", [1, 2]).expandingRunLengths()), "abb")
  }

  @Test func `a run is taken when its first element is requested`() {
    var elements = meter((0...).lazy.map { ($0, 2) }).expandingRunLengths().makeIterator()
    expectEqual(meter.taken, 0)
    expectEqual(elements.next(), 0)
    expectEqual(elements.next(), 0)
    expectEqual(meter.taken, 1)
    expectEqual(elements.next(), 1)
    expectEqual(meter.taken, 2)
  }

  @Test func `a run as long as it gets`() {
    let elements = Generator([(1, Int.max)]).expandingRunLengths()
    expectEqual(Array(elements.prefix(3)), [1, 1, 1])
  }

  @Test func `the last of a run is not held`() {
    let tracker = Tracker()
    let source = Generator { yield in while true { try yield((tracker.object(), 2)) } }
    var elements = source.expandingRunLengths().makeIterator()
    #expect(elements.next() != nil)
    expectEqual(tracker.alive, 1)
    #expect(elements.next() != nil)
    expectEqual(tracker.alive, 0)
  }

  @Test func `an array can be read again`() {
    let runs = [1, 1, 2].runLengths()
    expectEqual(runs.map(\.count), [2, 1])
    expectEqual(runs.map(\.count), [2, 1])
    let elements = runs.expandingRunLengths()
    expectEqual(Array(elements), [1, 1, 2])
    expectEqual(Array(elements), [1, 1, 2])
  }

  @Test func `there and back, on random input`() {
    var random = SeededRandom(seed: 6)
    for _ in 0..<100 {
      let elements = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
        Int.random(in: 0..<3, using: &random)
      }
      let runs = Array(meter(elements).runLengths())
      expectEqual(runs.map(\.element), elements.chunked(by: ==).map { $0[0] })
      expectEqual(runs.map(\.count), elements.chunked(by: ==).map(\.count))
      expectEqual(Array(meter(runs).expandingRunLengths()), elements)
    }
  }

  @Test func `a negative count is a trap that says so, when it is met`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var elements = Generator([(7, 1), (8, -1)]).expandingRunLengths().makeIterator()
      print(elements.next()!)
      _ = elements.next()
    }
    expectEqual(
      result?.message.contains("the count of a run must not be negative, and is -1"), true)
  }
}
