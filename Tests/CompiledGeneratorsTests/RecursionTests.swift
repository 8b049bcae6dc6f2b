import CompiledGenerators
import Generators
import Testing

#if Macros
  private final class Tree {
    let value: Int, left: Tree?, right: Tree?

    init(_ value: Int, _ left: Tree? = nil, _ right: Tree? = nil) {
      (self.value, self.left, self.right) = (value, left, right)
    }

    static func complete(depth: Int, value: Int = 1) -> Tree? {
      depth == 0
        ? nil
        : Tree(
          value, complete(depth: depth - 1, value: 2 * value),
          complete(depth: depth - 1, value: 2 * value + 1))
    }

    func append(to array: inout [Int]) {
      left?.append(to: &array)
      array.append(value)
      right?.append(to: &array)
    }
  }

  private final class Log {
    var lines: [String] = []
  }

  // MARK: - Free functions

  @Generator private func walk(_ tree: Tree?) -> some Sequence<Int> {
    guard let tree else { return }
    yield(from: walk(tree.left))
    yield(tree.value)
    yield(from: walk(tree.right))
  }

  @Generator private func nest(_ depth: Int) -> some Sequence<Int> & Sendable {
    yield(depth)
    if depth > 0 { yield(from: nest(depth - 1)) }
    yield(-depth)
  }

  @Generator private func countdown(from number: Int) -> some CompiledGenerator<Int> {
    yield(number)
    if number > 0 { yield(from: countdown(from: number - 1)) }
  }

  private struct Entry {
    var name: String
    var entries: [Entry] = []
    var isDirectory: Bool { !entries.isEmpty }
    func sorted() -> some Sequence<Entry> { entries.sorted { $0.name < $1.name } }
  }

  @Generator private func files(in directory: Entry) -> some Sequence<String> {
    for entry in directory.sorted() {
      yield(entry.name)
      if entry.isDirectory { yield(from: files(in: entry)) }
    }
  }

  @Generator private func rest<Elements: Collection>(
    _ elements: Elements
  ) -> some Sequence<Elements.Element> {
    guard let first = elements.first else { return }
    yield(first)
    yield(from: rest(elements.dropFirst()))  // Of another type, unless it is a slice of itself.
  }

  @Generator private func erased(_ number: Int) -> AnySequence<Int> {
    yield(number)
    if number > 0 { yield(from: erased(number - 1)) }
  }

  // MARK: - Methods

  private final class Node<Value> {
    let value: Value, left: Node?, right: Node?

    init(_ value: Value, _ left: Node? = nil, _ right: Node? = nil) {
      (self.value, self.left, self.right) = (value, left, right)
    }

    @Generator func inOrder() -> some Sequence<Value> {
      if let left { yield(from: left.inOrder()) }
      yield(value)
      if let right { yield(from: right.inOrder()) }
    }
  }

  extension Node {
    @Generator fileprivate func preOrder(
      level: Int = 0, limit: Int = .max
    ) -> some Sequence<(level: Int, value: Value)> {
      yield((level, value))
      if level < limit, let left { yield(from: left.preOrder(level: level + 1)) }
      if level < limit, let right { yield(from: right.preOrder(level: level + 1)) }
    }
  }

  private indirect enum Term {
    case leaf(Int)
    case negative(Term)
    case sum(Term, Term)

    @Generator func leaves() -> some Sequence<Int> {
      switch self {
      case .leaf(let number): yield(number)
      case .negative(let term): yield(from: term.leaves())
      case .sum(let left, let right):
        yield(from: left.leaves())
        yield(from: right.leaves())
      }
    }

    @Generator static func all(_ term: Term) -> some Sequence<Int> {
      switch term {
      case .leaf(let number): yield(number)
      case .negative(let term): yield(from: all(term))
      case .sum(let left, let right):
        yield(from: Self.all(left))
        yield(from: all(right))
      }
    }
  }

  private struct Parenthesized {
    let term: Term

    @Generator func leaves() -> some Sequence<Int> {
      yield(0)
      yield(from: term.leaves())  // Another type's method of the same name.
      yield(9)
    }
  }

  private protocol Branching {
    var name: String { get }
    var branches: [Self] { get }
  }

  extension Branching {
    @Generator(.closure) fileprivate func names() -> some Sequence<String> {
      yield(name)
      for branch in branches { yield(from: branch.names()) }
    }
  }

  private struct Branch: Branching {
    var name: String
    var branches: [Branch] = []
  }

  // MARK: - defer

  @Generator private func visit(_ depth: Int, _ log: Log) -> some Sequence<Int> {
    log.lines.append("enter \(depth)")
    defer { log.lines.append("leave \(depth)") }
    yield(depth)
    if depth > 0 { yield(from: visit(depth - 1, log)) }
    yield(-depth)
  }

  // MARK: - Errors

  private struct RecursionFailure: Error, Equatable {
    var number: Int
    init(number: Int) { self.number = number }
  }

  private final class Failing: ThrowingSource {
    var count = 0

    func next() throws(RecursionFailure) -> Int? {
      count += 1
      if count == 3 { throw RecursionFailure(number: 0) }
      return -count
    }

    func abandon() {}
  }

  @Generator private func descend(
    _ number: Int, limit: Int, isForeign: Bool = false, _ log: Log
  ) -> some ThrowingSource<Int, RecursionFailure> {
    defer { log.lines.append("leave \(number)") }
    yield(number)
    if number == 0 {
      if isForeign { yield(from: Failing()) }
      throw RecursionFailure(number: 0)
    }
    do {
      yield(from: descend(number - 1, limit: limit, isForeign: isForeign, log))
    } catch {
      yield(100 + number)
      if number < limit { throw RecursionFailure(number: number) }
    }
    yield(-number)
  }

  /// A source that throws instead of its first element.
  private final class Empty: ThrowingSource {
    func next() throws(RecursionFailure) -> Int? { throw RecursionFailure(number: 0) }
    func abandon() {}
  }

  private func fall(_ number: Double, _ log: Log) -> Empty { Empty() }

  @Generator private func fall(
    _ number: Int, _ log: Log
  ) -> some ThrowingSource<Int, RecursionFailure> {
    defer { log.lines.append("leave \(number)") }
    do {
      if number > 0 {
        yield(from: fall(number - 1, log))
      } else {
        yield(from: fall(0.5, log))  // An overload.
      }
    } catch {
      yield(100 + number)
      if number < 2 { throw RecursionFailure(number: number) }
    }
  }

  // MARK: - Async

  private func sink(_ number: Double, _ log: Log) -> AsyncThrowingStream<Int, any Error> {
    AsyncThrowingStream { throw RecursionFailure(number: 0) }
  }

  @Generator private func sink(
    _ number: Int, _ log: Log
  ) -> some AsyncSequence<Int, any Error> {
    defer { log.lines.append("leave \(number)") }
    do {
      if number > 0 {
        try await yield(from: sink(number - 1, log))
      } else {
        try await yield(from: sink(0.5, log))  // An overload.
      }
    } catch {
      yield(100 + number)
      if number < 2 { throw RecursionFailure(number: number) }
    }
  }

  @Generator private func ascend(
    _ number: Int, limit: Int
  ) -> some AsyncSequence<Int, RecursionFailure> & Sendable {
    await Task.yield()
    yield(number)
    if number == 0 { throw RecursionFailure(number: 0) }
    do {
      try await yield(from: ascend(number - 1, limit: limit))
    } catch {
      yield(100 + number)
      if number < limit { throw RecursionFailure(number: number) }
    }
    yield(-number)
  }

  @Generator private func numbers(_ number: Int) -> some AsyncSequence<Int, Never> {
    await Task.yield()
    yield(number)
    await yield(from: numbers(upTo: number))  // An overload.
    yield(-number)
  }
  private func numbers(upTo end: Int) -> AsyncStream<Int> {
    AsyncStream { continuation in
      for number in 0..<end { continuation.yield(number) }
      continuation.finish()
    }
  }

  // MARK: -

  @Suite struct RecursionTests {
    private let tree = Tree.complete(depth: 10)

    @Test func `a function that delegates to itself yields what the recursive function visits`() {
      var expected: [Int] = []
      tree!.append(to: &expected)
      #expect(expected.count == 1023)
      #expect(Array(walk(tree)) == expected)
      #expect(Array(walk(nil)) == [])
    }

    @Test func `after the last element there is nil and nil again`() {
      var iterator = walk(Tree(1)).makeIterator()
      #expect(iterator.next() == 1)
      #expect(iterator.next() == nil)
      #expect(iterator.next() == nil)
    }

    @Test func `a copy goes on alone`() {
      var expected: [Int] = []
      tree!.append(to: &expected)
      for count in [0, 1, 2, 511, 512, 1022, 1023] {
        var iterator = walk(tree).makeIterator()
        for _ in 0..<count { _ = iterator.next() }
        let copy = iterator
        #expect(Array(IteratorSequence(iterator)) == Array(expected[count...]))
        #expect(Array(IteratorSequence(copy)) == Array(expected[count...]))
      }
    }

    @Test func `a depth of a million needs no stack of the thread`() {
      let depth = 1_000_000
      var iterator = nest(depth).makeIterator()
      for expected in stride(from: depth, through: 0, by: -1) where iterator.next() != expected {
        Issue.record("not \(expected)")
        return
      }
      var copy = iterator
      #expect(iterator.next() == 0)
      #expect(iterator.next() == -1)
      #expect(copy.next() == 0)
      var last = 0
      var count = 0
      while let element = copy.next() { (last, count) = (element, count + 1) }
      #expect(last == -depth)
      #expect(count == depth)
      // `iterator` is released here, with 999,999 machines that wait.
    }

    @Test func `a tail call takes the place of its caller`() {
      var generator = countdown(from: 1_000_000)
      for _ in 0...999_999 { _ = generator.next() }
      #expect(MemoryLayout.size(ofValue: generator) <= 48)
      #expect(generator.next() == 0)
      #expect(generator.next() == nil)
    }

    @Test func `methods of a generic class, in the type and in an extension`() {
      let node = Node("b", Node("a"), Node("d", Node("c")))
      #expect(Array(node.inOrder()) == ["a", "b", "c", "d"])
      #expect(node.preOrder().map(\.value) == ["b", "a", "d", "c"])
      #expect(node.preOrder().map(\.level) == [0, 1, 1, 2])
      #expect(node.preOrder(limit: 0).map(\.value) == ["b"])
    }

    @Test func `methods and static methods of an enum`() {
      let term = Term.sum(.negative(.leaf(1)), .sum(.leaf(2), .leaf(3)))
      #expect(Array(term.leaves()) == [1, 2, 3])
      #expect(Array(Term.all(term)) == [1, 2, 3])
    }

    @Test func `a delegation in a loop over an opaque sequence`() {
      let root = Entry(
        name: "/",
        entries: [
          Entry(name: "b", entries: [Entry(name: "y"), Entry(name: "x")]), Entry(name: "a"),
          Entry(name: "c", entries: [Entry(name: "z", entries: [Entry(name: "0")])]),
        ])
      #expect(Array(files(in: root)) == ["a", "b", "x", "y", "c", "z", "0"])
      var iterator = files(in: root).makeIterator()
      for _ in 0..<3 { _ = iterator.next() }
      let copy = iterator
      #expect(Array(IteratorSequence(iterator)) == ["y", "c", "z", "0"])
      #expect(Array(IteratorSequence(copy)) == ["y", "c", "z", "0"])
    }

    @Test func `a method of another type with the same name is no recursion`() {
      let parenthesized = Parenthesized(term: .sum(.negative(.leaf(1)), .sum(.leaf(2), .leaf(3))))
      #expect(Array(parenthesized.leaves()) == [0, 1, 2, 3, 9])
      for count in 0...5 {
        var iterator = parenthesized.leaves().makeIterator()
        for _ in 0..<count { _ = iterator.next() }
        let copy = iterator
        let expected = Array([0, 1, 2, 3, 9][count...])
        #expect(Array(IteratorSequence(iterator)) == expected)
        #expect(Array(IteratorSequence(copy)) == expected)
      }
    }

    @Test func `a generic function calls itself with a type of its own or with another`() {
      #expect(Array(rest([1, 2, 3, 4])) == [1, 2, 3, 4])
      #expect(Array(rest([1, 2, 3, 4][...])) == [1, 2, 3, 4])
      #expect(Array(rest([1, 2, 3, 4].lazy.map { $0 * 2 })) == [2, 4, 6, 8])
    }

    @Test func `a function that returns AnySequence`() {
      #expect(Array(erased(3)) == [3, 2, 1, 0])
    }

    @Test func `a method of a protocol extension`() {
      let branch = Branch(
        name: "a", branches: [Branch(name: "b", branches: [Branch(name: "c")]), Branch(name: "d")])
      #expect(Array(branch.names()) == ["a", "b", "c", "d"])
    }

    @Test func `a local function`() {
      let base = 10
      @Generator func local(_ number: Int) -> some Sequence<Int> {
        yield(base + number)
        if number > 0 { yield(from: local(number - 1)) }
        yield(-number)
      }
      #expect(Array(local(2)) == [12, 11, 10, 0, -1, -2])
    }

    @Test func `a Sendable sequence is iterated in another task`() async {
      let sequence = nest(2)
      let elements = await Task.detached { Array(sequence) }.value
      #expect(elements == [2, 1, 0, 0, -1, -2])
    }

    @Test func `defer blocks run as each body ends`() {
      let log = Log()
      #expect(Array(visit(2, log)) == [2, 1, 0, 0, -1, -2])
      #expect(
        log.lines == ["enter 2", "enter 1", "enter 0", "leave 0", "leave 1", "leave 2"])
    }

    @Test func `a break runs the pending defer blocks, the innermost first`() {
      let log = Log()
      for element in visit(3, log) where element == 1 { break }
      #expect(log.lines == ["enter 3", "enter 2", "enter 1", "leave 1", "leave 2", "leave 3"])
      log.lines = []
      for element in visit(2, log) where element == -1 { break }
      #expect(
        log.lines == ["enter 2", "enter 1", "enter 0", "leave 0", "leave 1", "leave 2"])
    }

    @Test func `what has not started runs no defer block`() {
      let log = Log()
      do {
        let sequence = visit(3, log)
        let iterator = sequence.makeIterator()
        withExtendedLifetime(iterator) {}
      }
      #expect(log.lines == [])
    }

    @Test func `a hundred thousand pending defer blocks need no stack of the thread`() {
      let log = Log()
      do {
        var iterator = visit(100_000, log).makeIterator()
        for _ in 0..<100_000 { _ = iterator.next() }
      }
      let left = log.lines.filter { $0.hasPrefix("leave") }
      #expect(left == (1...100_000).map { "leave \($0)" })
    }

    @Test func `an error is thrown where its caller delegates`() throws {
      let log = Log()
      let source = descend(3, limit: 3, log)
      var elements: [Int] = []
      while let element = try source.next() { elements.append(element) }
      #expect(elements == [3, 2, 1, 0, 101, 102, 103, -3])
      #expect(log.lines == ["leave 0", "leave 1", "leave 2", "leave 3"])
      #expect(try source.next() == nil)
    }

    @Test func `an error that no body catches ends the generator`() throws {
      let log = Log()
      let source = descend(2, limit: 3, log)
      var elements: [Int] = []
      #expect(throws: RecursionFailure(number: 2)) {
        while let element = try source.next() { elements.append(element) }
      }
      #expect(elements == [2, 1, 0, 101, 102])
      #expect(log.lines == ["leave 0", "leave 1", "leave 2"])
      #expect(try source.next() == nil)
    }

    @Test func `an error of another source is thrown where the body delegates to it`() throws {
      let log = Log()
      let source = descend(1, limit: 1, isForeign: true, log)
      var elements: [Int] = []
      while let element = try source.next() { elements.append(element) }
      #expect(elements == [1, 0, -1, -2, 101, -1])
      #expect(log.lines == ["leave 0", "leave 1"])
    }

    @Test func `an error instead of a first element is thrown there, too`() throws {
      let log = Log()
      let source = fall(2, log)
      var elements: [Int] = []
      while let element = try source.next() { elements.append(element) }
      #expect(elements == [100, 101, 102])
      #expect(log.lines == ["leave 0", "leave 1", "leave 2"])
    }

    @Test func `a body that awaits gets an error instead of a first element`() async throws {
      let log = Log()
      var elements: [Int] = []
      for try await element in sink(2, log) { elements.append(element) }
      #expect(elements == [100, 101, 102])
      #expect(log.lines == ["leave 0", "leave 1", "leave 2"])
    }

    @Test func `a throwing generator that is released runs its pending defer blocks`() throws {
      let log = Log()
      do {
        let source = descend(3, limit: 3, log)
        for _ in 0..<3 { _ = try source.next() }
      }
      #expect(log.lines == ["leave 1", "leave 2", "leave 3"])
    }

    @Test func `bodies that await`() async throws {
      var elements: [Int] = []
      for try await element in ascend(3, limit: 3) { elements.append(element) }
      #expect(elements == [3, 2, 1, 0, 101, 102, 103, -3])
      await #expect(throws: RecursionFailure(number: 2)) {
        for try await _ in ascend(2, limit: 3) {}
      }
    }

    @Test func `a copy of an asynchronous iterator goes on alone`() async throws {
      var iterator = ascend(3, limit: 3).makeAsyncIterator()
      for _ in 0..<3 { _ = try await iterator.next() }
      var copy = iterator
      #expect(try await iterator.next() == 0)
      #expect(try await copy.next() == 0)
      #expect(try await copy.next() == 101)
      #expect(try await iterator.next() == 101)
    }

    @Test func `an asynchronous overload of the same name is no recursion`() async {
      var elements: [Int] = []
      for await element in numbers(3) { elements.append(element) }
      #expect(elements == [3, 0, 1, 2, -3])
    }
  }
#endif
