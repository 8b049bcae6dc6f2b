import CompiledGenerators
import Testing

// The functions are lowered by hand, as the macro lowers them: the comment above each is the body as a user
// writes it.

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

// guard let tree else { return }
// yield(from: walk(tree.left))
// yield(tree.value)
// yield(from: walk(tree.right))
private func walk(_ tree: Tree?) -> some Sequence<Int> {
  return RecursiveSequence(WalkMachine(tree: tree))
}
private struct WalkMachine: RecursiveMachine {
  typealias Element = Int
  var _pc = 0
  let tree: Tree?
  init(tree: Tree?) { self.tree = tree }
  @inline(__always) mutating func step(throwing _: Never?) -> RecursiveStep<Self> {
    walkStep(&self)
  }
}
@inline(__always)
private nonisolated func walkStep(_ _s: inout WalkMachine) -> RecursiveStep<WalkMachine> {
  switch _s._pc {
  case 0:
    guard let tree = _s.tree else {
      _s._pc = -1
      return .end
    }
    _s._pc = 1
    return .delegate(to: walk(tree.left))
  case 1:
    let tree = _s.tree!
    _s._pc = 2
    return .element(tree.value)
  case 2:
    let tree = _s.tree!
    _s._pc = -1
    return .delegateLast(to: walk(tree.right))
  default: return .end
  }
}

// yield(depth)
// if depth > 0 { yield(from: nest(depth - 1)) }
// yield(-depth)
private func nest(_ depth: Int) -> some Sequence<Int> & Sendable {
  return RecursiveSequence(NestMachine(depth: depth))
}
private func iteratorOfNest(_ depth: Int) -> RecursiveGenerator<NestMachine> {
  RecursiveGenerator(NestMachine(depth: depth))
}
private struct NestMachine: RecursiveMachine, Sendable {
  typealias Element = Int
  var _pc = 0
  let depth: Int
  init(depth: Int) { self.depth = depth }
  @inline(__always) mutating func step(throwing _: Never?) -> RecursiveStep<Self> {
    nestStep(&self)
  }
}
@inline(__always)
private nonisolated func nestStep(_ _s: inout NestMachine) -> RecursiveStep<NestMachine> {
  _g: while true {
    switch _s._pc {
    case 0:
      _s._pc = 1
      return .element(_s.depth)
    case 1:
      if _s.depth > 0 {
        _s._pc = 2
        return .delegate(to: nest(_s.depth - 1))
      }
      _s._pc = 2
      continue _g
    case 2:
      _s._pc = -1
      return .element(-_s.depth)
    default: return .end
    }
  }
}

// yield(number)
// if number > 0 { yield(from: countdown(from: number - 1)) }
private func countdown(from number: Int) -> RecursiveGenerator<CountdownMachine> {
  return RecursiveGenerator(CountdownMachine(number: number))
}
private struct CountdownMachine: RecursiveMachine {
  typealias Element = Int
  var _pc = 0
  let number: Int
  init(number: Int) { self.number = number }
  @inline(__always) mutating func step(throwing _: Never?) -> RecursiveStep<Self> {
    switch _pc {
    case 0:
      _pc = 1
      return .element(number)
    case 1:
      _pc = -1
      return number > 0 ? .delegateLast(to: countdown(from: number - 1)) : .end
    default: return .end
    }
  }
}

