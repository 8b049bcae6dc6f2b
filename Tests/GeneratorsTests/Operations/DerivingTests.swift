import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

/// A generator of any elements, with the common operations of all.
private protocol Derived {
  /// The next element, in words.
  func take() throws -> String?
  func pass(_ error: any Error) throws -> String?
  func end() throws
  /// Returns a generator whose body delegates to it.
  func delegated() -> any Derived
  var state: GeneratorState { get }
  var description: String { get }
}

extension Coroutine: Derived where Input == Void, Return == Void {
  func take() throws -> String? { try next().map { "\($0)" } }
  func pass(_ error: any Error) throws -> String? { try self.throw(error).map { "\($0)" } }
  func end() throws { try close() }
  fileprivate func delegated() -> any Derived {
    ThrowingGenerator<Element> { yield in try yield(from: self) }
  }
}

extension Derived {
  /// All elements that are left, and the error that ends it.
  func drain() -> [String] {
    var all: [String] = []
    do {
      while let element = try take() { all.append(element) }
    } catch {
      all.append(name(of: error))
    }
    return all
  }
}

/// An operation, with a closure if it takes one; the numbers from 0 are its source.
enum Operation: String, CaseIterable, CustomTestStringConvertible {
  case map, compactMap, filter, flatMap, flatMapOfGenerators, prefix, prefixWhile, dropFirst
  case dropWhile, chunks, zip, zipAsSecond, zipWithSequence, zipOfSequence, slice, sliceFrom
  case sliceThrough, steppedSlice

  static let withClosure: [Operation] = [
    .map, .compactMap, .filter, .flatMap, .flatMapOfGenerators, .prefixWhile, .dropWhile,
  ]

  var testDescription: String { rawValue }

  fileprivate func callAsFunction(
    _ source: ThrowingGenerator<Int>, _ seen: @escaping (Int) throws -> Void = { _ in }
  ) -> any Derived {
    switch self {
    case .map:
      ThrowingGenerator(
        source.map {
          try seen($0)
          return $0
        })
    case .compactMap:
      ThrowingGenerator(
        source.compactMap {
          try seen($0)
          return $0
        })
    case .filter:
      ThrowingGenerator(
        source.filter {
          try seen($0)
          return true
        })
    case .flatMap:
      ThrowingGenerator(
        source.flatMap {
          try seen($0)
          return [$0]
        })
    case .flatMapOfGenerators:
      ThrowingGenerator(
        source.flatMap {
          try seen($0)
          return ThrowingGenerator([$0])
        })
    case .prefix: ThrowingGenerator(source.prefix(6))
    case .prefixWhile:
      ThrowingGenerator(
        source.prefix {
          try seen($0)
          return true
        })
    case .dropFirst: ThrowingGenerator(source.dropFirst(2))
    case .dropWhile:
      ThrowingGenerator(
        source.drop {
          try seen($0)
          return $0 < 2
        })
    case .chunks: ThrowingGenerator(source.chunks(ofCount: 2))
    case .zip: ThrowingGenerator(Generators.zip(source, ThrowingGenerator(10...)))
    case .zipAsSecond: ThrowingGenerator(Generators.zip(ThrowingGenerator(10...), source))
    case .zipWithSequence: ThrowingGenerator(Generators.zip(source, 10...))
    case .zipOfSequence: ThrowingGenerator(Generators.zip(10..., source))
    case .slice: ThrowingGenerator(source[1..<6])
    case .sliceFrom: ThrowingGenerator(source[1...])
    case .sliceThrough: ThrowingGenerator(source[...5])
    case .steppedSlice: ThrowingGenerator(source[1..<6, by: 2])
    }
  }

  /// The number of elements of the source that the first element takes.
  var firstTakes: Int {
    switch self {
    case .dropFirst, .dropWhile: 3
    case .chunks, .slice, .sliceFrom, .steppedSlice: 2
    default: 1
    }
  }

  /// The number that each further element takes.
  var eachTakes: Int { self == .chunks || self == .steppedSlice ? 2 : 1 }
}

/// The properties of every generator that is derived from another.
@Suite struct DerivingTests {
  private let meter = Meter()

  // MARK: Taking

