import CompiledGenerators
import Testing

@Generator func evens(below n: Int) -> some CompiledGenerator<Int> {
  for i in 0..<n where i.isMultiple(of: 2) { yield(i) }
}

@Generator func pairs<T>(of elements: [T]) -> some Sequence<(T, T)> {
  for (i, first) in elements.enumerated() {
    for second in elements[(i + 1)...] { yield((first, second)) }
  }
}

// Its captures are a part of Swift's grammar that swift-syntax has changed.
@Generator func sums() -> some Sequence<Int> {
  var total = 0
  for i in 1...3 {
    let add = { [total, step = i] in total + step }
    total = add()
    yield(total)
  }
}

struct Countdown {
  var start: Int

  @Generator func steps() -> some Sequence<Int> {
    var n = start
    while n > 0 {
      yield(n)
      n -= 1
    }
  }
}

struct GeneratorTests {
  @Test func `a function`() {
    #expect(Array(evens(below: 7)) == [0, 2, 4, 6])
  }

  @Test func `a generic function`() {
    #expect(pairs(of: ["a", "b", "c"]).map { $0 + $1 } == ["ab", "ac", "bc"])
  }

  @Test func `a closure with captures`() {
    #expect(Array(sums()) == [1, 3, 6])
  }

  @Test func `a method`() {
    #expect(Array(Countdown(start: 3).steps()) == [3, 2, 1])
  }

  @Test func `a copy is a fork`() {
    var first = evens(below: 7)
    #expect(first.next() == 0)
    var second = first
    #expect(first.next() == 2)
    #expect(first.next() == 4)
    #expect(second.next() == 2)
  }
}
