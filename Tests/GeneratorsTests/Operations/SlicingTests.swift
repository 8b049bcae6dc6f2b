import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct SlicingTests {
  private let trace = Trace()
  private let tracker = Tracker()

  /// The numbers from 0, with a trace of those that were made.
  private func naturals(below end: Int = .max) -> Generator<Int> {
    let object = tracker.object()
    return Generator { [trace] yield in
      defer { trace("closed") }
      for n in 0..<end {
        trace("\(n)")
        try yield(n)
        withExtendedLifetime(object) {}
      }
    }
  }

  // MARK: The five kinds

  @Test(arguments: [(0, 0), (0, 3), (2, 5), (4, 4), (9, 12)])
  func `a half-open range`(lower: Int, upper: Int) {
    let g = naturals()
    expectEqual(Array(g[lower..<upper]), Array(lower..<upper))
  }

  @Test(arguments: [(0, 0), (0, 3), (2, 5), (4, 4)])
  func `a closed range`(lower: Int, upper: Int) {
    let g = naturals()
    expectEqual(Array(g[lower...upper]), Array(lower...upper))
    expectEqual(g.next(), upper + 1)
  }

  @Test(arguments: [0, 1, 7]) func `an open upper bound`(upper: Int) {
    let g = naturals()
    expectEqual(Array(g[..<upper]), Array(0..<upper))
    expectEqual(g.next(), upper)
  }

  @Test(arguments: [0, 1, 7]) func `a closed upper bound`(upper: Int) {
    let g = naturals()
    expectEqual(Array(g[...upper]), Array(0...upper))
    expectEqual(g.next(), upper + 1)
  }

  @Test(arguments: [0, 1, 7, 10, 11]) func `a lower bound`(lower: Int) {
    let g = naturals(below: 10)
    expectEqual(Array(g[lower...]), Array((0..<10).dropFirst(lower)))
    expectEqual(g.next(), nil)
  }

  @Test func `a lower bound, without an end`() {
    expectEqual(Array(naturals()[5...].prefix(3)), [5, 6, 7])
  }

  // MARK: With a step

  @Test(arguments: [(0, 0), (0, 1), (0, 9), (2, 10), (2, 11), (4, 4)], [1, 2, 3, 20, Int.max])
  func `every few elements`(bounds: (Int, Int), step: Int) {
    let (lower, upper) = bounds
    let expected = Array(stride(from: lower, to: upper, by: step))
    expectEqual(Array(naturals()[lower..<upper, by: step]), expected)
    let through = Array(stride(from: lower, through: upper, by: step))
    expectEqual(Array(naturals()[lower...upper, by: step]), through)
    expectEqual(Array(naturals()[..<upper, by: step]), Array(stride(from: 0, to: upper, by: step)))
    let throughFromZero = Array(stride(from: 0, through: upper, by: step))
    expectEqual(Array(naturals()[...upper, by: step]), throughFromZero)
    let rest = Array(stride(from: lower, to: 12, by: step))
    expectEqual(Array(naturals(below: 12)[lower..., by: step]), rest)
  }

  @Test func `a step, without an end`() {
    expectEqual(Array(naturals()[5..., by: 10].prefix(3)), [5, 15, 25])
  }

  @Test func `elements between two are taken for the second, and none after the last`() {
    let g = naturals()
    let slice = g[1..<10, by: 4]
    expectEqual(trace.events, [])
    expectEqual(slice.next(), 1)
    expectEqual(trace.take(), ["0", "1"])
    expectEqual(slice.next(), 5)
    expectEqual(trace.take(), ["2", "3", "4", "5"])
    expectEqual(slice.next(), 9)
    expectEqual(slice.next(), nil)
    expectEqual(trace.take(), ["6", "7", "8", "9"])
    expectEqual(Array(g[..<4, by: 3]), [10, 13])
    expectEqual(Array(g[..<6, by: 4]), [14, 18])
    expectEqual(g.next(), 19)
  }

  @Test func `with a step, a shorter generator makes a shorter slice and is closed`() {
    let slice = naturals(below: 6)[1..<100, by: 3]
    expectEqual(slice.next(), 1)
    expectEqual(slice.next(), 4)
    expectEqual(slice.next(), nil)
    expectEqual(slice.next(), nil)
    expectEqual(trace.events.last, "closed")
    expectEqual(tracker.alive, 0)
    expectEqual(Array(naturals(below: 3)[...Int.max, by: 2]), [0, 2])
    expectEqual(Array(naturals(below: 3)[0..., by: .max]), [0])
  }

  @Test func `with a step, the slice releases the source at its end`() {
    let slice = naturals()[..<5, by: 3]
    expectEqual(Array(slice), [0, 3])
    expectEqual(trace.events, ["0", "1", "2", "3", "closed"])
    expectEqual(tracker.alive, 0)
    for n in naturals()[2..., by: 2] where n == 6 { break }
    expectEqual(tracker.alive, 0)
  }

  // MARK: The elements that are taken

  @Test func `making a slice takes nothing`() {
    let g = naturals()
    _ = (g[2..<5], g[2...5], g[..<5], g[...5], g[5...])
    expectEqual(trace.events, [])
    expectEqual(g.state, .created)
    expectEqual(g.next(), 0)
  }

  @Test func `elements are made as they are asked for`() {
    let g = naturals()
    let slice = g[2..<4]
    expectEqual(slice.next(), 2)
    expectEqual(trace.take(), ["0", "1", "2"])
    expectEqual(slice.next(), 3)
    expectEqual(trace.take(), ["3"])
    expectEqual(slice.next(), nil)
    expectEqual(slice.next(), nil)
    expectEqual(trace.take(), [])
    expectEqual(g.next(), 4)
  }

  @Test func `an empty slice takes nothing, wherever it begins`() {
    let g = naturals()
    expectEqual(Array(g[0..<0]), [])
    expectEqual(Array(g[3..<3]), [])
    expectEqual(Array(g[..<0]), [])
    expectEqual(trace.events, [])
    expectEqual(g.next(), 0)
  }

  @Test func `it counts from the generator's position`() {
    let g = naturals()
    _ = g.next()
    _ = g.next()
    expectEqual(Array(g[1..<3]), [3, 4])
    expectEqual(Array(g[..<2]), [5, 6])
    expectEqual(g.next(), 7)
  }

  @Test func `a shorter generator makes a shorter slice`() {
    expectEqual(Array(naturals(below: 3)[1..<10]), [1, 2])
    expectEqual(Array(naturals(below: 3)[1...10]), [1, 2])
    expectEqual(Array(naturals(below: 3)[..<10]), [0, 1, 2])
    expectEqual(Array(naturals(below: 3)[...10]), [0, 1, 2])
    expectEqual(Array(naturals(below: 3)[5..<10]), [])
    expectEqual(Array(naturals(below: 3)[5...]), [])
  }

  @Test func `a slice that has reached the end does not ask again`() {
    struct Resuming: Sequence, IteratorProtocol {
      var n = 0
      mutating func next() -> Int? {
        n += 1
        return n == 2 ? nil : n
      }
    }
    let slice = Generator(Resuming())[1...]
    expectEqual(slice.next(), nil)
    expectEqual(slice.next(), nil)
  }

  @Test func `elements that other code takes are not counted`() {
    let g = naturals()
    let slice = g[1..<3]
    expectEqual(slice.next(), 1)
    expectEqual(g.next(), 2)
    expectEqual(slice.next(), 3)
    expectEqual(slice.next(), nil)
    expectEqual(g.next(), 4)
  }

  @Test func `skipped elements are released at once`() {
    let tracker = Tracker()
    let g = Generator { yield in for n in 0... { try yield(tracker.object(n)) } }
    let slice = g[3..<5]
    do { expectEqual(slice.next()?.id, 3) }
    expectEqual(tracker.alive, 0)
    expectEqual(tracker.made, 4)
  }

  // MARK: The end of the source

  @Test func `at its end the slice releases the source, which closes it`() {
    let slice = naturals()[1..<3]
    expectEqual(slice.next(), 1)
    expectEqual(slice.next(), 2)
    expectEqual(slice.next(), nil)
    expectEqual(trace.events, ["0", "1", "2", "closed"])
    expectEqual(tracker.alive, 0)
  }

  @Test func `a loop over a slice closes the source`() {
    for n in naturals()[..<3] { #expect(n < 3) }
    expectEqual(trace.events.last, "closed")
    expectEqual(tracker.alive, 0)
  }

  @Test func `break out of a loop over a slice closes the source`() {
    for n in naturals()[2...] where n == 4 { break }
    expectEqual(trace.events, ["0", "1", "2", "3", "4", "closed"])
    expectEqual(tracker.alive, 0)
  }

  @Test func `an unused slice releases a source that never ran`() {
    do { _ = naturals()[2...] }
    expectEqual(trace.events, [])
    expectEqual(tracker.alive, 0)
  }

  @Test func `an empty slice releases the source when it is asked`() {
    let slice = naturals()[..<0]
    expectEqual(slice.next(), nil)
    expectEqual(tracker.alive, 0)
    expectEqual(trace.events, [])
  }

  @Test func `a source with another reference continues`() {
    let g = naturals()
    expectEqual(Array(g[..<2]), [0, 1])
    expectEqual(g.state, .suspended)
    expectEqual(tracker.alive, 1)
    expectEqual(g.next(), 2)
  }

  // MARK: As a sequence

  @Test func `it is an ordinary sequence`() {
    let g = naturals()
    let tens = g[1..<4].map { $0 * 10 }
    expectEqual(tens, [10, 20, 30])
    expectEqual(g[..<3].reduce(0, +), 15)
    let even = g[..<10].lazy.filter { $0 % 2 == 0 }
    expectEqual(Array(even.prefix(2)), [8, 10])
    let pairs = zip(g[..<2], "ab").map { "\($0)\($1)" }
    expectEqual(pairs, ["11a", "12b"])
  }

  @Test func `a slice can be delegated to, and is not a generator`() {
    let g = naturals()
    let outer = Generator { yield in
      try yield(from: g[1..<3])
      try yield(from: g[..<1])
    }
    expectEqual(Array(outer), [1, 2, 3])
  }

  @Test func `a slice of a wrapped sequence`() {
    expectEqual(Array(Generator("abcdef")[2..<4]), ["c", "d"])
    expectEqual(String(Generator("abcdef")[...1]), "ab")
  }

  @Test
  func `a slice can be read only once`() {
    let g = naturals()
    let slice = g[..<3]
    expectEqual(Array(slice), [0, 1, 2])
    expectEqual(Array(slice), [])
    expectEqual(g.next(), 3)
  }

  @Test
  func `all readers of a slice share its rest`() {
    let slice = naturals()[..<4]
    expectEqual(slice.next(), 0)
    expectEqual(Array(slice.prefix(1)), [1])
    expectEqual(Array(slice), [2, 3])
  }

  @Test func `bounds as large as they get`() {
    expectEqual(Array(naturals(below: 3)[1..<Int.max]), [1, 2])
    expectEqual(Array(naturals(below: 3)[..<Int.max]), [0, 1, 2])
    expectEqual(Array(naturals(below: 3)[Int.max...]), [])
  }

  @Test
  func `closed bounds as large as they get`() {
    expectEqual(Array(naturals(below: 3)[...Int.max]), [0, 1, 2])
    expectEqual(Array(naturals(below: 3)[1...Int.max]), [1, 2])
  }

  // MARK: Slices of slices

  /// A slice of each form.
  private func slices<Sliced: SinglePassSequence<Int>>(_ make: () -> Sliced) -> [[Int]] {
    [
      Array(make()[1..<5]), Array(make()[1...5]), Array(make()[..<4]), Array(make()[...4]),
      Array(make()[2...]), Array(make()[1..<6, by: 2]), Array(make()[1...7, by: 3]),
      Array(make()[..<7, by: 2]), Array(make()[...8, by: 4]), Array(make()[1..., by: 2]),
    ]
  }

  /// Returns the slices of these elements, in the same order.
  private func expected(_ elements: [Int]) -> [[Int]] {
    func every(_ step: Int, from lower: Int, to upper: Int) -> [Int] {
      stride(from: lower, to: min(upper, elements.count), by: step).map { elements[$0] }
    }
    return [
      every(1, from: 1, to: 5), every(1, from: 1, to: 6), every(1, from: 0, to: 4),
      every(1, from: 0, to: 5), every(1, from: 2, to: .max), every(2, from: 1, to: 6),
      every(3, from: 1, to: 8), every(2, from: 0, to: 7), every(4, from: 0, to: 9),
      every(2, from: 1, to: .max),
    ]
  }

  @Test func `a slice of a slice, of all forms`() {
    let made = [
      slices { naturals(below: 20)[1..<5] }, slices { naturals(below: 20)[1...5] },
      slices { naturals(below: 20)[..<4] }, slices { naturals(below: 20)[...4] },
      slices { naturals(below: 20)[2...] }, slices { naturals(below: 20)[1..<6, by: 2] },
      slices { naturals(below: 20)[1...7, by: 3] }, slices { naturals(below: 20)[..<7, by: 2] },
      slices { naturals(below: 20)[...8, by: 4] }, slices { naturals(below: 20)[1..., by: 2] },
    ]
    expectEqual(made, expected(Array(0..<20)).map { expected($0) })
    expectEqual(Array(naturals()[10...][..<3]), [10, 11, 12])
    expectEqual(Array(naturals()[0..., by: 10][2...][..<2]), [20, 30])
  }

  @Test func `a slice of a slice, of all forms, of a source that may fail`() throws {
    func slices<Slice: ThrowingSource<Int, any Error>>(_ make: () -> Slice) throws -> [[Int]] {
      try [
        make()[1..<5].collect(), make()[1...5].collect(), make()[..<4].collect(),
        make()[...4].collect(), make()[2...].collect(), make()[1..<6, by: 2].collect(),
        make()[1...7, by: 3].collect(), make()[..<7, by: 2].collect(),
        make()[...8, by: 4].collect(), make()[1..., by: 2].collect(),
      ]
    }
    func naturals() -> ThrowingGenerator<Int> { ThrowingGenerator(0..<20) }
    let made = try [
      slices { naturals()[1..<5] }, slices { naturals()[1...5] }, slices { naturals()[..<4] },
      slices { naturals()[...4] }, slices { naturals()[2...] },
      slices { naturals()[1..<6, by: 2] }, slices { naturals()[1...7, by: 3] },
      slices { naturals()[..<7, by: 2] }, slices { naturals()[...8, by: 4] },
      slices { naturals()[1..., by: 2] },
    ]
    expectEqual(made, expected(Array(0..<20)).map { expected($0) })
  }

  @Test func `a slice of a slice takes its elements from the first slice`() {
    let g = naturals()
    let outer = g[2..<8]
    let inner = outer[1..<3]
    expectEqual(Array(inner), [3, 4])
    expectEqual(outer.next(), 5)
    expectEqual(Array(outer[..<1]), [6])
    expectEqual(Array(outer), [7])
    expectEqual(g.next(), 8)
  }

  @Test func `a slice of a slice releases the source at its end`() {
    expectEqual(Array(naturals()[1...][..<2, by: 2]), [1])
    expectEqual(trace.events.last, "closed")
    expectEqual(tracker.alive, 0)
  }

  @Test func `slices of all single-pass sequences`() throws {
    expectEqual(Array(naturals().peekable()[1..<3]), [1, 2])
    expectEqual(Array(naturals().seekable()[1..<3]), [1, 2])
    let readers = naturals().tee(2)
    expectEqual(Array(readers[0][1..<3]), [1, 2])
    expectEqual(Array(readers[1][..<2]), [0, 1])
    let hands = naturals().distributed(over: 2)
    expectEqual(Array(hands[1][1..<3]), [3, 5])
    let groups = naturals(below: 9).chunked { $0 / 4 }.map { Array($0.group[1...]) }
    expectEqual(groups, [[1, 2, 3], [5, 6, 7], []])
    let lent = try ThrowingGenerator(0..<9).withSequence { Array($0[2...][..<3]) }
    expectEqual(lent, [2, 3, 4])
  }

  // MARK: Asked during its own work

  @Test func `a skipped element that asks in its deinit can't make the slice longer`() {
    final class Asking {
      let slice: () -> Bool
      init(_ slice: @escaping () -> Bool) { self.slice = slice }
      deinit { _ = slice() }
    }
    var slice: SlicedSequence<Generator<Asking>>?
    var given = 0
    var asks = 0
    let source = Generator { yield in
      for n in 0..<30 {
        // The first skipped element asks for an element, which would be the last of the slice.
        try yield(
          Asking {
            guard n == 0 else { return false }
            asks += 1
            if slice?.next() != nil { given += 1 }
            return true
          })
      }
    }
    slice = source[2..<3]
    while slice!.next() != nil { given += 1 }
    expectEqual(asks, 1)
    expectEqual(given, 1)
    slice = nil
  }

  /// A range expression that the standard library doesn't know.
  private struct AfterFirst: RangeExpression {
    let last: Int
    func relative<C: Collection>(to collection: C) -> Range<Int> where C.Index == Int {
      collection.index(after: collection.startIndex)..<min(last, collection.endIndex)
    }
    func contains(_ element: Int) -> Bool { element > 0 }
  }

  @Test func `bounds may be a custom range expression`() throws {
    let meter = Meter()
    expectEqual(Array(meter(0...)[AfterFirst(last: 4)]), [1, 2, 3])
    expectEqual(Array(meter(0...)[AfterFirst(last: 7), by: 3]), [1, 4])
    expectEqual(Array(meter(0..<4)[AfterFirst(last: .max)]), [1, 2, 3])
    try expectEqual(meter.throwing(0...)[AfterFirst(last: 4)].collect(), [1, 2, 3])
    expectEqual(meter.open, 0)
  }

  @Test func `bounds may be held as any range expression`() {
    let all: [any RangeExpression<Int>] = [2..<5, 2...4, ..<5, ...4, 2...]
    func slice(_ bounds: some RangeExpression<Int>) -> [Int] { Array(Generator(0..<6)[bounds]) }
    let expected = [[2, 3, 4], [2, 3, 4], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4], [2, 3, 4, 5]]
    expectEqual(all.map { slice($0) }, expected)
  }

  @Test func `asking a slice from inside of its own source is a trap that says so`() async {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var slice: SlicedSequence<Generator<Int>>?
      slice =
        Generator { yield in
          for n in 0... {
            if n == 2 { _ = slice?.next() }
            try yield(n)
          }
        }[..<3]
      for _ in slice! {}
    }
    expectEqual(result?.message.contains("from inside of its own source"), true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var slice: SlicedSequence<SlicedSequence<Generator<Int>>>?
      slice =
        Generator { yield in
          for n in 0... {
            if n == 1 { _ = slice?.next() }
            try yield(n)
          }
        }[0...][5..., by: 2]
      for _ in slice! {}
    }
    expectEqual(result?.message.contains("from inside of its own source"), true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var reader: SeekableSequence<Generator<Int>>?
      reader = Generator { yield in
        try yield(1)
        reader?.seek(to: 2)
      }.seekable()
      for _ in reader! {}
    }
    expectEqual(result?.message.contains("from inside of its own source"), true)
  }

  // MARK: Traps

  @Test func `a negative lower bound is a trap`() async {
    await #expect(processExitsWith: .failure) { _ = Generator([1])[(-1)...] }
    await #expect(processExitsWith: .failure) { _ = Generator([1])[-1..<2] }
    await #expect(processExitsWith: .failure) { _ = Generator([1])[(-1)...2] }
  }

  @Test func `a negative upper bound is a trap`() async {
    await #expect(processExitsWith: .failure) { _ = Generator([1])[..<(-1)] }
    await #expect(processExitsWith: .failure) { _ = Generator([1])[...(-1)] }
    await #expect(processExitsWith: .failure) { _ = Generator([1])[(-3)..<(-1)] }
  }

  @Test func `a step below one is a trap that says so`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Generator([1])[0..<1, by: 0]
    }
    expectEqual(result?.message.contains("the step of a slice must be positive, and is 0"), true)
    await #expect(processExitsWith: .failure) { _ = Generator([1])[0...1, by: -1] }
    await #expect(processExitsWith: .failure) { _ = Generator([1])[..<1, by: 0] }
    await #expect(processExitsWith: .failure) { _ = Generator([1])[...1, by: 0] }
    await #expect(processExitsWith: .failure) { _ = Generator([1])[1..., by: -2] }
    await #expect(processExitsWith: .failure) { _ = Generator([1])[(-1)..., by: 2] }
  }

  @Test func `the trap describes the mistake`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Generator([1])[(-1)...]
    }
    expectEqual(result?.message.contains("the bounds of a slice must not be negative"), true)
  }
}