  @Test(arguments: Operation.allCases)
  func `elements are taken when they are asked for`(operation: Operation) throws {
    let derived = operation(meter.throwing(0...))
    expectEqual(meter.taken, 0)
    _ = try derived.take()
    expectEqual(meter.taken, operation.firstTakes)
    _ = try derived.take()
    expectEqual(meter.taken, operation.firstTakes + operation.eachTakes)
  }

  @Test(arguments: Operation.allCases)
  func `an unused result takes nothing and starts nothing`(operation: Operation) throws {
    let source = meter.throwing(0...)
    do { _ = operation(source) }
    expectEqual(source.state, .created)
    try expectEqual(source.next(), 0)
  }

  @Test(arguments: Operation.allCases)
  func `next always returns nil after the end of the source`(operation: Operation) throws {
    for count in [0, 1, 4] {
      let source = meter.throwing(0..<count)
      let derived = operation(source)
      _ = derived.drain()
      expectEqual(derived.state, .closed)
      try expectEqual(derived.take(), nil)
      expectEqual(source.state, .closed)
      expectEqual(meter.open, 0)
    }
  }

  @Test(arguments: Operation.allCases)
  func `a source that ended before, or is closed during the use`(operation: Operation) throws {
    let closed = meter.throwing(0...)
    try closed.close()
    try expectEqual(operation(closed).take(), nil)
    let source = meter.throwing(0...)
    let derived = operation(source)
    _ = try derived.take()
    try source.close()
    try expectEqual(derived.take(), nil)
    expectEqual(derived.state, .closed)
  }

  @Test(arguments: Operation.allCases)
  func `a source that was started before continues from its position`(operation: Operation) throws {
    let source = meter.throwing((-3)...)
    for _ in 0..<3 { try source.next() }
    let whole = operation(meter.throwing(0..<20)).drain()
    let source20 = meter.throwing(-3..<20)
    for _ in 0..<3 { try source20.next() }
    expectEqual(operation(source20).drain(), whole)
  }

  // MARK: Errors

  @Test(arguments: Operation.allCases, [0, 1, 2, 3, 4, 5])
  func `an error of the source comes out where it is met`(
    operation: Operation, position: Int
  ) throws {
    let source = meter.throwing(0..<10, failingAfter: position)
    let derived = operation(source)
    var expected = operation(meter.throwing(0..<position)).drain()
    // It also releases the elements of the chunk that it interrupts.
    if operation == .chunks && position % 2 == 1 { expected.removeLast() }
    expected.append("E-1")
    expectEqual(derived.drain(), expected)
    expectEqual(derived.state, .closed)
    expectEqual(source.state, .closed)
    expectEqual(meter.open, 0)
    try expectEqual(derived.take(), nil)
    try expectEqual(derived.take(), nil)
    try expectEqual(source.next(), nil)
  }

  @Test(arguments: Operation.withClosure, [0, 1, 2])
  func `an error of the closure comes out where it is met, and closes the source`(
    operation: Operation, position: Int
  ) throws {
    let source = meter.throwing(0...)
    let derived = operation(source) { if $0 == position { throw Failure($0) } }
    var expected = operation(meter.throwing(0..<position)).drain()
    expected.append("E\(position)")
    expectEqual(derived.drain(), expected)
    expectEqual(derived.state, .closed)
    expectEqual(source.state, .closed)
    expectEqual(meter.open, 0)
    try expectEqual(derived.take(), nil)
    try expectEqual(source.next(), nil)
  }

  @Test(arguments: Operation.withClosure)
  func `an error from closing the source does not replace the error`(operation: Operation) throws {
    let lost = try unraisableErrors { () throws in
      let source = ThrowingGenerator<Int> { yield in
        do { try yield(0) } catch { throw Failure(2) }
      }
      let derived = operation(source) { _ in throw Failure(1) }
      #expect(throws: Failure(1)) { try derived.take() }
      expectEqual(source.state, .closed)
      try expectEqual(derived.take(), nil)
    }
    expectEqual(lost.map { name(of: $0.error) }, ["E2"])
  }