// for entry in directory.sorted() {
//   yield(entry.name)
//   if entry.isDirectory { yield(from: files(in: entry)) }
// }
private struct Entry {
  var name: String
  var entries: [Entry] = []
  var isDirectory: Bool { !entries.isEmpty }
  func sorted() -> some Sequence<Entry> { entries.sorted { $0.name < $1.name } }
}
private func slot<Value>(_ make: () -> Value) -> Value? { nil }
private func files(in directory: Entry) -> some Sequence<String> {
  return RecursiveSequence(
    FilesMachine(directory: directory, iterator: slot { directory.sorted().makeIterator() }))
}
private struct FilesMachine<Slot: IteratorProtocol<Entry>>: RecursiveMachine {
  typealias Element = String
  var _pc = 0
  let directory: Entry
  var iterator: Slot?
  var entry: Entry?
  init(directory: Entry, iterator: Slot?) {
    self.directory = directory
    self.iterator = iterator
  }
  @inline(__always) mutating func step(throwing _: Never?) -> RecursiveStep<Self> {
    filesStep(&self)
  }
}
@inline(__always)
private nonisolated func filesStep<Slot>(
  _ _s: inout FilesMachine<Slot>
) -> RecursiveStep<FilesMachine<Slot>> {
  _g: while true {
    switch _s._pc {
    case 0:
      _s.iterator = (_s.directory.sorted().makeIterator() as! Slot)
      _s._pc = 1
      continue _g
    case 1:
      if let entry = _s.iterator!.next() {
        _s.entry = entry
        _s._pc = 2
        return .element(entry.name)
      }
      _s._pc = -1
      return .end
    case 2:
      let entry = _s.entry!
      _s._pc = 1
      if entry.isDirectory { return .delegate(to: files(in: entry)) }
      continue _g
    default: return .end
    }
  }
}

// guard let first = elements.first else { return }
// yield(first)
// yield(from: rest(elements.dropFirst()))         // of another type, unless it is a slice of itself
private func rest<Elements: Collection>(_ elements: Elements) -> some Sequence<Elements.Element> {
  return RecursiveSequence(RestMachine(elements: elements))
}
private struct RestMachine<Elements: Collection>: RecursiveMachine {
  typealias Element = Elements.Element
  var _pc = 0
  let elements: Elements
  init(elements: Elements) { self.elements = elements }
  @inline(__always) mutating func step(throwing _: Never?) -> RecursiveStep<Self> {
    restStep(&self)
  }
}
@inline(__always)
private nonisolated func restStep<Elements>(
  _ _s: inout RestMachine<Elements>
) -> RecursiveStep<RestMachine<Elements>> {
  switch _s._pc {
  case 0:
    guard let first = _s.elements.first else {
      _s._pc = -1
      return .end
    }
    _s._pc = 1
    return .element(first)
  case 1:
    _s._pc = -1
    return .delegateLast(to: rest(_s.elements.dropFirst()))
  default: return .end
  }
}

// yield(number)
// if number > 0 { yield(from: erased(number - 1)) }
private func erased(_ number: Int) -> AnySequence<Int> {
  return AnySequence(RecursiveSequence(ErasedMachine(number: number)))
}
private struct ErasedMachine: RecursiveMachine {
  typealias Element = Int
  var _pc = 0
  let number: Int
  init(number: Int) { self.number = number }
  mutating func step(throwing _: Never?) -> RecursiveStep<Self> {
    switch _pc {
    case 0:
      _pc = 1
      return .element(number)
    case 1:
      _pc = -1
      return number > 0 ? .delegateLast(to: erased(number - 1)) : .end
    default: return .end
    }
  }
}

// MARK: - Methods

private final class Node<Value> {
  let value: Value, left: Node?, right: Node?

  init(_ value: Value, _ left: Node? = nil, _ right: Node? = nil) {
    (self.value, self.left, self.right) = (value, left, right)
  }

  // if let left { yield(from: left.inOrder()) }
  // yield(value)
  // if let right { yield(from: right.inOrder()) }
  func inOrder() -> some Sequence<Value> {
    return RecursiveSequence(InOrderMachine(_self: self))
  }
  private struct InOrderMachine: RecursiveMachine {
    typealias Element = Value
    var _pc = 0
    let _self: Node<Value>
    init(_self: Node<Value>) { self._self = _self }
    @inline(__always) mutating func step(throwing _: Never?) -> RecursiveStep<Self> {
      let _self = self._self
      return _self.inOrderStep(&self)
    }
  }
  @inline(__always)
  private nonisolated func inOrderStep(
    _ _s: inout InOrderMachine
  ) -> RecursiveStep<InOrderMachine> {
    switch _s._pc {
    case 0:
      if let left {
        _s._pc = 1
        return .delegate(to: left.inOrder())
      }
      _s._pc = 2
      return .element(value)
    case 1:
      _s._pc = 2
      return .element(value)
    case 2:
      _s._pc = -1
      if let right { return .delegateLast(to: right.inOrder()) }
      return .end
    default: return .end
    }
  }
}

