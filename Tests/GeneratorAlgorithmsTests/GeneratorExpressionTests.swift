import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

/// That lazy sequences over a generator are Python's generator expressions.
@Suite struct GeneratorExpressionTests {
  private let meter = Meter()
  private let trace = Trace()

  private func p(_ x: Int) -> Bool { x % 2 == 0 }
  private func f(_ x: Int) -> [Int] { [x, x + 1] }

  // MARK: One clause

  @Test func `a filter and a map take what an element needs`() {
    let naturals = meter(0...)
    let squares = naturals.lazy.filter { $0 % 2 == 1 }.map { $0 * $0 }
    expectEqual(meter.taken, 0)
    expectEqual(naturals.state, .created)
    var iterator = squares.makeIterator()
    expectEqual(meter.taken, 0)
    expectEqual(iterator.next(), 1)
    expectEqual(meter.taken, 2)
    expectEqual(iterator.next(), 9)
    expectEqual(meter.taken, 4)
  }

  @Test func `a loop over an infinite one takes no more than it uses`() {
    let naturals = meter(0...)
    let squares = naturals.lazy.filter { $0 % 2 == 1 }.map { $0 * $0 }
    expectEqual(Array(squares.prefix(3)), [1, 9, 25])
    expectEqual(meter.taken, 6)
    expectEqual(naturals.next(), 6)
    for square in squares where square > 80 {
      expectEqual(square, 81)
      break
    }
    expectEqual(naturals.next(), 10)
  }

  @Test func `dropped midway it closes the source`() {
    do {
      var iterator = meter(0...).lazy.filter(p).map { $0 * 10 }.makeIterator()
      expectEqual(iterator.next(), 0)
      expectEqual(meter.open, 1)
    }
    expectEqual(meter.open, 0)
    for n in meter(0...).lazy.filter(p).map({ $0 * 10 }) where n == 40 { break }
    expectEqual(meter.open, 0)
    expectEqual(meter.taken, 6)
  }

  // MARK: Several clauses

  @Test func `two for and an if`() {
    let xs = meter([1, 2, 3, 4])
    let g = xs.lazy.filter(p).flatMap { x in f(x).lazy.map { x * $0 } }
    expectEqual(meter.taken, 0)
    expectEqual(Array(g), [4, 6, 16, 20])
  }

  @Test func `two for and an if, of infinite sources`() {
    let inner = Meter()
    let xs = meter(1...)
    let g = xs.lazy.filter(p).flatMap { x in inner(x...).lazy.map { x * $0 } }
    var iterator = g.makeIterator()
    expectEqual(meter.taken, 0)
    expectEqual(iterator.next(), 4)
    expectEqual(meter.taken, 2)
    expectEqual(inner.taken, 1)
    expectEqual(iterator.next(), 6)
    expectEqual(meter.taken, 2)
    expectEqual(inner.taken, 2)
  }

  @Test func `nothing is taken of the outer source while an inner one has more`() {
    let inner = Meter()
    let g = meter(0...).lazy.flatMap { x in inner(0..<x).lazy.map { (x, $0) } }
    var iterator = g.makeIterator()
    #expect(iterator.next()! == (1, 0))
    expectEqual(meter.taken, 2)
    #expect(iterator.next()! == (2, 0))
    #expect(iterator.next()! == (2, 1))
    expectEqual(meter.taken, 3)
    expectEqual(inner.taken, 3)
    expectEqual(inner.open, 1)
  }

  @Test func `three for, each with an if`() {
    let g = meter(0..<6).lazy.filter(p).flatMap { (x: Int) in
      f(x).lazy.filter { $0 > 0 }.flatMap { y in
        (0..<y).lazy.filter { $0 != x }.map { [x, y, $0] }
      }
    }
    var expected: [[Int]] = []
    for x in 0..<6 where p(x) {
      for y in f(x) where y > 0 {
        for z in 0..<y where z != x { expected.append([x, y, z]) }
      }
    }
    expectEqual(Array(g), expected)
  }