  @Test(arguments: Operation.withClosure)
  func `a source that yields while it is closed does not replace it either`(
    operation: Operation
  ) throws {
    let lost = try unraisableErrors { () throws in
      let source = ThrowingGenerator<Int> { yield in
        do { try yield(0) } catch { try yield(1) }
      }
      let derived = operation(source) { _ in throw Failure(1) }
      #expect(throws: Failure(1)) { try derived.take() }
      try expectEqual(source.next(), nil)
    }
    expectEqual(lost.map { name(of: $0.error) }, ["ignoredExit"])
  }

  @Test(arguments: Operation.allCases)
  func `a thrown GeneratorExit is an ordinary error`(operation: Operation) throws {
    let derived = operation(meter.throwing(0..., failingAfter: 0, with: GeneratorExit()))
    #expect(throws: GeneratorExit()) { try derived.take() }
    try expectEqual(derived.take(), nil)
  }

  // MARK: Lifetimes

  @Test(arguments: Operation.allCases)
  func `its release midway closes a source without other references`(operation: Operation) throws {
    do {
      let derived = operation(meter.throwing(0...))
      _ = try derived.take()
      expectEqual(meter.open, 1)
    }
    expectEqual(meter.open, 0)
  }

  @Test(arguments: Operation.allCases)
  func `its release midway leaves a source with another reference`(operation: Operation) throws {
    let source = meter.throwing(0...)
    do { _ = try operation(source).take() }
    expectEqual(source.state, .suspended)
    try expectEqual(source.next(), operation.firstTakes)
  }

  @Test(arguments: Operation.allCases)
  func `closed midway it releases the source`(operation: Operation) throws {
    let derived = operation(meter.throwing(0...))
    _ = try derived.take()
    try derived.end()
    expectEqual(meter.open, 0)
    expectEqual(derived.state, .closed)
    try expectEqual(derived.take(), nil)
    try derived.end()
    let source = meter.throwing(0...)
    let other = operation(source)
    _ = try other.take()
    try other.end()
    expectEqual(source.state, .suspended)
  }

  @Test(arguments: Operation.allCases)
  func `closed before it starts it starts nothing`(operation: Operation) throws {
    let source = meter.throwing(0...)
    let derived = operation(source)
    try derived.end()
    try expectEqual(derived.take(), nil)
    expectEqual(source.state, .created)
  }

  @Test(arguments: Operation.withClosure)
  func `at its end it releases the closure`(operation: Operation) throws {
    let tracker = Tracker()
    func make(_ source: ThrowingGenerator<Int>, failing: Bool) -> any Derived {
      let object = tracker.object()
      return operation(source) { _ in
        if failing { throw Failure(object.id) }
      }
    }
    let derived = make(meter.throwing(0..<3), failing: false)
    expectEqual(tracker.alive, 1)
    _ = derived.drain()
    expectEqual(tracker.alive, 0)
    let failing = make(meter.throwing(0..<3), failing: true)
    expectEqual(failing.drain(), ["E0"])
    expectEqual(tracker.alive, 0)
    let closed = make(meter.throwing(0...), failing: false)
    _ = try closed.take()
    try closed.end()
    expectEqual(tracker.alive, 0)
  }

  @Test(arguments: Operation.allCases)
  func `it holds no element`(operation: Operation) throws {
    let tracker = Tracker()
    let source = ThrowingGenerator { yield in
      for n in 0... {
        let object = tracker.object(n)
        try yield(object.id)
      }
    }
    let derived = operation(source)
    _ = try derived.take()
    _ = try derived.take()
    #expect(tracker.alive <= 1)
  }

  // MARK: Protocol

  @Test(arguments: Operation.allCases)
  func `an error that is thrown in ends it and is rethrown`(operation: Operation) throws {
    let derived = operation(meter.throwing(0...))
    _ = try derived.take()
    #expect(throws: Failure(7)) { try derived.pass(Failure(7)) }
    expectEqual(derived.state, .closed)
    expectEqual(meter.open, 0)
    try expectEqual(derived.take(), nil)
    #expect(throws: Failure(8)) { try derived.pass(Failure(8)) }
    let fresh = operation(meter.throwing(0...))
    #expect(throws: Failure(9)) { try fresh.pass(Failure(9)) }
    try expectEqual(fresh.take(), nil)
    expectEqual(meter.open, 0)
  }