extension Node {
  // yield((level, value))
  // if level < limit, let left { yield(from: left.preOrder(level: level + 1)) }
  // if level < limit, let right { yield(from: right.preOrder(level: level + 1)) }
  fileprivate func preOrder(
    level: Int = 0, limit: Int = .max
  ) -> some Sequence<(level: Int, value: Value)> {
    return RecursiveSequence(PreOrderMachine(level: level, limit: limit, _self: self))
  }
  private struct PreOrderMachine: RecursiveMachine {
    typealias Element = (level: Int, value: Value)
    var _pc = 0
    let level: Int
    let limit: Int
    let _self: Node<Value>
    init(level: Int, limit: Int, _self: Node<Value>) {
      self.level = level
      self.limit = limit
      self._self = _self
    }
    @inline(__always) mutating func step(throwing _: Never?) -> RecursiveStep<Self> {
      let _self = self._self
      return _self.preOrderStep(&self)
    }
  }
  @inline(__always)
  private nonisolated func preOrderStep(
    _ _s: inout PreOrderMachine
  ) -> RecursiveStep<PreOrderMachine> {
    _g: while true {
      let level = _s.level
      let limit = _s.limit
      switch _s._pc {
      case 0:
        _s._pc = 1
        return .element((level, value))
      case 1:
        _s._pc = 2
        if level < limit, let left { return .delegate(to: left.preOrder(level: level + 1)) }
        continue _g
      case 2:
        _s._pc = -1
        if level < limit, let right { return .delegateLast(to: right.preOrder(level: level + 1)) }
        return .end
      default: return .end
      }
    }
  }
}

private indirect enum Term {
  case leaf(Int)
  case negative(Term)
  case sum(Term, Term)

  // switch self {
  // case .leaf(let number): yield(number)
  // case .negative(let term): yield(from: term.leaves())
  // case .sum(let left, let right):
  //   yield(from: left.leaves())
  //   yield(from: right.leaves())
  // }
  func leaves() -> some Sequence<Int> {
    return RecursiveSequence(LeavesMachine(_self: self))
  }
  private struct LeavesMachine: RecursiveMachine {
    typealias Element = Int
    var _pc = 0
    let _self: Term
    var right: Term?
    init(_self: Term) { self._self = _self }
    @inline(__always) mutating func step(throwing _: Never?) -> RecursiveStep<Self> {
      let _self = self._self
      return _self.leavesStep(&self)
    }
  }
  @inline(__always)
  private nonisolated func leavesStep(
    _ _s: inout LeavesMachine
  ) -> RecursiveStep<LeavesMachine> {
    switch _s._pc {
    case 0:
      switch self {
      case .leaf(let number):
        _s._pc = -1
        return .element(number)
      case .negative(let term):
        _s._pc = -1
        return .delegateLast(to: term.leaves())
      case .sum(let left, let right):
        _s.right = right
        _s._pc = 1
        return .delegate(to: left.leaves())
      }
    case 1:
      _s._pc = -1
      return .delegateLast(to: _s.right!.leaves())
    default: return .end
    }
  }

  // The same, but `yield(from: all(term))` or `yield(from: Self.all(term))`.
  static func all(_ term: Term) -> some Sequence<Int> {
    return RecursiveSequence(AllMachine(term: term))
  }
  private struct AllMachine: RecursiveMachine {
    typealias Element = Int
    var _pc = 0
    let term: Term
    var right: Term?
    init(term: Term) { self.term = term }
    @inline(__always) mutating func step(throwing _: Never?) -> RecursiveStep<Self> {
      Term.allStep(&self)
    }
  }
  @inline(__always)
  private nonisolated static func allStep(_ _s: inout AllMachine) -> RecursiveStep<AllMachine> {
    switch _s._pc {
    case 0:
      switch _s.term {
      case .leaf(let number):
        _s._pc = -1
        return .element(number)
      case .negative(let term):
        _s._pc = -1
        return .delegateLast(to: all(term))
      case .sum(let left, let right):
        _s.right = right
        _s._pc = 1
        return .delegate(to: Self.all(left))
      }
    case 1:
      _s._pc = -1
      return .delegateLast(to: all(_s.right!))
    default: return .end
    }
  }
}

