import Generators
import Testing

// What a client need not write: the types that follow from the body.

struct UnreadableFilePolicy: Error, Equatable {
  var line: String
}

@Suite struct Inference {
  @Test func `the element follows from the first yield`() {
    let one = Generator { yield in try yield(1) }
    let _: Generator<Int> = one
    let strings = Generator { yield in try yield("a") }
    #expect(Array(strings) == ["a"])
    let optional = Generator { yield in try yield(Int("1")) }
    let _: Generator<Int?> = optional
    let pairs = Generator { yield in try yield((1, "x")) }
    #expect(pairs.next()?.1 == "x")
  }

  @Test func `the element follows from bodies of several statements`() {
    let evens = Generator { yield in
      var n = 0
      while true {
        try yield(n)
        n += 2
      }
    }
    #expect(Array(evens.prefix(3)) == [0, 2, 4])
    let chained = Generator { yield in
      try yield(from: [1, 2])
      try yield(from: evens.prefix(2))
    }
    #expect(Array(chained) == [1, 2, 6, 8])
  }

  @Test func `the element follows from the context`() {
    func naturals() -> Generator<UInt8> {
      Generator { yield in for n in 0...255 { try yield(UInt8(n)) } }
    }
    #expect(naturals().reduce(0) { $0 + Int($1) } == 32_640)
    let doubles: Generator<Double> = Generator { yield in try yield(1) }
    #expect(doubles.next() == 1.0)
    func sum(_ generator: Generator<Double>) -> Double { generator.reduce(0, +) }
    #expect(sum(Generator { yield in try yield(2) }) == 2)
    let made: Generator<Double> = .init { try $0(0.5) }
    #expect(made.next() == 0.5)
  }

  @Test func `a body may have no yield`() {
    let nothing = Generator<Int> { _ in }
    #expect(nothing.next() == nil)
  }

  @Test func `a wrapped sequence gives its element`() {
    let letters = Generator("abc")
    let _: Generator<Character> = letters
    #expect(String(letters) == "abc")
    #expect(Array(Generator(1...3)) == [1, 2, 3])
    let empty: Generator<Int> = Generator([])
    #expect(empty.next() == nil)
  }

  @Test func `a coroutine's three types follow from its body`() throws {
    let echo: Coroutine<String, Int, Bool> = Coroutine { yield in
      let first = try yield("one")
      let second = try yield("two")
      return first < second
    }
    #expect(try echo.start() == "one")
    #expect(try echo.send(1) == "two")
    #expect(try echo.send(2) == nil)
    #expect(echo.returnValue == true)
  }

  @Test func `a throwing generator infers too`() throws {
    func numbers(_ lines: [String]) -> ThrowingGenerator<Int> {
      ThrowingGenerator { yield in
        for line in lines {
          guard let n = Int(line) else { throw UnreadableFilePolicy(line: line) }
          try yield(n)
        }
      }
    }
    let g = numbers(["1", "2", "x"])
    #expect(try g.next() == 1)
    #expect(try g.next() == 2)
    #expect(throws: UnreadableFilePolicy(line: "x")) { try g.next() }
    #expect(try g.next() == nil)

    #expect(try numbers(["3", "4"]).withSequence { $0.reduce(0, +) } == 7)
    #expect(throws: UnreadableFilePolicy(line: "y")) {
      try numbers(["3", "y"]).withSequence { Array($0) }
    }
  }

  @Test func `generic functions make and take generators`() {
    func chain<S: Sequence, T: Sequence>(_ s: S, _ t: T) -> Generator<S.Element>
    where S.Element == T.Element {
      Generator { yield in
        try yield(from: s)
        try yield(from: t)
      }
    }
    #expect(Array(chain(1...2, [7])) == [1, 2, 7])

    func iterate<Value>(_ start: Value, _ next: @escaping (Value) -> Value?) -> Generator<Value> {
      Generator { yield in
        var value = Optional(start)
        while let current = value {
          try yield(current)
          value = next(current)
        }
      }
    }
    #expect(Array(iterate(1) { $0 < 20 ? $0 * 3 : nil }) == [1, 3, 9, 27])

    func total(_ numbers: some Sequence<Int>) -> Int { numbers.reduce(0, +) }
    #expect(total(iterate(3) { $0 > 0 ? $0 - 1 : nil }) == 6)
  }
}