  @Test(arguments: Operation.allCases)
  func `an error that is thrown in does not reach a source with another reference`(
    operation: Operation
  ) throws {
    let source = meter.throwing(0...)
    let derived = operation(source)
    _ = try derived.take()
    #expect(throws: Failure(7)) { try derived.pass(Failure(7)) }
    try expectEqual(source.next(), operation.firstTakes)
  }

  @Test(arguments: Operation.allCases)
  func `it can be delegated to`(operation: Operation) throws {
    let expected = operation(meter.throwing(0..<9)).drain()
    expectEqual(operation(meter.throwing(0..<9)).delegated().drain(), expected)
    expectEqual(
      operation(meter.throwing(0..<9, failingAfter: 4)).delegated().drain(),
      operation(meter.throwing(0..<9, failingAfter: 4)).drain())
    let derived = operation(meter.throwing(0...))
    let outer = derived.delegated()
    _ = try outer.take()
    try outer.end()
    expectEqual(derived.state, .closed)
    expectEqual(meter.open, 0)
    let thrown = operation(meter.throwing(0...)).delegated()
    _ = try thrown.take()
    #expect(throws: Failure(3)) { try thrown.pass(Failure(3)) }
    expectEqual(meter.open, 0)
  }

  @Test(arguments: Operation.allCases)
  func `it has a generator's states and description`(operation: Operation) throws {
    let source = ThrowingGenerator { yield in for n in 0..<3 { try yield(n) } }
    let derived = operation(source)
    expectEqual(derived.state, .created)
    #expect(derived.description.hasPrefix("<Coroutine<"))
    #expect(derived.description.contains("created, made at "))
    #expect(derived.description.contains("DerivingTests.swift:"))
    _ = try derived.take()
    expectEqual(derived.state, .suspended)
    _ = derived.drain()
    expectEqual(derived.state, .closed)
  }

  @Test func `as a generator it names where that was made`() {
    let line = #line + 1
    let derived = ThrowingGenerator(meter.throwing(0...).map { $0 })
    #expect(derived.description.hasSuffix("DerivingTests.swift:\(line)>"))
  }

  // MARK: Re-entrancy

  /// Known by the closures of the generator that it holds.
  private final class Holder { var derived: (any Derived)? }

  @Test(arguments: Operation.withClosure)
  func `a closure that resumes its own generator is refused`(operation: Operation) throws {
    let holder = Holder()
    let source = meter.throwing(0...)
    holder.derived = operation(source) { [unowned holder] _ in
      let derived = holder.derived!
      expectEqual(derived.state, .running)
      #expect(throws: GeneratorError.alreadyExecuting) { try derived.take() }
      #expect(throws: GeneratorError.alreadyExecuting) { try derived.end() }
      #expect(throws: GeneratorError.alreadyExecuting) { try derived.pass(Failure()) }
    }
    #expect(try holder.derived!.take() != nil)
    expectEqual(holder.derived!.state, .suspended)
    #expect(try holder.derived!.take() != nil)
  }

  @Test(arguments: Operation.withClosure)
  func `a closure that doesn't catch that error fails with it`(operation: Operation) throws {
    let holder = Holder()
    let source = meter.throwing(0...)
    holder.derived = operation(source) { [unowned holder] _ in _ = try holder.derived!.take() }
    #expect(throws: GeneratorError.alreadyExecuting) { try holder.derived!.take() }
    expectEqual(holder.derived!.state, .closed)
    expectEqual(source.state, .closed)
    try expectEqual(holder.derived!.take(), nil)
  }

  @Test(arguments: Operation.allCases)
  func `a source that resumes its derived generator is refused`(operation: Operation) throws {
    let holder = Holder()
    let source = ThrowingGenerator<Int> { [unowned holder] yield in
      for n in 0... {
        #expect(throws: GeneratorError.alreadyExecuting) { try holder.derived!.take() }
        try yield(n)
      }
    }
    holder.derived = operation(source)
    #expect(try holder.derived!.take() != nil)
    #expect(try holder.derived!.take() != nil)
  }