private struct Parenthesized {
  let term: Term

  // yield(0)
  // yield(from: term.leaves())                    // another type's method of the same name
  // yield(9)
  func leaves() -> some Sequence<Int> {
    return RecursiveSequence(LeavesMachine(_self: self))
  }
  private struct LeavesMachine: RecursiveMachine {
    typealias Element = Int
    var _pc = 0
    let _self: Parenthesized
    init(_self: Parenthesized) { self._self = _self }
    @inline(__always) mutating func step(throwing _: Never?) -> RecursiveStep<Self> {
      let _self = self._self
      return _self.leavesStep(&self)
    }
  }
  @inline(__always)
  private nonisolated func leavesStep(
    _ _s: inout LeavesMachine
  ) -> RecursiveStep<LeavesMachine> {
    switch _s._pc {
    case 0:
      _s._pc = 1
      return .element(0)
    case 1:
      _s._pc = 2
      return .delegate(to: term.leaves())
    case 2:
      _s._pc = -1
      return .element(9)
    default: return .end
    }
  }
}

private protocol Branching {
  var name: String { get }
  var branches: [Self] { get }
}

extension Branching {
  // yield(name)
  // for branch in branches { yield(from: branch.names()) }
  fileprivate func names() -> some Sequence<String> {
    return RecursiveSequence(
      RecursiveClosureMachine<_, String, Never>(
        (_pc: 0, iterator: nil as [Self].Iterator?)
      ) { [self] _s, _ in
        switch _s._pc {
        case 0:
          _s.iterator = branches.makeIterator()
          _s._pc = 1
          return .element(name)
        case 1:
          if let branch = _s.iterator!.next() { return .delegate(to: branch.names()) }
          _s._pc = -1
          return .end
        default: return .end
        }
      })
  }
}

private struct Branch: Branching {
  var name: String
  var branches: [Branch] = []
}

// MARK: - defer

// log.lines.append("enter \(depth)")
// defer { log.lines.append("leave \(depth)") }
// yield(depth)
// if depth > 0 { yield(from: visit(depth - 1, log)) }
// yield(-depth)
private func visit(_ depth: Int, _ log: Log) -> some Sequence<Int> {
  return ClosingRecursiveSequence(VisitMachine(depth: depth, log: log))
}
private struct VisitMachine: RecursiveMachine {
  typealias Element = Int
  var _pc = 0
  let depth: Int
  let log: Log
  init(depth: Int, log: Log) {
    self.depth = depth
    self.log = log
  }
  @inline(__always) mutating func step(throwing _: Never?) -> RecursiveStep<Self> {
    visitStep(&self)
  }
  mutating func close() { visitClose(&self) }
}
@inline(__always)
private nonisolated func visitStep(_ _s: inout VisitMachine) -> RecursiveStep<VisitMachine> {
  let depth = _s.depth
  let log = _s.log
  _g: while true {
    switch _s._pc {
    case 0:
      log.lines.append("enter \(depth)")
      _s._pc = 1
      return .element(depth)
    case 1:
      _s._pc = 2
      if depth > 0 { return .delegate(to: visit(depth - 1, log)) }
      continue _g
    case 2:
      _s._pc = 3
      return .element(-depth)
    case 3:
      log.lines.append("leave \(depth)")
      _s._pc = -1
      return .end
    default: return .end
    }
  }
}
private nonisolated func visitClose(_ _s: inout VisitMachine) {
  switch _s._pc {
  case 1, 2, 3: _s.log.lines.append("leave \(_s.depth)")
  default: break
  }
  _s._pc = -1
}

// MARK: - Errors

