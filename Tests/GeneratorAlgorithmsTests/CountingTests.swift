import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct CountingTests {
  @Test func `whole numbers`() {
    expectEqual(Array(count(from: 3).prefix(3)), [3, 4, 5])
    expectEqual(Array(count(from: 3, by: -2).prefix(3)), [3, 1, -1])
    expectEqual(Array(count(from: 3, by: 0).prefix(3)), [3, 3, 3])
    expectEqual(Array(count(from: UInt8(250), by: 2).prefix(3)), [250, 252, 254])
    expectEqual(Array(count(from: UInt8(2), by: -1).prefix(3)), [2, 1, 0])
    let step: UInt8 = 3
    expectEqual(Array(count(from: UInt8(1), by: step).prefix(2)), [1, 4])
    expectEqual(Array(count(from: Int8(1), by: Int(2)).prefix(2)), [1, 3])
  }

  @Test func `floating-point numbers`() {
    expectEqual(Array(count(from: 0.5).prefix(3)), [0.5, 1.5, 2.5])
    expectEqual(Array(count(from: 1, by: 0.25).prefix(3)), [1, 1.25, 1.5])
    expectEqual(Array(count(from: Float(1), by: -0.5).prefix(3)), [1, 0.5, 0])
  }

  @Test func `values that can be added but not strided over`() {
    let durations = count(from: Duration.seconds(1), by: .milliseconds(500))
    expectEqual(Array(durations.prefix(2)), [.seconds(1), .milliseconds(1500)])
  }

  @Test func `values that can be strided over but not added`() {
    struct Day: Strideable {
      var number: Int
      func distance(to other: Day) -> Int { other.number - number }
      func advanced(by days: Int) -> Day { Day(number: number + days) }
    }
    expectEqual(count(from: Day(number: 1), by: 7).prefix(3).map(\.number), [1, 8, 15])
    expectEqual(count(from: Day(number: 1)).prefix(2).map(\.number), [1, 2])
  }

  @Test func `it begins anew for each iterator`() {
    let numbers = count(from: 1)
    expectEqual(Array(numbers.prefix(2)), [1, 2])
    expectEqual(Array(numbers.prefix(2)), [1, 2])
  }

  @Test func `it is lazy`() {
    let squares = count(from: 1).map { $0 * $0 }.filter { $0 % 2 == 1 }
    expectEqual(Array(squares.prefix(3)), [1, 9, 25])
  }

  @Test func `the greatest number is returned, and a request for more traps`() async {
    var numbers = count(from: Int8.max - 1).makeIterator()
    expectEqual(numbers.next(), 126)
    expectEqual(numbers.next(), 127)
    var down = count(from: Int.min + 1, by: -1).makeIterator()
    expectEqual(down.next(), .min + 1)
    expectEqual(down.next(), .min)
    await #expect(processExitsWith: .failure) {
      var numbers = count(from: Int.max).makeIterator()
      print(numbers.next()!, numbers.next()!)
    }
  }

  @Test func `on random input`() {
    var random = SeededRandom(seed: 8)
    for _ in 0..<50 {
      let start = Int.random(in: -100..<100, using: &random)
      let step = Int.random(in: -10..<10, using: &random)
      expectEqual(
        Array(count(from: start, by: step).prefix(20)), (0..<20).map { start + $0 * step })
    }
  }

  // MARK: repeated

  @Test func `one value over and over`() {
    expectEqual(Array(repeated("x").prefix(3)), ["x", "x", "x"])
    expectEqual(Array(repeated(Int?.none).prefix(2)), [nil, nil])
    expectEqual(repeated(2).map { $0 * 2 }.prefix(2).reduce(0, +), 8)
  }

  @Test func `a value that is repeated is held once`() {
    let tracker = Tracker()
    do {
      let objects = repeated(tracker.object(5))
      expectEqual(objects.prefix(3).map(\.id), [5, 5, 5])
      expectEqual(tracker.alive, 1)
    }
    expectEqual(tracker.alive, 0)
  }
}
