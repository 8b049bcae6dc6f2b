import CompiledGenerators
import Generators
import Testing

#if Macros
  private func doubled(_ n: Int) -> some Sequence<Int> { (0..<n).lazy.map { $0 * 2 } }
  private func doubledIfAny(_ n: Int) -> (some Sequence<Int>)? { n > 0 ? doubled(n) : nil }
  private func counted(_ n: Int) -> some AsyncSequence<Int, Never> {
    AsyncStream { continuation in
      for i in 0..<n { continuation.yield(i) }
      continuation.finish()
    }
  }

  private struct Leaving: Error {}
  private func failing(_ n: Int) -> any AsyncSequence<Int, any Error> {
    AsyncThrowingStream { continuation in
      for i in 0..<n { continuation.yield(i) }
      continuation.finish(throwing: Leaving())
    }
  }

  @Generator private func twice() -> some Sequence<Int> {
    let numbers = doubled(3)
    for n in numbers { yield(n) }
    for n in numbers { yield(n) }
  }

  @Generator private func pairs() -> some Sequence<Int> {
    let pairs = zip(doubled(2), doubled(4))
    for (a, b) in pairs { yield(a + b) }
    for (a, b) in pairs { yield(a * b) }
  }

  @Generator private func byIterator() -> some Sequence<Int> {
    let numbers = doubled(3)
    var iterator = numbers.makeIterator()
    while let n = iterator.next() {
      yield(n)
      for m in numbers { yield(m * 10) }
    }
  }

  @Generator private func captured() -> some Sequence<Int> {
    var iterator = doubled(4).makeIterator()
    let next = { iterator.next() }
    while let n = next() {
      yield(n)
      if let m = iterator.next() { yield(m * 100) }
    }
  }

  @Generator private func inPatterns(_ n: Int) -> some Sequence<Int> {
    if let numbers = doubledIfAny(n) {
      for n in numbers { yield(n) }
      yield(from: numbers)
    }
    guard case let more? = doubledIfAny(n + 1) else { return }
    switch doubledIfAny(n + 2) {
    case let most?:
      for n in most { yield(n) }
      for n in most { yield(n) }
    case nil: yield(-1)
    }
    yield(from: more)
    for n in more { yield(n) }
  }

  @Generator private func inArrays() -> some Sequence<Int> {
    let all = [doubled(1), doubled(2)]
    let (one, two) = (doubled(1), doubled(2))
    for numbers in all {
      for n in numbers { yield(n) }
      yield(from: numbers)
    }
    for n in one { yield(n) }
    yield(from: two)
    for n in two { yield(n) }
  }

  @Generator private func generic<S: Sequence>(_ items: S) -> some Sequence<(S.Element, Int)> {
    let pairs = zip(items, doubled(2))
    for pair in pairs { yield(pair) }
    for pair in pairs { yield(pair) }
  }

  @Generator private func countdown(_ n: Int) -> some Sequence<Int> {
    let numbers = doubled(n)
    for m in numbers { yield(m) }
    if n > 0 { yield(from: countdown(n - 1)) }
    for m in numbers { yield(-m) }
  }

  @Generator private func chains() -> some Sequence<Int> {
    for (a, b) in zip(doubled(2), doubled(3)) {
      yield(a)
      yield(b)
    }
    for n in doubled(4).lazy.filter({ $0 > 2 }).map({ $0 + 1 }) {
      yield(n)
      yield(n)
    }
    yield(from: doubled(3).lazy.filter { $0 > 0 })
  }

  @Generator(.closure) private func inClosure() -> some Sequence<Int> {
    let numbers = doubled(3)
    var iterator = numbers.makeIterator()
    while let n = iterator.next() {
      yield(n)
      for (a, b) in zip(numbers, doubled(2)) { yield(a + b) }
    }
  }

  extension Sequence<Int> {
    @Generator fileprivate func scaled() -> some Sequence<Int> {
      let factors = doubled(3)
      for n in self { for factor in factors { yield(n * factor) } }
    }
  }

  private struct Source {
    func numbers(_ n: Int) -> some Sequence<Int> { doubled(n) }

    @Generator func twice() -> some Sequence<Int> {
      let bare = numbers(2)
      let called = self.numbers(3)
      for n in bare { yield(n) }
      for n in called { yield(n) }
      for n in bare { yield(n) }
      for n in called { yield(n) }
    }
  }

  @Generator private func throwing() -> some ThrowingSource<Int, any Error> {
    let numbers = doubled(2)
    for n in numbers { yield(n) }
    yield(from: numbers.lazy.filter { $0 > 0 })
    for n in numbers { yield(n) }
    throw Leaving()
  }

  @Generator private func summing() -> some CompiledCoroutine<Int, Int, Int> {
    let numbers = doubled(3)
    var sum = 0
    for n in numbers {
      let sent = try yield(n)
      sum += sent
    }
    try yield(from: numbers)
    return sum
  }

  @Generator private func deferring(_ ended: @escaping ([Int]) -> Void) -> some Sequence<Int> {
    let numbers = doubled(2)
    defer { for n in numbers { ended([n]) } }
    for n in numbers { yield(n) }
    for n in numbers { yield(n) }
  }

  @Generator private func waiting() -> some AsyncSequence<Int, Never> {
    let numbers = doubled(2)
    let stream = counted(2)
    for await n in stream {
      for m in numbers { yield(n * 10 + m) }
    }
    var iterator = counted(3).makeAsyncIterator()
    while let n = await iterator.next(isolation: #isolation) { yield(n) }
    for await n in counted(4).filter({ $0 > 1 }).map({ $0 + 1 }) {
      yield(n)
      yield(n)
    }
  }

  @Generator private func over(_ source: any AsyncSequence<Int, Never>) -> some AsyncSequence<
    Int, Never
  > {
    let other: any AsyncSequence<Int, Never> = counted(3)
    for await n in source {
      yield(n)
      yield(n)
    }
    await yield(from: other)
  }

  @Generator private func overFailing(_ source: any AsyncSequence<Int, any Error>)
    -> some AsyncSequence<Int, any Error>
  {
    for try await n in source {
      yield(n)
      yield(n)
    }
  }

  struct OpaqueVariableTests {
    @Test func `a variable of an opaque type lives across a yield`() {
      #expect(Array(twice()) == [0, 2, 4, 0, 2, 4])
      #expect(Array(pairs()) == [0, 4, 0, 4])
      #expect(Array(byIterator()) == [0, 0, 20, 40, 2, 0, 20, 40, 4, 0, 20, 40])
      #expect(Array(inArrays()) == [0, 0, 0, 2, 0, 2, 0, 0, 2, 0, 2])
    }

    @Test func `a closure captures a variable of an opaque type and sees it change`() {
      #expect(Array(captured()) == [0, 200, 4, 600])
    }

    @Test func `a condition and a case bind a variable of an opaque type`() {
      #expect(Array(inPatterns(1)) == [0, 0, 0, 2, 4, 0, 2, 4, 0, 2, 0, 2])
      #expect(Array(inPatterns(-1)) == [])
      #expect(Array(inPatterns(0)) == [0, 2, 0, 2, 0, 0])
    }

    @Test func `generic and recursive functions have variables of opaque types`() {
      #expect(generic("ab").map { "\($0)\($1)" } == ["a0", "b2", "a0", "b2"])
      #expect(Array(Source().twice()) == [0, 2, 0, 2, 4, 0, 2, 0, 2, 4])
      #expect(Array(countdown(2)) == [0, 2, 0, 0, 0, -2])
    }

    @Test func `the closure form has variables of opaque types`() {
      #expect(Array(inClosure()) == [0, 0, 4, 2, 0, 4, 4, 0, 4])
      #expect(Array([1, 2].scaled()) == [0, 2, 4, 0, 4, 8])
    }

    @Test func `a loop takes a chain of operations on an opaque sequence`() {
      #expect(Array(chains()) == [0, 0, 2, 2, 5, 5, 7, 7, 2, 4])
    }

    @Test func `a copy of the iterator has a copy of its variable of an opaque type`() {
      var first = byIterator().makeIterator()
      _ = first.next()
      var second = first
      #expect((0..<3).map { _ in first.next() } == [0, 20, 40])
      #expect((0..<5).map { _ in second.next() } == [0, 20, 40, 2, 0])
      #expect(first.next() == 2)
    }

    @Test func `throwing bodies and coroutines have variables of opaque types`() throws {
      var elements: [Int] = []
      #expect(throws: Leaving.self) {
        let source = throwing()
        while let n = try source.next() { elements.append(n) }
      }
      #expect(elements == [0, 2, 2, 0, 2])

      let coroutine = Coroutine(summing())
      elements = []
      var next = try coroutine.start()
      for sent in 1... {
        guard let n = next else { break }
        elements.append(n)
        next = try coroutine.send(sent)
      }
      #expect(elements == [0, 2, 4, 0, 2, 4])
      #expect(coroutine.returnValue == 6)

      var ended: [[Int]] = []
      for n in deferring({ ended.append($0) }) where n == 2 { break }
      #expect(ended == [[0], [2]])
    }

    @Test func `a generator that awaits has variables of opaque types`() async {
      var elements: [Int] = []
      for await n in waiting() { elements.append(n) }
      #expect(elements == [0, 2, 10, 12, 0, 1, 2, 3, 3, 4, 4])
    }

    @Test func `a loop that awaits takes an existential`() async throws {
      var elements: [Int] = []
      for await n in over(counted(2)) { elements.append(n) }
      #expect(elements == [0, 0, 1, 1, 0, 1, 2])

      elements = []
      await #expect(throws: Leaving.self) {
        for try await n in overFailing(failing(2)) { elements.append(n) }
      }
      #expect(elements == [0, 0, 1, 1])
    }
  }
#endif