private struct Failure: Error, Equatable {
  var number: Int
}

private protocol Source<Element, Failure> {
  associatedtype Element
  associatedtype Failure: Error
  func next() throws(Failure) -> Element?
}

private final class CompiledSource<Machine: RecursiveMachine>: Source {
  var stack: RecursionStack<Machine>
  init(_ machine: Machine) { stack = RecursionStack(machine) }
  deinit { stack.close() }
  func next() throws(Machine.Failure) -> Machine.Element? { try stack.next() }
}

extension RecursiveStep {
  @inline(__always)
  fileprivate static func delegate<S: Source>(to source: S) -> Self
  where S.Element == Machine.Element, S.Failure == Machine.Failure {
    if let own = source as? CompiledSource<Machine>, let machine = own.stack.only {
      return .call(machine)
    }
    return .other(ErasedElements { () throws(S.Failure) in try source.next() })
  }
}

private final class Failing: Source {
  var count = 0
  func next() throws(Failure) -> Int? {
    count += 1
    if count == 3 { throw Failure(number: 0) }
    return -count
  }
}

// defer { log.lines.append("leave \(number)") }
// yield(number)
// if number == 0 { if isForeign { yield(from: Failing()) }; throw Failure(number: 0) }
// do { yield(from: descend(number - 1, ...)) }
// catch { yield(100 + number); if number < limit { throw Failure(number: number) } }
// yield(-number)
private func descend(
  _ number: Int, limit: Int, isForeign: Bool = false, _ log: Log
) -> some Source<Int, Failure> {
  return CompiledSource(
    DescendMachine(number: number, limit: limit, isForeign: isForeign, log: log))
}
private struct DescendMachine: RecursiveMachine {
  typealias Element = Int
  var _pc = 0
  let number: Int
  let limit: Int
  let isForeign: Bool
  let log: Log
  init(number: Int, limit: Int, isForeign: Bool, log: Log) {
    self.number = number
    self.limit = limit
    self.isForeign = isForeign
    self.log = log
  }
  @inline(__always) mutating func step(
    throwing _thrown: Failure?
  ) throws(Failure) -> RecursiveStep<Self> {
    try descendStep(&self, _thrown)
  }
  mutating func close() {
    if _pc > 0 { log.lines.append("leave \(number)") }
    _pc = -1
  }
}
private nonisolated func descendStep(
  _ _s: inout DescendMachine, _ _thrown: Failure?
) throws(Failure) -> RecursiveStep<DescendMachine> {
  let number = _s.number
  do throws(Failure) {
    switch _s._pc {
    case 0:
      _s._pc = 1
      return .element(number)
    case 1:
      if number == 0 {
        guard _s.isForeign else { throw Failure(number: 0) }
        _s._pc = 5
        return .delegate(to: Failing())
      }
      _s._pc = 2
      return .delegate(
        to: descend(number - 1, limit: _s.limit, isForeign: _s.isForeign, _s.log))
    case 2:
      do throws(Failure) {
        if let _thrown { throw _thrown }
      } catch {
        _s._pc = 3
        return .element(100 + number)
      }
      _s._pc = 4
      return .element(-number)
    case 3:
      if number < _s.limit { throw Failure(number: number) }
      _s._pc = 4
      return .element(-number)
    case 4:
      _s.log.lines.append("leave \(number)")
      _s._pc = -1
      return .end
    case 5:
      if let _thrown { throw _thrown }
      throw Failure(number: 5)
    default: return .end
    }
  } catch {
    _s.log.lines.append("leave \(number)")
    _s._pc = -1
    throw error
  }
}

// MARK: - Async

