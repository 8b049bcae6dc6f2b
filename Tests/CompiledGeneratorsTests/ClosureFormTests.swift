import CompiledGenerators
import Generators
import TestSupport
import Testing

// Where no type can be declared beside a generator, and how the macro knows it.

#if Macros
  // MARK: - Extensions

  // Names that tell nothing of what they are.
  private protocol Outline {
    var points: [Int] { get }
  }

  private typealias Line = Outline

  private enum Drawing {
    protocol DrawingOutline { var points: [Int] { get } }
    struct Printable { var points = [1, 2] }
    struct Path<Point> { var points: [Point] }
  }

  private protocol Größe { var points: [Int] { get } }

  private struct Variable { var points = [1, 2] }

  extension Outline {
    @Generator fileprivate func doubled() -> some Sequence<Int> {
      for point in points { yield(point * 2) }
    }

    @Generator fileprivate static func names(_ outline: Self) -> some Sequence<String> {
      yield("\(Self.self)")
      yield("\(outline.points.count)")
    }
  }

  extension Line {
    @Generator fileprivate func halves() -> some Sequence<Int> {
      for point in points { yield(point / 2) }
    }
  }

  extension Outline where Self: Equatable {
    @Generator fileprivate func isEqual(to others: [Self]) -> some Sequence<Bool> {
      for other in others { yield(self == other) }
    }
  }

  extension Drawing.DrawingOutline {
    @Generator fileprivate func doubled() -> some Sequence<Int> {
      for point in points { yield(point * 2) }
    }
  }

  extension Größe {
    @Generator fileprivate func tripled() -> some Sequence<Int> {
      for point in points { yield(point * 3) }
    }
  }

  // A protocol of another module.
  extension ThrowingSource {
    @Generator fileprivate func counted() -> some ThrowingSource<Int, any Error> {
      var count = 0
      while try next() != nil {
        count += 1
        try yield(count)
      }
    }
  }

  // Of any failure. Those of one protocol are stacked.
  extension ThrowingSource {
    @Generator fileprivate func same() -> some ThrowingSource<Element, Failure> {
      while let element = try next() { yield(element) }
    }

    @Generator fileprivate func twice() -> some ThrowingSource<Element, Failure> {
      do throws(Failure) {
        while let element = try next() {
          yield(element)
          yield(element)
        }
      } catch { throw error }
    }

    @Generator fileprivate func erased() -> some ThrowingSource<Element, any Error> {
      while let element = try next() { try yield(element) }
    }
  }

  extension AsyncSequence {
    @Generator fileprivate func same() -> some AsyncSequence<Element, Failure> {
      for try await element in self { yield(element) }
    }

    @Generator fileprivate func twice() -> some AsyncSequence<Element, Failure> {
      do {
        for try await element in self {
          yield(element)
          yield(element)
        }
      } catch { throw error }
    }

    @Generator fileprivate func erased() -> some AsyncSequence<Element, any Error> {
      for try await element in self { yield(element) }
    }

    @Generator fileprivate func delegating() -> some AsyncSequence<Element, Failure> {
      try await yield(from: self)
    }
  }

  /// The numbers up to another one, and then an error if there is one.
  private struct Numbers<Failure: Error>: AsyncSequence, AsyncIteratorProtocol {
    let end: Int
    let error: Failure?
    var last = 0

    func makeAsyncIterator() -> Self { self }

    mutating func next(isolation: isolated (any Actor)?) async throws(Failure) -> Int? {
      try pull()
    }

    mutating func next() async throws(Failure) -> Int? { try pull() }

    mutating func pull() throws(Failure) -> Int? {
      if last == end {
        if let error { throw error }
        return nil
      }
      last += 1
      return last
    }
  }

  /// The same as a source.
  private final class NumbersSource<Failure: Error>: ThrowingSource {
    var numbers: Numbers<Failure>

    init(_ numbers: Numbers<Failure>) { self.numbers = numbers }

    func next() throws(Failure) -> Int? { try numbers.pull() }
    func abandon() {}
  }

  extension Error {
    @Generator fileprivate func texts() -> some Sequence<String> { yield("\(self)") }
  }

  // Types with names like those of protocols.
  extension Variable {
    @Generator fileprivate func doubled() -> some Sequence<Int> {
      for point in points { yield(point * 2) }
    }
  }

  extension Drawing.Printable {
    @Generator fileprivate func doubled() -> some Sequence<Int> {
      for point in points { yield(point * 2) }
    }
  }

  extension Drawing.Path where Point: BinaryInteger {
    @Generator fileprivate func doubled() -> some Sequence<Point> {
      for point in points { yield(point * 2) }
    }
  }

  struct Triangle: Outline, Drawing.DrawingOutline, Größe, Equatable {
    var points = [2, 4]
  }

  // MARK: - Accessors

  private var ofTheFile: some Sequence<Int> {
    @Generator func numbers(_ end: Int) -> some Sequence<Int> {
      var n = 0
      while n < end {
        yield(n)
        n += 1
      }
    }
    return numbers(3)
  }

  private struct Accessed {
    var base = 10
    var set: [Int] = []

    var implicit: some Sequence<Int> {
      @Generator func numbers() -> some Sequence<Int> {
        yield(base)
        yield(self.base + 1)
      }
      return numbers()
    }

    static var ofTheType: [Int] {
      @Generator func numbers() -> some Sequence<Int> {
        yield(1)
        yield(2)
      }
      return Array(numbers())
    }

    var explicit: [Int] {
      get {
        @Generator func numbers() -> some Sequence<Int> { yield(base) }
        return Array(numbers())
      }
      set {
        @Generator func numbers(_ base: Int) -> some Sequence<Int> {
          for value in newValue { yield(value + base) }
        }
        set = Array(numbers(base))
      }
    }

    subscript(n: Int) -> some Sequence<Int> {
      @Generator func numbers() -> some Sequence<Int> {
        for i in 0..<n { yield(base + i) }
      }
      return numbers()
    }
  }

  extension Accessed {
    fileprivate var ofTheExtension: AnySequence<Int> {
      if base > 0 {
        @Generator func numbers() -> AnySequence<Int> { yield(base * 2) }
        return numbers()
      }
      return AnySequence([])
    }
  }

  extension Outline {
    fileprivate var ofTheProtocol: some Sequence<Int> {
      @Generator func numbers() -> some Sequence<Int> { for point in points { yield(-point) } }
      return numbers()
    }
  }

  // MARK: - Captures

  /// An object that isn't `Sendable`.
  private final class Counter {
    var count = 0

    func up() -> Int {
      count += 1
      return count
    }

    // Members of a class by their bare names, as in any local function.
    func implicitly() -> [Int] {
      @Generator func counts() -> some Sequence<Int> {
        yield(up())
        yield(count + 10)
      }
      return Array(counts())
    }

    func awaiting(_ counter: Counter) -> some AsyncSequence<Int, Never> {
      let captured = Counter()
      @Generator func counts(_ counter: Counter) -> some AsyncSequence<Int, Never> {
        yield(up())
        await Task.yield()
        yield(counter.up() + 10)
        yield(captured.up() + 20)
      }
      return counts(counter)
    }

    @Generator(.closure) func failing(
      _ next: @escaping () async throws -> Int
    ) -> some AsyncSequence<Int, any Error> {
      defer { count = -1 }
      while true {
        let number = try await next()
        yield(number + up())
      }
    }
  }

  private protocol Counting {
    var counter: Counter { get }
    nonisolated(nonsending) func fetch() async -> Int
  }

  extension Counting {
    @Generator fileprivate func counts<Value>(
      _ values: [Value], _ more: some AsyncSequence<Int, Never>
    ) -> some AsyncSequence<Int, Never> {
      for _ in values {
        let number = await fetch()
        yield(number + counter.up())
      }
      for await number in more { yield(number) }
    }

    @Generator fileprivate func empty<Value>(
      of type: Value.Type
    ) -> some AsyncSequence<Value, Never> {
      await Task.yield()
    }
  }

  private struct Counters: Counting {
    let counter = Counter()
    nonisolated(nonsending) func fetch() async -> Int {
      await Task.yield()
      return 100
    }
  }

  // MARK: - Isolation

  private protocol Worker: Actor {
    var jobs: [Int] { get }
  }

  extension Worker {
    @Generator fileprivate func remaining(_ counter: Counter) -> some AsyncSequence<Int, Never> {
      assertIsolated()
      for job in await jobs {
        await Task.yield()
        assertIsolated()
        yield(job + counter.up())
      }
    }

    fileprivate func list(_ counter: Counter) async -> [Int] {
      @Generator func local(_ counter: Counter) -> some AsyncSequence<Int, Never> {
        assertIsolated()
        yield(counter.up())
        await Task.yield()
        assertIsolated()
        yield(await self.jobs.count)
      }
      var found: [Int] = []
      for await job in remaining(counter) { found.append(job) }
      for await number in local(counter) { found.append(number) }
      return found
    }
  }

  private actor Smith: Worker {
    var jobs = [10, 20]

    func all() async -> [Int] {
      @Generator func local(_ more: Int) -> some AsyncSequence<Int, Never> {
        self.assertIsolated()
        for job in await jobs { yield(job + more) }
        await Task.yield()
        self.assertIsolated()
      }
      var found: [Int] = []
      for await job in local(1) { found.append(job) }
      return found
    }
  }

  private func listed() async -> [Int] { await Smith().list(Counter()) }

  @MainActor private final class Panel {
    var titles = ["a", "b"]

    func all() async -> [String] {
      @Generator func local() -> some AsyncSequence<String, Never> {
        MainActor.assertIsolated()
        for title in await titles { yield(title) }
        await Task.yield()
        MainActor.assertIsolated()
      }
      var found: [String] = []
      for await title in local() { found.append(title) }
      return found
    }
  }

  // MARK: -

  @Suite struct ClosureFormTests {
    @Test func `extensions of protocols need no argument of the macro`() throws {
      let triangle = Triangle()
      expectEqual(Array((triangle as any Outline).doubled()), [4, 8])
      expectEqual(Array(triangle.halves()), [1, 2])
      expectEqual(Array(Triangle.names(triangle)), ["Triangle", "2"])
      expectEqual(
        Array(triangle.isEqual(to: [triangle, Triangle(points: [])])), [true, false])
      expectEqual(Array((triangle as any Drawing.DrawingOutline).doubled()), [4, 8])
      expectEqual(Array(triangle.tripled()), [6, 12])
      expectEqual(Array(Failure(1).texts()), ["\(Failure(1))"])
      @Generator func source() -> some ThrowingSource<String, any Error> {
        yield("a")
        yield("b")
      }
      let counted = source().counted()
      try expectEqual(counted.next(), 1)
      try expectEqual(counted.next(), 2)
      try expectEqual(counted.next(), nil)
    }

    @Test func `an extension of a type has the fast form, whatever the name of the type`() {
      expectEqual(Array(Variable().doubled()), [2, 4])
      expectEqual(Array(Drawing.Printable().doubled()), [2, 4])
      expectEqual(Array(Drawing.Path(points: [3]).doubled()), [6])
      #expect(!"\(type(of: Variable().doubled()))".contains("Closure"))
      #expect(!"\(type(of: Drawing.Printable().doubled()))".contains("Closure"))
      #expect("\(type(of: Triangle().halves()))".contains("Closure"))
    }

    @Test func `an accessor has local generators, with and without get`() {
      expectEqual(Array(ofTheFile), [0, 1, 2])
      var accessed = Accessed()
      expectEqual(Array(accessed.implicit), [10, 11])
      expectEqual(Accessed.ofTheType, [1, 2])
      expectEqual(accessed.explicit, [10])
      accessed.explicit = [1, 2]
      expectEqual(accessed.set, [11, 12])
      expectEqual(Array(accessed[2]), [10, 11])
      expectEqual(Array(accessed.ofTheExtension), [20])
      expectEqual(Array(Triangle().ofTheProtocol), [-2, -4])
      var ofTheFunction: [Int] {
        @Generator func numbers() -> some Sequence<Int> { yield(accessed.base) }
        return Array(numbers())
      }
      expectEqual(ofTheFunction, [10])
    }

    @Test func `a local generator mentions the members of a class without self`() {
      expectEqual(Counter().implicitly(), [1, 11])
    }

    @Test func `what a body that awaits captures needn't be Sendable`() async throws {
      let (counter, other) = (Counter(), Counter())
      expectEqual(await counter.awaiting(other).elements(), [1, 11, 21])
      expectEqual((counter.count, other.count) == (1, 1), true)

      let counters = Counters()
      expectEqual(
        await counters.counts(["a", "b"], counter.awaiting(other)).elements(),
        [101, 102, 2, 12, 21])
      expectEqual(await counters.empty(of: String.self).elements(), [])

      var found: [Int] = []
      var last = 0
      let numbers = counter.failing {
        last += 10
        if last > 20 { throw Failure(3) }
        return last
      }
      await #expect(throws: Failure(3)) {
        for try await number in numbers { found.append(number) }
      }
      expectEqual(found, [13, 24])
      expectEqual(counter.count, -1)
    }

    @Test func `bodies of any failure are stacked`() async {
      func elements<Failure: Error>(
        _ sequence: some AsyncSequence<Int, Failure>
      ) async -> [String] {
        var elements: [String] = []
        do {
          for try await element in sequence { elements.append("\(element)") }
        } catch { elements.append("\(error)") }
        return elements
      }
      func pulled<Failure: Error>(_ source: some ThrowingSource<Int, Failure>) -> [String] {
        var elements: [String] = []
        do {
          while let element = try source.next() { elements.append("\(element)") }
        } catch { elements.append("\(error)") }
        return elements
      }
      func check<Failure: Error>(_ numbers: Numbers<Failure>, _ error: [String]) async {
        let once = ["1", "2"] + error
        let twice = ["1", "1", "2", "2"] + error
        expectEqual(await elements(numbers.same()), once)
        expectEqual(await elements(numbers.same().twice()), twice)
        expectEqual(await elements(numbers.erased().same().delegating()), once)
        expectEqual(await elements(numbers.delegating().erased().twice()), twice)
        expectEqual(pulled(NumbersSource(numbers).same()), once)
        expectEqual(pulled(NumbersSource(numbers).same().twice()), twice)
        expectEqual(pulled(NumbersSource(numbers).erased().same().twice()), twice)
      }
      await check(Numbers(end: 2, error: nil as Never?), [])
      await check(Numbers(end: 2, error: Failure(3)), ["\(Failure(3))"])
      await check(Numbers(end: 2, error: Failure(3) as any Error), ["\(Failure(3))"])

      // Whose types the optimizer sees.
      var found: [Int] = []
      for await number in Numbers<Never>(end: 2, error: nil).same().delegating() {
        found.append(number)
      }
      let source = NumbersSource<Never>(Numbers(end: 2, error: nil)).same().twice()
      while let number = source.next() { found.append(number) }
      do {
        for try await number in Numbers(end: 1, error: Failure(3)).same().same() {
          found.append(number)
        }
      } catch { found.append(error == Failure(3) ? -3 : 0) }
      expectEqual(found, [1, 2, 1, 1, 2, 2, 1, -3])
    }

    @Test func `a body that awaits is isolated as its consumer is, also by an actor`() async {
      expectEqual(await listed(), [11, 22, 3, 2])
      expectEqual(await Smith().all(), [11, 21])
      expectEqual(await Panel().all(), ["a", "b"])
    }
  }
#endif
