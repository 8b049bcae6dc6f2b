import Generators
import Testing

// What a body may do with its `yield`, and what is in reach of it.

@Suite struct Bodies {
  @Test func `closures that do not escape may yield`() {
    let g = Generator { yield in
      try [1, 2].forEach { try yield($0) }
      try (3...4).forEach { n in
        try [n, n * 10].forEach { try yield($0) }
      }
      let sum = try [5, 6].reduce(0) {
        try yield($1)
        return $0 + $1
      }
      try yield(sum)
      _ = try [7].map { try yield($0) }
      try withUnsafeBytes(of: UInt16(0x0808)) { for byte in $0 { try yield(Int(byte)) } }
    }
    #expect(Array(g) == [1, 2, 3, 30, 4, 40, 5, 6, 11, 7, 8, 8])
  }

  @Test func `a local function may take the yield, or capture it`() {
    let g = Generator { yield in
      func passed(_ n: Int, _ yield: Generator<Int>.Yield) throws {
        if n == 0 { return }
        try yield(n)
        try passed(n - 1, yield)
      }
      func captured(_ n: Int) throws {
        guard n > 0 else { return }
        try captured(n - 1)
        try yield(n * 10)
      }
      try passed(2, yield)
      try captured(2)
    }
    #expect(Array(g) == [2, 1, 10, 20])
  }

  @Test func `a generic helper may take any yield`() {
    func both<Element>(_ element: Element, _ yield: Generator<Element>.Yield) throws {
      try yield(element)
      try yield(element)
    }
    let g = Generator { yield in try both("x", yield) }
    #expect(Array(g) == ["x", "x"])
  }

  @Test func `a helper's yield gives what was sent`() throws {
    func ask(_ question: String, _ yield: Coroutine<String, Int, Int>.Yield) throws -> Int {
      var answer = try yield(question)
      while answer < 0 { answer = try yield("\(question) (not negative)") }
      return answer
    }
    let sum = Coroutine<String, Int, Int> { yield in
      try ask("a", yield) + ask("b", yield)
    }
    #expect(try sum.start() == "a")
    #expect(try sum.send(-1) == "a (not negative)")
    #expect(try sum.send(2) == "b")
    #expect(try sum.send(3) == nil)
    #expect(sum.returnValue == 5)
  }

  @Test func `variables outside of the body are shared with it`() {
    var log: [String] = []
    var step = 1
    do {
      let g = Generator { yield in
        defer { log.append("left") }
        var n = 0
        while true {
          log.append("made \(n)")
          try yield(n)
          n += step
        }
      }
      #expect(g.next() == 0)
      step = 5
      #expect(g.next() == 5)
      #expect(log == ["made 0", "made 5"])
    }
    #expect(log == ["made 0", "made 5", "left"], "the last reference closes it")
  }

  @Test func `break closes the generator, and it can be kept by a name`() {
    var isClosed = false
    func naturals() -> Generator<Int> {
      Generator { yield in
        defer { isClosed = true }
        for n in 0... { try yield(n) }
      }
    }
    for n in naturals() where n == 2 { break }
    #expect(isClosed)
    isClosed = false
    let kept = naturals()
    for n in kept where n == 2 { break }
    #expect(!isClosed)
    #expect(kept.next() == 3)
    kept.close()
    #expect(isClosed)
    #expect(kept.next() == nil)
  }

  @Test func `control flow of all kinds surrounds a yield`() {
    struct Failure: Error {}
    let g = Generator { yield in
      outer: for i in 0... {
        switch i {
        case 0: continue outer
        case 1...2:
          do {
            try yield(i)
            throw Failure()
          } catch is Failure {
            try yield(-i)
          }
        case 3:
          if let text = String?.some("3"), let n = Int(text) { try yield(n) } else { return }
        default: break outer
        }
      }
      repeat { try yield(100) } while false
    }
    #expect(Array(g) == [1, -1, 2, -2, 3, 100])
  }

  @Test func `elements of many kinds`() {
    class Object {}
    let objects = Generator { yield in
      let object = Object()
      try yield(object)
      try yield(object)
    }
    #expect(objects.next() === objects.next())
    #expect(Array(Generator<any Sequence<Int>> { try $0([1]) }).map { Array($0) } == [[1]])
    #expect(Generator<() -> Int> { try $0({ 7 }) }.next()?() == 7)
    let optionals = Generator<Int?> { yield in
      try yield(nil)
      try yield(1)
    }
    #expect(Array(optionals) == [nil, 1])
    let ticks = Generator { yield in for _ in 0..<2 { try yield(()) } }
    #expect(Array(ticks).count == 2)
    let generators = Generator { yield in
      for n in 1...3 { try yield(Generator { yield in for m in 0..<n { try yield(m) } }) }
    }
    #expect(generators.map { Array($0) } == [[0], [0, 1], [0, 1, 2]])
  }
}
