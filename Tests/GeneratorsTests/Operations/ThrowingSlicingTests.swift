import Generators
import TestSupport
import Testing

@Suite struct ThrowingSlicingTests {
  private let meter = Meter()

  @Test(arguments: [(0, 0), (0, 3), (2, 5), (4, 4), (9, 12), (12, 15)])
  func `bounds of each kind`(lower: Int, upper: Int) throws {
    let all = 0..<10
    func slice<Slice: ThrowingSource<Int, any Error>>(
      _ cut: (ThrowingGenerator<Int>) -> Slice
    ) throws -> [Int] {
      try cut(meter.throwing(all)).collect()
    }
    try expectEqual(slice { $0[lower..<upper] }, all.filter { (lower..<upper).contains($0) })
    try expectEqual(slice { $0[lower...upper] }, all.filter { (lower...upper).contains($0) })
    try expectEqual(slice { $0[..<upper] }, all.filter { (..<upper).contains($0) })
    try expectEqual(slice { $0[...upper] }, all.filter { (...upper).contains($0) })
    try expectEqual(slice { $0[lower...] }, all.filter { (lower...).contains($0) })
    expectEqual(meter.open, 0)
  }

  @Test func `random bounds and steps against a stride`() throws {
    var random = SeededRandom(seed: 4)
    for _ in 0..<300 {
      let length = Int.random(in: 0...20, using: &random)
      let lower = Int.random(in: 0...12, using: &random)
      let upper = lower + Int.random(in: 0...12, using: &random)
      let step = Int.random(in: 1...6, using: &random)
      func expected(_ from: Int, _ to: Int) -> [Int] {
        Array(stride(from: from, to: min(to, length), by: step))
      }
      func source() -> ThrowingGenerator<Int> { meter.throwing(0..<length) }
      try expectEqual(source()[lower..<upper, by: step].collect(), expected(lower, upper))
      try expectEqual(source()[lower...upper, by: step].collect(), expected(lower, upper + 1))
      try expectEqual(source()[..<upper, by: step].collect(), expected(0, upper))
      try expectEqual(source()[...upper, by: step].collect(), expected(0, upper + 1))
      try expectEqual(source()[lower..., by: step].collect(), expected(lower, length))
    }
    expectEqual(meter.open, 0)
  }

  @Test func `nothing is taken after the last element`() throws {
    let source = meter.throwing(0...)
    try expectEqual(source[1..<9, by: 3].collect(), [1, 4, 7])
    expectEqual(meter.taken, 8)
    try expectEqual(source.next(), 8)
    try expectEqual(source[2...4].collect(), [11, 12, 13])
    try expectEqual(source[..<2].collect(), [14, 15])
    try expectEqual(source[...0].collect(), [16])
    expectEqual(meter.taken, 17)
  }

  @Test func `a step is taken when the next element is asked for`() throws {
    let g = meter.throwing(0...)[1..., by: 3]
    expectEqual(meter.taken, 0)
    try expectEqual(g.next(), 1)
    expectEqual(meter.taken, 2)
    try expectEqual(g.next(), 4)
    expectEqual(meter.taken, 5)
  }

  @Test func `an empty slice takes nothing, wherever it begins`() throws {
    let source = meter.throwing(0...)
    try expectEqual(source[3..<3].next(), nil)
    try expectEqual(source[..<0].next(), nil)
    expectEqual(source.state, .created)
  }

  @Test func `with its last element it releases the source`() throws {
    let g = meter.throwing(0...)[1..<6, by: 4]
    try expectEqual(g.next(), 1)
    expectEqual(meter.open, 1)
    try expectEqual(g.next(), 5)
    expectEqual(meter.open, 0)
    try expectEqual(g.next(), nil)
  }

  @Test func `a slice of a slice`() throws {
    try expectEqual(meter.throwing(0...)[10...][..<10, by: 3][1...].collect(), [13, 16, 19])
  }

  @Test(arguments: 0..<6) func `an error at each position`(position: Int) throws {
    let source = meter.throwing(0..., failingAfter: position)
    let g = source[1..<6, by: 2]
    var taken: [Int] = []
    #expect(throws: Failure(-1)) { while let n = try g.next() { taken.append(n) } }
    expectEqual(taken, Array(stride(from: 1, to: position, by: 2)))
    try expectEqual(g.next(), nil)
    expectEqual(source.state, .closed)
  }

  @Test func `an error after the slice is not reached`() throws {
    let source = meter.throwing(0..., failingAfter: 6)
    try expectEqual(source[1..<8, by: 4].collect(), [1, 5])
    #expect(throws: Failure(-1)) { try source.next() }
  }

  @Test func `bounds and steps as large as they get`() throws {
    func source() -> ThrowingGenerator<Int> { meter.throwing(0..<3) }
    try expectEqual(source()[1..<Int.max].collect(), [1, 2])
    try expectEqual(source()[...Int.max].collect(), [0, 1, 2])
    try expectEqual(source()[1...Int.max, by: 2].collect(), [1])
    try expectEqual(source()[0..., by: Int.max].collect(), [0])
    try expectEqual(source()[..<Int.max, by: Int.max].collect(), [0])
    try expectEqual(source()[...Int.max, by: Int.max].collect(), [0])
    try expectEqual(source()[Int.max...].collect(), [])
  }

  @Test func `negative bounds are a trap`() async {
    let results = [
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ThrowingGenerator([1])[(-1)...]
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ThrowingGenerator([1])[-1..<2]
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ThrowingGenerator([1])[-1 ... -1]
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ThrowingGenerator([1])[..<(-1)]
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ThrowingGenerator([1])[...(-1)]
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ThrowingGenerator([1])[-3 ..< -3]
      },
    ]
    for result in results {
      expectEqual(result?.message.contains("the bounds of a slice must not be negative"), true)
    }
  }

  @Test func `a step that is not positive is a trap`() async {
    let results = [
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ThrowingGenerator([1])[0..<3, by: 0]
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ThrowingGenerator([1])[0..<0, by: 0]
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ThrowingGenerator([1])[1..., by: 0]
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ThrowingGenerator([1])[...1, by: 0]
      },
    ]
    for result in results {
      expectEqual(result?.message.contains("the step of a slice must be positive, and is 0"), true)
    }
  }
}
