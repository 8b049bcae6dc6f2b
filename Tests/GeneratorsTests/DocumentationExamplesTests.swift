import Generators
import TestSupport
import Testing

/// The examples of the documentation comments, as they stand there, and what they say they do.
///
/// `print` is that of the suite, which keeps the lines; a call whose result a comment states is
/// put into an expectation.
@Suite struct DocumentationExamples {
  private let output = Trace()

  private func print(_ items: Any...) {
    output(items.map { "\($0)" }.joined(separator: " "))
  }

  // MARK: Generator.swift

  @Test func `example of Generator`() {
    func fibonacci() -> Generator<Int> {
      Generator { yield in
        var (a, b) = (0, 1)
        while true {
          try yield(a)
          (a, b) = (b, a + b)
        }
      }
    }
    print(Array(fibonacci().prefix(8)))  // [0, 1, 1, 2, 3, 5, 8, 13]
    expectEqual(output.events, ["[0, 1, 1, 2, 3, 5, 8, 13]"])
  }

  @Test func `example of Generator, init with a body`() {
    let squares = Generator { yield in
      for n in 1... { try yield(n * n) }
    }
    print(Array(squares.prefix(4)))  // [1, 4, 9, 16]
    expectEqual(output.events, ["[1, 4, 9, 16]"])
  }

  @Test func `example of Generator, init with a sequence`() {
    let g = Generator(["a", "b"])
    print(g.next()!, g.state)  // a suspended
    expectEqual(output.events, ["a suspended"])
  }

  @Test func `example of Generator, next`() {
    let g = Generator { yield in try yield(1) }
    print(g.next() as Any, g.next() as Any)  // Optional(1) nil
    expectEqual(output.events, ["Optional(1) nil"])
  }

  @Test func `example of Generator, throw`() throws {
    let g = Generator { yield in
      do { try yield(1) } catch is CancellationError { try yield(-1) }
    }
    _ = g.next()
    print(try g.throw(CancellationError())!)  // -1
    expectEqual(output.events, ["-1"])
  }

  @Test func `example of Generator, close`() {
    let g = Generator { yield in
      defer { print("cleaned up") }
      while true { try yield(0) }
    }
    _ = g.next()
    expectEqual(output.events, [])
    g.close()  // prints "cleaned up"
    expectEqual(output.events, ["cleaned up"])
  }

  // MARK: Coroutine.swift

  @Test func `example of Coroutine`() throws {
    let averager = Coroutine<Double, Double, Void> { yield in
      var sum = 0.0, count = 0.0
      var value = try yield(.nan)
      while true {
        sum += value
        count += 1
        value = try yield(sum / count)
      }
    }
    try expectEqual("\(averager.start()!)", "nan")
    print(try averager.send(10)!)  // 10.0
    print(try averager.send(20)!)  // 15.0
    expectEqual(output.events, ["10.0", "15.0"])
  }

  @Test func `example of Coroutine, start`() throws {
    let echo = Coroutine<Int, Int, Void> { yield in
      var heard = try yield(0)
      while true { heard = try yield(heard) }
    }
    try expectEqual(echo.start(), 0)
    print(try echo.send(7)!)  // 7
    expectEqual(output.events, ["7"])
  }

  @Test func `example of Coroutine, close`() throws {
    let sum = Coroutine<Void, Int, Int> { yield in
      var total = 0
      do { while true { total += try yield(()) } } catch is GeneratorExit { return total }
    }
    try sum.start()
    try sum.send(1)
    try sum.send(2)
    print(try sum.close()!)  // 3
    expectEqual(output.events, ["3"])
  }