  @Test func `three for over an infinite source`() {
    let triples = meter(1...).lazy.flatMap { (c: Int) in
      (1..<c).lazy.flatMap { b in
        (1..<b).lazy.filter { $0 * $0 + b * b == c * c }.map { [$0, b, c] }
      }
    }
    expectEqual(Array(triples.prefix(3)), [[3, 4, 5], [6, 8, 10], [5, 12, 13]])
    expectEqual(meter.taken, 13)
  }

  @Test func `random clauses against loops`() {
    var random = SeededRandom(seed: 9)
    for _ in 0..<100 {
      let xs = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        Int.random(in: 0...6, using: &random)
      }
      let (a, b) = (Int.random(in: 1...3, using: &random), Int.random(in: 1...3, using: &random))
      let g = meter(xs).lazy.filter { $0 % a == 0 }.flatMap { x in
        (0..<x).lazy.filter { $0 % b == 0 }.map { [x, $0] }
      }
      var expected: [[Int]] = []
      for x in xs where x % a == 0 { for y in 0..<x where y % b == 0 { expected.append([x, y]) } }
      expectEqual(Array(g), expected)
    }
    expectEqual(meter.open, 0)
  }

  // MARK: Binding

  private func opened(_ name: String) -> Generator<String> {
    trace("open \(name)")
    return Generator(["a", "b"])
  }

  @Test func `the outermost source alone is evaluated at once`() {
    let g = opened("outer").lazy.flatMap { x in opened("inner").lazy.map { x + $0 } }
    expectEqual(trace.take(), ["open outer"])
    var iterator = g.makeIterator()
    expectEqual(trace.take(), [])
    expectEqual(iterator.next(), "aa")
    expectEqual(trace.take(), ["open inner"])
    expectEqual(iterator.next(), "ab")
    expectEqual(trace.take(), [])
    expectEqual(iterator.next(), "ba")
    expectEqual(trace.take(), ["open inner"])
  }

  @Test func `an error of the outermost source comes where the expression stands`() {
    func open() throws -> Generator<Int> { throw Failure(1) }
    #expect(throws: Failure(1)) { _ = try open().lazy.map { $0 + 1 } }
  }

  @Test func `another value in the variable of the source is not seen`() {
    var source = meter([1, 2])
    let g = source.lazy.map { $0 * 10 }
    source = meter([5])
    expectEqual(Array(g), [10, 20])
    var array = [1, 2]
    let h = array.lazy.map { $0 * 10 }
    array.append(3)
    expectEqual(Array(h), [10, 20])
    expectEqual(Array(source), [5])
  }

  @Test func `a variable in a clause is bound late, and in a capture list early`() {
    var factor = 10
    let late = meter(1...).lazy.map { $0 * factor }
    let early = meter(1...).lazy.map { [factor] in $0 * factor }
    factor = 100
    expectEqual(Array(late.prefix(1)), [100])
    expectEqual(Array(early.prefix(1)), [10])
    var iterator = late.makeIterator()
    factor = 1_000
    expectEqual(iterator.next(), 2_000)
    factor = 1
    expectEqual(iterator.next(), 3)
  }

  @Test func `an inner source is bound late, and in a capture list early`() {
    var ys = [1]
    let late = meter(0..<2).lazy.flatMap { x in ys.lazy.map { [x, $0] } }
    let early = meter(0..<2).lazy.flatMap { [ys] x in ys.lazy.map { [x, $0] } }
    ys = [7, 8]
    expectEqual(Array(late), [[0, 7], [0, 8], [1, 7], [1, 8]])
    expectEqual(Array(early), [[0, 1], [1, 1]])
  }

  // MARK: Passes and types

  @Test func `a second pass over a generator continues`() {
    let g = meter(0..<4).lazy.map { $0 * 10 }
    expectEqual(Array(g.prefix(2)), [0, 10])
    expectEqual(Array(g), [20, 30])
    expectEqual(Array(g), [])
  }

  @Test func `in a Generator it is single-pass and lazy, whatever its source`() {
    var made: [Int] = []
    let g: Generator<Int> = Generator(
      [1, 2, 3].lazy.map {
        made.append($0)
        return $0 * 10
      })
    expectEqual(made, [])
    expectEqual(g.state, .created)
    expectEqual(g.next(), 10)
    expectEqual(made, [1])
    expectEqual(g.state, .suspended)
    expectEqual(Array(g), [20, 30])
    expectEqual(Array(g), [])
    expectEqual(g.state, .closed)
    expectEqual(made, [1, 2, 3])
  }

  @Test func `closing such a Generator closes the source`() {
    let g = Generator(meter(0...).lazy.filter(p).flatMap { x in (0...).lazy.map { x + $0 } })
    expectEqual(g.next(), 0)
    expectEqual(meter.open, 1)
    g.close()
    expectEqual(meter.open, 0)
    expectEqual(g.next(), nil)
  }

  @Test func `a body delegates to it`() {
    let g = Generator { yield in
      try yield(from: meter(0..<3).lazy.map { $0 * 10 })
      try yield(from: Generator(meter(0..<2).lazy.filter(p)))
    }
    expectEqual(Array(g), [0, 10, 20, 0])
    expectEqual(meter.open, 0)
  }

  private func lengths(of lines: some Sequence<String>) -> some Sequence<Int> {
    lines.lazy.map { $0.count }
  }

  @Test func `as some Sequence it is as lazy`() {
    let lengths = lengths(of: meter(["one", "three", "two"]))
    expectEqual(meter.taken, 0)
    expectEqual(lengths.first { $0 > 3 }, 5)
    expectEqual(meter.taken, 2)
  }

  // MARK: The table of the page

  private func xs() -> Generator<Int> { meter(0..<6) }
  private func double(_ x: Int) -> Int { x * 2 }

  @Test func `two ifs, and inner sources`() {
    let filtered = xs().lazy.filter { p($0) && $0 > 2 }.map(double)
    expectEqual(Array(filtered), [8])
    let flat = xs().lazy.flatMap(f)
    expectEqual(Array(flat.prefix(3)), [0, 1, 1])
    let ys = "ab"
    let pairs = xs().lazy.flatMap { x in ys.lazy.map { "\(x)\($0)" } }
    expectEqual(Array(pairs.prefix(3)), ["0a", "0b", "1a"])
  }

  @Test func `zip and enumerate`() {
    let sums = zip(xs(), xs()).lazy.map { $0 + $1 }
    expectEqual(Array(sums), [0, 2, 4, 6, 8, 10])
    let products = xs().enumerated().lazy.map { $0.offset * $0.element }
    expectEqual(Array(products), [0, 1, 4, 9, 16, 25])
  }

  @Test func `sum, any, all, next, dict and join`() {
    let doubled = xs().lazy.map(double)
    expectEqual(doubled.reduce(0, +), 30)
    #expect(xs().contains(where: p))
    #expect(!xs().allSatisfy(p))
    expectEqual(xs().first(where: p), 0)
    let table = Dictionary(uniqueKeysWithValues: xs().lazy.map { ($0, double($0)) })
    expectEqual(table[3], 6)
    let joined = meter(["a", "b"]).lazy.map { $0 }.joined(separator: ", ")
    expectEqual(joined, "a, b")
  }

  @Test func `lazy continues where an operation is not lazy`() {
    let prefix = meter(0...).lazy.map { $0 + 1 }.prefix(5)
    let mapped = prefix.lazy.map { $0 * 10 }
    expectEqual(meter.taken, 0)
    expectEqual(mapped.first { _ in true }, 10)
    expectEqual(meter.taken, 1)
    let slice = meter(0...)[2..<5].lazy.map { $0 * 10 }
    expectEqual(meter.taken, 1)
    expectEqual(Array(slice), [20, 30, 40])
    expectEqual(meter.taken, 6)
    let eager = meter(0...).lazy.prefix(3).map { $0 * 10 }
    expectEqual(meter.taken, 9)
    expectEqual(eager as [Int], [0, 10, 20])
  }
}