  @Test(arguments: Operation.allCases)
  func `asked from inside of a running source, it fails, and the source continues`(
    operation: Operation
  ) throws {
    let holder = Holder()
    let source = ThrowingGenerator<Int> { [unowned holder] yield in
      try yield(0)
      #expect(throws: GeneratorError.alreadyExecuting) { try holder.derived!.take() }
      try yield(1)
    }
    holder.derived = operation(source)
    try expectEqual(source.next(), 0)
    let lost = try unraisableErrors { () throws in
      try expectEqual(source.next(), 1)
    }
    #expect(lost.isEmpty)
    expectEqual(holder.derived!.state, .closed)
    expectEqual(source.state, .suspended)
  }

  @Test(arguments: Operation.withClosure)
  func `a closure may use and close the source`(operation: Operation) throws {
    let source = meter.throwing(0...)
    let derived = operation(source) { _ in
      #expect(try source.next() != nil)
      try source.close()
    }
    _ = derived.drain()
    expectEqual(derived.state, .closed)
    expectEqual(meter.taken, 2)
  }

  @Test(arguments: Operation.withClosure)
  func `a closure may release the last reference to its generator`(operation: Operation) throws {
    let holder = Holder()
    holder.derived = operation(meter.throwing(2...)) { [unowned holder] _ in holder.derived = nil }
    try expectEqual(holder.derived!.take(), "2")
    #expect(holder.derived == nil)
    expectEqual(meter.open, 0)
  }

  // MARK: Together

  @Test func `a pipeline of all of them`() throws {
    let source = meter.throwing(0...)
    let tens = source.dropFirst(1).filter { $0 % 2 == 0 }.map { $0 * 10 }
    let flat = tens.flatMap { [$0, $0 + 1] }.compactMap { (n: Int) in n % 3 == 0 ? nil : n }
    let pipeline = flat[1..., by: 2].prefix { $0 < 100 }.chunks(ofCount: 2)
    let pairs = zip(1..., pipeline.prefix(2))
    try expectEqual(pairs.collect().map { "\($0)" }, ["(1, [40, 61])"])
    expectEqual(source.state, .suspended)
  }

  @Test func `a long pipeline`() throws {
    var g = meter.throwing(0..<3)
    for _ in 0..<1_000 { g = ThrowingGenerator(g.map { $0 + 1 }) }
    try expectEqual(g.collect(), [1_000, 1_001, 1_002])
    expectEqual(meter.open, 0)
  }

  @Test func `a derived generator serves withSequence`() throws {
    let derived = meter.throwing(0..<9, failingAfter: 3).map { $0 * 2 }
    #expect(throws: Failure(-1)) { try derived.withSequence { Array($0) } }
    try expectEqual(meter.throwing(0..<3).map { $0 * 2 }.withSequence { $0.reduce(0, +) }, 6)
  }

  @Test func `optional elements are no end`() throws {
    let source: [Int?] = [1, nil, 3]
    try expectEqual(meter.throwing(source).map { $0 }.collect(), source)
    try expectEqual(meter.throwing(source).filter { _ in true }.collect(), source)
    try expectEqual(meter.throwing(source).flatMap { [$0] }.collect(), source)
    try expectEqual(meter.throwing(source).flatMap { ThrowingGenerator([$0]) }.collect(), source)
    try expectEqual(meter.throwing(source).prefix(3).collect(), source)
    try expectEqual(meter.throwing(source).prefix { _ in true }.collect(), source)
    try expectEqual(meter.throwing(source).dropFirst(1).collect(), [nil, 3])
    try expectEqual(meter.throwing(source).drop { $0 == 1 }.collect(), [nil, 3])
    try expectEqual(meter.throwing(source).chunks(ofCount: 2).collect(), [[1, nil], [3]])
    try expectEqual(zip(meter.throwing(source), source).collect().map(\.1), source)
    try expectEqual(zip(source, meter.throwing(source)).collect().map(\.0), source)
    try expectEqual(zip(meter.throwing(source), meter.throwing(source)).collect().count, 3)
    try expectEqual(meter.throwing(source)[1...1].collect(), [nil])
    try expectEqual(meter.throwing(source).first { $0 == nil }, .some(nil))
    try expectEqual(meter.throwing(source).elementCount(), 3)
  }
}
