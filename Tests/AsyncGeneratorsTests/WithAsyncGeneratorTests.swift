import AsyncGenerators
import Generators
import TestSupport
import Testing

@Suite struct WithAsyncGeneratorTests {
  static func numbers(_ trace: SharedTrace, failing: Bool = false) -> AsyncThrowingGenerator<Int> {
    AsyncThrowingGenerator { yield in
      do {
        for n in 1... { try await yield(n) }
      } catch is GeneratorExit {
        await hop()
        trace("cleaned")
        if failing { throw Failure(9) }
      }
    }
  }

  @Test(arguments: Place.allCases)
  func `clean-up is done when it returns`(place: Place) async throws {
    try await place.run { () async throws in
      let trace = SharedTrace()
      let sum = try await withAsyncGenerator(Self.numbers(trace)) { numbers in
        var sum = 0
        for try await n in numbers {
          sum += n
          if n == 3 { break }
        }
        return sum
      }
      trace("after")
      #expect(sum == 6)
      #expect(trace.events == ["cleaned", "after"])
    }
  }

  @Test func `clean-up is done when it throws`() async throws {
    let trace = SharedTrace()
    await #expect(throws: Failure(1)) {
      try await withAsyncGenerator(Self.numbers(trace)) { numbers in
        try await numbers.next()
        throw Failure(1)
      }
    }
    #expect(trace.events == ["cleaned"])
  }

  @Test func `an error of closing is thrown`() async throws {
    let trace = SharedTrace()
    await #expect(throws: Failure(9)) {
      try await withAsyncGenerator(Self.numbers(trace, failing: true)) { try await $0.next() }
    }
  }

  @Test func `an error of closing after another goes to the hook`() async throws {
    let errors = RoutedUnraisableErrors()
    let g = AsyncThrowingGenerator<Int>(line: errors.line) { yield in
      do { try await yield(1) } catch { throw Failure(9) }
    }
    await #expect(throws: Failure(1)) {
      try await withAsyncGenerator(g) { g in
        try await g.next()
        throw Failure(1)
      }
    }
    #expect(errors.errors.map { $0.error as? Failure } == [Failure(9)])
  }

  @MainActor @Test func `the closure is isolated as its caller`() async {
    let g = AsyncGenerator<Int> { yield in for n in 1... { try await yield(n) } }
    var seen: [Int] = []
    await withAsyncGenerator(g) { g in
      for await n in g {
        MainActor.assertIsolated()
        seen.append(n)
        if n == 2 { break }
      }
    }
    #expect(seen == [1, 2])
    #expect(g.state == .closed)
  }

  @Test(arguments: Place.allCases)
  func `the awaits of an awaiting generator's clean-up are served`(place: Place) async throws {
    try await place.run { () async throws in
      let trace = SharedTrace()
      let g = AwaitingGenerator<Int> { yield in
        do {
          for n in 1... { try yield(n) }
        } catch is GeneratorExit {
          try yield.await { await hop() }
          trace("cleaned")
        }
      }
      let first = try await withAsyncGenerator(g) { g in
        for try await n in g { return n }
        return 0
      }
      trace("after")
      #expect(first == 1)
      #expect(trace.events == ["cleaned", "after"])
    }
  }

  @Test func `errors of an awaiting generator are thrown, or go to the hook`() async throws {
    let errors = RoutedUnraisableErrors()
    func failing() -> AwaitingGenerator<Int> {
      AwaitingGenerator(line: errors.line) { yield in
        do { try yield(1) } catch { throw Failure(9) }
      }
    }
    await #expect(throws: Failure(9)) {
      try await withAsyncGenerator(failing()) { _ = try await $0.next() }
    }
    #expect(errors.errors.isEmpty)
    await #expect(throws: Failure(1)) {
      try await withAsyncGenerator(failing()) { g in
        try await g.next()
        throw Failure(1)
      }
    }
    #expect(errors.errors.map { $0.error as? Failure } == [Failure(9)])
  }
}