  @Test func `example of Coroutine, next`() throws {
    let g = ThrowingGenerator { yield in
      try yield(1)
      throw CancellationError()
    }
    #expect(throws: CancellationError.self) {
      while let n = try g.next() { print(n) }  // prints 1, then throws
    }
    expectEqual(output.events, ["1"])
  }

  // MARK: Yield.swift

  @Test func `example of Yield`() {
    let letters = Generator { yield in
      try yield("a")
      try yield("b")
    }
    print(Array(letters))  // ["a", "b"]
    expectEqual(output.events, [#"["a", "b"]"#])
  }

  @Test func `example of Yield, passed to a helper`() {
    final class Node {
      let left: Node?, value: Int, right: Node?
      init(_ left: Node?, _ value: Int, _ right: Node?) {
        (self.left, self.value, self.right) = (left, value, right)
      }
    }
    func walk(_ node: Node?, _ yield: Generator<Int>.Yield) throws {
      guard let node else { return }
      try walk(node.left, yield)
      try yield(node.value)
      try walk(node.right, yield)
    }
    let tree = Node(Node(nil, 1, Node(nil, 2, nil)), 3, Node(nil, 4, nil))
    expectEqual(Array(Generator { yield in try walk(tree, yield) }), [1, 2, 3, 4])
  }

  @Test func `example of Yield, called with an element`() throws {
    let upper = Coroutine<String, String, Void> { yield in
      var heard = try yield("ready")
      while true { heard = try yield(heard.uppercased()) }
    }
    try expectEqual(upper.start(), "ready")
    try expectEqual(upper.send("hello"), "HELLO")
  }

  @Test func `example of Yield, called with nothing`() {
    let task = Generator { yield in
      print("first half")
      try yield()
      print("second half")
    }
    task.next()  // prints "first half"
    expectEqual(output.take(), ["first half"])
    task.next()  // prints "second half"
    expectEqual(output.take(), ["second half"])
  }

  // MARK: Delegation.swift

  @Test func `example of yield from a sequence`() {
    let g = Generator { yield in
      try yield(from: 1...3)
      try yield(from: [10, 20])
    }
    print(Array(g))  // [1, 2, 3, 10, 20]
    expectEqual(output.events, ["[1, 2, 3, 10, 20]"])
  }

  @Test func `example of yield from a generator`() {
    func countdown(_ n: Int) -> Generator<Int> {
      Generator { yield in
        try yield(n)
        if n > 0 { try yield(from: countdown(n - 1)) }
      }
    }
    print(Array(countdown(3)))  // [3, 2, 1, 0]
    expectEqual(output.events, ["[3, 2, 1, 0]"])
  }

  @Test func `example of yield from a coroutine`() throws {
    let sum = Coroutine<String, Int, Int> { yield in
      try yield("first") + yield("second")
    }
    let outer = Coroutine<String, Int, Void> { yield in
      let total = try yield(from: sum)
      try yield("sum: \(total)")
    }
    try expectEqual(outer.start(), "first")
    try expectEqual(outer.send(1), "second")
    try expectEqual(outer.send(2), "sum: 3")
  }

  // MARK: GeneratorError.swift

  @Test func `example of GeneratorExit`() {
    let g = Generator { yield in
      do { while true { try yield(1) } } catch is GeneratorExit { print("closed") }
    }
    _ = g.next()
    expectEqual(output.events, [])
    g.close()  // prints "closed"
    expectEqual(output.events, ["closed"])
  }

  @Test func `example of GeneratorError`() throws {
    let echo = Coroutine<String, String, Void> { yield in
      var heard = try yield("ready")
      while true { heard = try yield(heard) }
    }
    do {
      try echo.send("hello")
      Issue.record("it was not started")
    } catch GeneratorError.notStarted {
      try expectEqual(echo.start(), "ready")
    }
  }

  // MARK: GeneratorState.swift

  @Test func `example of GeneratorState`() {
    let g = Generator { yield in try yield(1) }
    print(g.state)  // created
    _ = g.next()
    print(g.state)  // suspended
    g.close()
    print(g.state)  // closed
    expectEqual(output.events, ["created", "suspended", "closed"])
  }

  // MARK: ThrowingGenerator.swift

  private struct BadNumber: Error, Equatable {
    var line: String
    init(_ line: String) { self.line = line }
  }

  private func numbers(in lines: some Sequence<String>) -> ThrowingGenerator<Int> {
    ThrowingGenerator { yield in
      for line in lines {
        guard let n = Int(line) else { throw BadNumber(line) }
        try yield(n)
      }
    }
  }

  @Test func `example of ThrowingGenerator`() {
    let g = numbers(in: ["1", "2", "x"])
    #expect(throws: BadNumber("x")) {
      while let n = try g.next() { print(n) }  // 1, 2, then BadNumber is thrown
    }
    expectEqual(output.events, ["1", "2"])
  }

  @Test func `example of ThrowingGenerator, withSequence`() throws {
    let lines = ["1", "2", "3"]
    let total = try numbers(in: lines).withSequence { $0.reduce(0, +) }
    expectEqual(total, 6)
  }

  // MARK: UnraisableError.swift

  @Test func `example of UnraisableError, hook`() {
    nonisolated(unsafe) let output = output  // the hook is called on this thread only
    @Sendable func print(_ items: Any...) {
      output(items.map { "\($0)" }.joined(separator: " "))
    }
    withUnraisableErrorHook({ _ in }) {
      UnraisableError.hook = { print("lost:", $0.error) }
      for _ in Generator<Int>({ yield in do { try yield(1) } catch { throw Failure(7) } }) { break }
    }
    expectEqual(output.events, ["lost: Failure(code: 7)"])
  }

  // MARK: Slicing.swift

  @Test func `example of a slice`() {
    let naturals = Generator { yield in for n in 0... { try yield(n) } }
    print(Array(naturals[2..<5]))  // [2, 3, 4]
    print(naturals.next()!)  // 5
    expectEqual(output.events, ["[2, 3, 4]", "5"])
  }

  @Test func `example of a slice of the first elements`() {
    let naturals = Generator { yield in for n in 0... { try yield(n) } }
    print(naturals[..<5].map { $0 * $0 })  // [0, 1, 4, 9, 16]
    expectEqual(output.events, ["[0, 1, 4, 9, 16]"])
  }
}
