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
    #expect(runs.map { "\($0.element)\($0.count)" }.joined() == expected)
    #expect(meter.open == 0)
  }

  @Test func `one element is taken ahead`() {
    var runs = meter((0...).lazy.map { $0 / 3 }).runLengths().makeIterator()
    #expect(meter.taken == 0)
    #expect(runs.next()! == (0, 3))
    #expect(meter.taken == 4)
    #expect(runs.next()! == (1, 3))
    #expect(meter.taken == 7)
  }

  @Test(arguments: [[], [1], [1, 1], [1, 2], [1, 1, 2]])
  func `what every lazy operation owes`(elements: [Int]) {
    expectLazy(on: elements) { $0.runLengths() }
    expectLazy(on: elements) { $0.runLengths().expandingRunLengths() }
    expectLazy(on: elements) { $0.lazy.map { (7, $0) }.expandingRunLengths() }
  }

  @Test func `runs of what is optional`() {
    let runs = Generator<Int?>([nil, nil, 1, nil]).runLengths()
    #expect(runs.map(\.count) == [2, 1, 1])
    #expect(Array(runs.expandingRunLengths()) == [])
    let pairs: [(element: Int?, count: Int)] = [(nil, 2), (1, 1)]
    #expect(Array(pairs.expandingRunLengths()) == [nil, nil, 1])
  }

  // MARK: The inverse

  @Test func `each element as often as its count says`() {
    #expect(String([("a", 3), ("b", 0), ("c", 1)].expandingRunLengths().joined()) == "aaac")
    #expect(Array(meter([(Int, Int)]()).expandingRunLengths()) == [])
    #expect(Array(meter([(1, 0), (2, 0)]).expandingRunLengths()) == [])
    #expect(String(zip("ab", [1, 2]).expandingRunLengths()) == "abb")
  }

  @Test func `a run is taken when its first element is asked for`() {
    var elements = meter((0...).lazy.map { ($0, 2) }).expandingRunLengths().makeIterator()
    #expect(meter.taken == 0)
    #expect(elements.next() == 0)
    #expect(elements.next() == 0)
    #expect(meter.taken == 1)
    #expect(elements.next() == 1)
    #expect(meter.taken == 2)
  }

  @Test func `a run as long as it gets`() {
    let elements = Generator([(1, Int.max)]).expandingRunLengths()
    #expect(Array(elements.prefix(3)) == [1, 1, 1])
  }

  @Test func `the last of a run is not held`() {
    let tracker = Tracker()
    let source = Generator { yield in while true { try yield((tracker.object(), 2)) } }
    var elements = source.expandingRunLengths().makeIterator()
    #expect(elements.next() != nil)
    #expect(tracker.alive == 1)
    #expect(elements.next() != nil)
    #expect(tracker.alive == 0)
  }

  @Test func `an array can be read again`() {
    let runs = [1, 1, 2].runLengths()
    #expect(runs.map(\.count) == [2, 1])
    #expect(runs.map(\.count) == [2, 1])
    let elements = runs.expandingRunLengths()
    #expect(Array(elements) == [1, 1, 2])
    #expect(Array(elements) == [1, 1, 2])
  }

  @Test func `there and back, on random input`() {
    var random = SeededRandom(seed: 6)
    for _ in 0..<100 {
      let elements = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
        Int.random(in: 0..<3, using: &random)
      }
      let runs = Array(meter(elements).runLengths())
      #expect(runs.map(\.element) == elements.chunked(by: ==).map { $0[0] })
      #expect(runs.map(\.count) == elements.chunked(by: ==).map(\.count))
      #expect(Array(meter(runs).expandingRunLengths()) == elements)
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
    #expect(
      result?.message.contains("the count of a run must not be negative, and is -1") == true)
  }
}