// await Task.yield()
// yield(number)
// if number == 0 { throw Failure(number: 0) }
// do { yield(from: ascend(number - 1, limit: limit)) }
// catch { yield(100 + number); if number < limit { throw Failure(number: number) } }
// yield(-number)
private func ascend(_ number: Int, limit: Int) -> some AsyncSequence<Int, Failure> & Sendable {
  return AsyncRecursiveSequence(AscendMachine(number: number, limit: limit))
}
private struct AscendMachine: AsyncRecursiveMachine, Sendable {
  typealias Element = Int
  typealias Failure = CompiledGeneratorsTests.Failure
  var _pc = 0
  let number: Int
  let limit: Int
  init(number: Int, limit: Int) {
    self.number = number
    self.limit = limit
  }
  @inline(__always) mutating func step(
    isolation: isolated (any Actor)?, throwing _thrown: Failure?
  ) async throws(Failure) -> AsyncRecursiveStep<Self> {
    let number = self.number
    switch _pc {
    case 0:
      await Task.yield()
      _pc = 1
      return .element(number)
    case 1:
      if number == 0 {
        _pc = -1
        throw Failure(number: 0)
      }
      _pc = 2
      return .delegate(to: ascend(number - 1, limit: limit))
    case 2:
      do throws(Failure) {
        if let _thrown { throw _thrown }
      } catch {
        _pc = 3
        return .element(100 + number)
      }
      _pc = -1
      return .element(-number)
    case 3:
      _pc = -1
      if number < limit { throw Failure(number: number) }
      return .element(-number)
    default: return .end
    }
  }
}

// await Task.yield()
// yield(number)
// yield(from: stream(number))                     // an overload
private func numbers(_ number: Int) -> some AsyncSequence<Int, Never> {
  return AsyncRecursiveSequence(NumbersMachine(number: number))
}
private func numbers(upTo end: Int) -> AsyncStream<Int> {
  AsyncStream { continuation in
    for number in 0..<end { continuation.yield(number) }
    continuation.finish()
  }
}
private struct NumbersMachine: AsyncRecursiveMachine {
  typealias Element = Int
  typealias Failure = Never
  var _pc = 0
  let number: Int
  init(number: Int) { self.number = number }
  mutating func step(
    isolation: isolated (any Actor)?, throwing _: Never?
  ) async -> AsyncRecursiveStep<Self> {
    switch _pc {
    case 0:
      await Task.yield()
      _pc = 1
      return .element(number)
    case 1:
      _pc = 2
      return .delegate(to: numbers(upTo: number))
    case 2:
      _pc = -1
      return .element(-number)
    default: return .end
    }
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

    var stack = RecursionStack(CountdownMachine(number: 3))
    while stack.next() != nil { #expect(stack.only != nil) }
    var nested = RecursionStack(NestMachine(depth: 3))
    #expect(nested.next() == 3)
    #expect(nested.only != nil)
    #expect(nested.next() == 2)
    #expect(nested.only == nil)
  }

  @Test func `a generator that is its own iterator can be delegated to after it has begun`() {
    // By hand only: a function's result has not begun.
    var generator = iteratorOfNest(2)
    #expect(generator.next() == 2)
    let alone = RecursiveStep<NestMachine>.delegate(to: generator)
    guard case .call(let machine) = alone else {
      Issue.record("no call")
      return
    }
    #expect(Array(RecursiveGenerator(machine)) == [1, 0, 0, -1, -2])
    #expect(generator.next() == 1)
    let nested = RecursiveStep<NestMachine>.delegate(to: generator)
    guard case .other(var elements) = nested else {
      Issue.record("not other elements")
      return
    }
    #expect(elements.next() == 0)
    #expect(Array(generator) == [0, 0, -1, -2])
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
    // yield(base + number); if number > 0 { yield(from: local(number - 1)) }; yield(-number)
    func local(_ number: Int) -> some Sequence<Int> {
      return RecursiveSequence(
        RecursiveClosureMachine<_, Int, Never>((_pc: 0, number: number)) { _s, _ in
          switch _s._pc {
          case 0:
            _s._pc = 1
            return .element(base + _s.number)
          case 1:
            _s._pc = 2
            if _s.number > 0 { return .delegate(to: local(_s.number - 1)) }
            fallthrough
          case 2:
            _s._pc = -1
            return .element(-_s.number)
          default: return .end
          }
        })
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
    #expect(throws: Failure(number: 2)) {
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
    await #expect(throws: Failure(number: 2)) {
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
