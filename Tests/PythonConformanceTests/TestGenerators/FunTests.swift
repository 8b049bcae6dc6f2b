import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

private func first<G: Sequence & IteratorProtocol>(_ count: Int, of g: G) -> [G.Element] {
  var g = g
  return (0..<count).map { _ in g.next()! }
}

private func integers(from start: Int) -> Generator<Int> {
  Generator { yield in for i in start... { try yield(i) } }
}

private func nonMultiples(of n: Int, in integers: Generator<Int>) -> Generator<Int> {
  Generator { yield in
    for i in integers where !i.isMultiple(of: n) { try yield(i) }
  }
}

private func sieve(_ integers: Generator<Int>) -> Generator<Int> {
  Generator { yield in
    guard let prime = integers.next() else { return }
    try yield(prime)
    for p in sieve(nonMultiples(of: prime, in: integers)) { try yield(p) }
  }
}

private func times(_ factor: Int, _ numbers: some Sequence<Int>) -> Generator<Int> {
  Generator { yield in for n in numbers { try yield(factor * n) } }
}

/// The elements of two ascending generators, ascending; an element of both comes once.
private func merge(_ g: Generator<Int>, _ h: Generator<Int>) -> Generator<Int> {
  Generator { yield in
    var (next, other) = (g.next(), h.next())
    while let a = next, let b = other {
      try yield(min(a, b))
      if a <= b { next = g.next() }
      if b <= a { other = h.next() }
    }
  }
}

private func sums(_ g: some Sequence<Int>, _ h: some Sequence<Int>) -> Generator<Int> {
  Generator { yield in for (a, b) in zip(g, h) { try yield(a + b) } }
}

private func tail(_ g: Generator<Int>) -> Generator<Int> {
  Generator { yield in
    g.next()
    for x in g { try yield(x) }
  }
}

/// The numbers whose prime factors are 2, 3 and 5, each from three generators like itself.
private func hammingByRecursion() -> Generator<Int> {
  Generator { yield in
    try yield(1)
    let (twice, thrice) = (times(2, hammingByRecursion()), times(3, hammingByRecursion()))
    for n in merge(merge(twice, thrice), times(5, hammingByRecursion())) { try yield(n) }
  }
}

/// A list that asks a generator for the elements that it has not yet.
private final class LazyList<Element>: Sequence {
  private var known: [Element] = []
  private let source: Generator<Element>

  init(_ source: Generator<Element>) { self.source = source }

  subscript(index: Int) -> Element {
    while index >= known.count {
      // The body reads the list.
      let element = source.next()!
      known.append(element)
    }
    return known[index]
  }

  // Not `some IteratorProtocol`: in release, Swift 6.3.1 crashes on it in `Generator(list)`.
  func makeIterator() -> LazyMapSequence<PartialRangeFrom<Int>, Element>.Iterator {
    (0...).lazy.map { self[$0] }.makeIterator()
  }

  /// Ends the generator, which refers to the list in the tests here.
  func close() { source.close() }
}

/// One of several iterators that share the elements that they take from a generator:
/// `itertools.tee`.
///
/// An element is kept until the last of them has taken it.
private final class Branch<Element>: Sequence, IteratorProtocol {
  private final class Link {
    var content: (element: Element, next: Link)?
  }

  private let source: Generator<Element>
  private var link: Link

  private init(source: Generator<Element>, link: Link) {
    (self.source, self.link) = (source, link)
  }

  static func tee(_ source: Generator<Element>, _ count: Int) -> [Branch] {
    let start = Link()
    return (0..<count).map { _ in Branch(source: source, link: start) }
  }

  func next() -> Element? {
    if link.content == nil {
      guard let element = source.next() else { return nil }
      link.content = (element, Link())
    }
    guard let content = link.content else { return nil }
    link = content.next
    return content.element
  }
}

private let hammingNumbers = [
  [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 18, 20, 24],
  [25, 27, 30, 32, 36, 40, 45, 48, 50, 54, 60, 64, 72, 75, 80],
  [81, 90, 96, 100, 108, 120, 125, 128, 135, 144, 150, 160, 162, 180, 192],
  [200, 216, 225, 240, 243, 250, 256, 270, 288, 300, 320, 324, 360, 375, 384],
  [400, 405, 432, 450, 480, 486, 500, 512, 540, 576, 600, 625, 640, 648, 675],
]

private let fibonacciNumbers = [
  1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584,
]

extension TestGenerators {
  @Suite struct FunTests {
    @Test func firstOfTheIntegers() {
      expectEqual(first(7, of: integers(from: 5)), [5, 6, 7, 8, 9, 10, 11])
    }

    @Test func multiplesLeftOut() {
      expectEqual(first(6, of: nonMultiples(of: 3, in: integers(from: 1))), [1, 2, 4, 5, 7, 8])
    }

    @Test func recursiveSieve() {
      let primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71]
      expectEqual(first(20, of: sieve(integers(from: 2))), primes)
    }

    @Test func timesEach() {
      let tens = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
      expectEqual(first(10, of: times(10, integers(from: 1))), tens)
    }

    @Test func hammingFromRecursion() {
      let numbers = hammingByRecursion()
      for row in hammingNumbers.prefix(3) { expectEqual(first(15, of: numbers), row) }
    }

    @Test func hammingFromLazyList() {
      var list: LazyList<Int>?
      let numbers = LazyList<Int>(
        Generator { yield in
          try yield(1)
          guard let list else { return }
          for n in merge(merge(times(2, list), times(3, list)), times(5, list)) { try yield(n) }
        })
      list = numbers
      defer { numbers.close() }
      for (i, row) in hammingNumbers.enumerated() {
        expectEqual((15 * i..<15 * (i + 1)).map { numbers[$0] }, row)
      }
    }

    @Test func fibonacciFromLazyList() {
      var list: LazyList<Int>?
      let numbers = LazyList<Int>(
        Generator { yield in
          try yield(1)
          try yield(2)
          guard let list else { return }
          for n in sums(Generator(list), tail(Generator(list))) { try yield(n) }
        })
      list = numbers
      defer { numbers.close() }
      expectEqual(first(17, of: Generator(numbers)), fibonacciNumbers)
    }

    @Test func hammingFromTee() {
      var branches: [Branch<Int>] = []
      let source = Generator<Int> { yield in
        try yield(1)
        let (fives, threes) = (times(5, branches[2]), times(3, branches[1]))
        for n in merge(times(2, branches[0]), merge(threes, fives)) { try yield(n) }
      }
      // The body refers to the branches, and they to the generator.
      defer { source.close() }
      branches = Branch.tee(source, 4)
      let numbers = branches[3]
      for row in hammingNumbers { expectEqual(first(15, of: numbers), row) }
    }

    @Test func fibonacciFromTee() {
      var branches: [Branch<Int>] = []
      let source = Generator<Int> { yield in
        try yield(1)
        try yield(2)
        let (head, tail) = (branches[0], branches[1])
        _ = tail.next()
        for n in sums(head, tail) { try yield(n) }
      }
      defer { source.close() }
      branches = Branch.tee(source, 3)
      expectEqual(first(17, of: branches[2]), fibonacciNumbers)
    }
  }
}
