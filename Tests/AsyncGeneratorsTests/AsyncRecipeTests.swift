import AsyncGenerators
import Generators
import TestSupport
import Testing

@Suite struct AsyncRecipeTests {
  /// Counts to `last`, and tells what its body does.
  private func counting(to last: Int, _ trace: SharedTrace) -> ThrowingGenerator<Int> {
    ThrowingGenerator { yield in
      trace("begins")
      defer { trace("ends") }
      for n in 1...last {
        trace("makes \(n)")
        try yield(n)
      }
    }
  }

  @Test func `each loop runs the recipe anew`() async throws {
    let trace = SharedTrace()
    let recipe = AsyncRecipe { counting(to: 2, trace) }
    for _ in 1...2 { try await expectEqual(elements(of: recipe), [1, 2]) }
    expectEqual(trace.events.filter { $0 == "begins" }.count, 2)
    expectEqual(trace.events.last, "ends")
  }

  @Test func `the recipe is called by the first request`() async throws {
    let trace = SharedTrace()
    let recipe = AsyncRecipe {
      trace("made")
      return counting(to: 1, trace)
    }
    do { _ = recipe.makeAsyncIterator() }
    var iterator = recipe.makeAsyncIterator()
    expectEqual(trace.events, [])
    try await expectEqual(iterator.next(), 1)
    expectEqual(trace.events, ["made", "begins", "makes 1"])
  }

  @Test func `an element is made when it is requested, and not before`() async throws {
    let trace = SharedTrace()
    for try await n in AsyncRecipe({ counting(to: 3, trace) }) {
      trace("takes \(n)")
      await Task.yield()
      trace("took \(n)")
    }
    expectEqual(
      trace.events,
      [
        "begins", "makes 1", "takes 1", "took 1", "makes 2", "takes 2", "took 2", "makes 3",
        "takes 3", "took 3", "ends",
      ])
  }

  @Test func `a break closes the generator at once`() async throws {
    let trace = SharedTrace()
    for try await _ in AsyncRecipe({ counting(to: 3, trace) }) { break }
    trace("after the loop")
    expectEqual(trace.events, ["begins", "makes 1", "ends", "after the loop"])
  }

  @Test func `an error of the consumer closes the generator at once`() async throws {
    let trace = SharedTrace()
    await #expect(throws: Failure(1)) {
      for try await _ in AsyncRecipe({ counting(to: 3, trace) }) { throw Failure(1) }
    }
    expectEqual(trace.events, ["begins", "makes 1", "ends"])
  }

  @Test func `an error of the recipe is the first thing that a loop gets`() async throws {
    var iterator = AsyncRecipe<Int, any Error> { () throws -> ThrowingGenerator<Int> in
      throw Failure(2)
    }.makeAsyncIterator()
    await #expect(throws: Failure(2)) { try await iterator.next() }
    try await expectEqual(iterator.next(), nil)
  }

  @Test func `an error of the generator comes out once, after the elements`() async throws {
    let census = Census()
    var iterator = AsyncRecipe {
      ThrowingGenerator { yield in
        let citizen = census.citizen()
        try yield(1)
        withExtendedLifetime(citizen) {}
        throw Failure(3)
      }
    }.makeAsyncIterator()
    try await expectEqual(iterator.next(), 1)
    expectEqual(census.alive, 1)
    await #expect(throws: Failure(3)) { try await iterator.next() }
    expectEqual(census.alive, 0)
    for _ in 1...2 { try await expectEqual(iterator.next(), nil) }
  }

  @Test func `the generator is released at its end`() async throws {
    let census = Census()
    var iterator = AsyncRecipe {
      let citizen = census.citizen()
      return ThrowingGenerator { yield in try yield(citizen.id) }
    }.makeAsyncIterator()
    try await expectEqual(iterator.next(), 0)
    try await expectEqual(iterator.next(), nil)
    expectEqual(census.alive, 0)
    withExtendedLifetime(iterator) {}
  }

  @Test func `sequences that can't fail make one that can't`() async {
    var all: [Int] = []
    for await n in AsyncRecipe({ 1...3 }) { all.append(n) }
    for await n in AsyncRecipe({ Generator { yield in try yield(4) } }) { all.append(n) }
    for await n in AsyncRecipe({ opaque() }) { all.append(n) }
    expectEqual(all, [1, 2, 3, 4, 5])
  }

  @Test func `operations of sources and of async sequences go with it`() async throws {
    let recipe = AsyncRecipe { ThrowingGenerator(1...4).filter { $0 != 2 }.map { $0 * 10 } }
    try await expectEqual(elements(of: recipe.map { "\($0)" }.filter { $0 != "30" }), ["10", "40"])
  }

  @Test func `the body runs in the isolation of its consumer`() async throws {
    try await onMainActor()
    try await Somewhere().consume()
  }

  @MainActor private func onMainActor() async throws {
    for try await n in AsyncRecipe({
      ThrowingGenerator { yield in
        MainActor.preconditionIsolated()
        try yield(1)
        MainActor.preconditionIsolated()
      }
    }) { expectEqual(n, 1) }
  }

  private actor Somewhere {
    func consume() async throws {
      let here = self
      for try await n in AsyncRecipe({
        ThrowingGenerator { yield in
          here.preconditionIsolated()
          try yield(1)
        }
      }) { expectEqual(n, 1) }
    }
  }

  private enum Request { @TaskLocal static var id = 0 }

  @Test func `the body sees its consumer's task-local values`() async throws {
    let recipe = AsyncRecipe { ThrowingGenerator { yield in try yield(Request.id) } }
    let ids = try await Request.$id.withValue(7) { try await elements(of: recipe) }
    expectEqual(ids, [7])
  }

  @Test func `cancellation is the body's to see`() async throws {
    let (begun, cancelled) = (Gate(), Gate())
    let task = Task {
      var taken = 0
      do {
        for try await n in AsyncRecipe({
          ThrowingGenerator { yield in
            for n in 1...3 { try yield(n) }
            try Task.checkCancellation()
            try yield(4)
          }
        }) {
          begun.open()
          await cancelled.pass()
          taken = n
        }
      } catch is CancellationError {
        return taken
      }
      return -1
    }
    await begun.pass()
    task.cancel()
    cancelled.open()
    try await expectEqual(task.value, 3)
  }

  @Test func `tasks may iterate one recipe at once`() async throws {
    let recipe = AsyncRecipe { ThrowingGenerator(1...1_000) }
    let sums = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 1...8 {
        group.addTask {
          var sum = 0
          for try await n in recipe {
            sum += n
            if n % 100 == 0 { await Task.yield() }
          }
          return sum
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    expectEqual(sums, Array(repeating: 500_500, count: 8))
  }

  @Test func `elements need not be Sendable`() async throws {
    final class Box { var value = 1 }
    for try await box in AsyncRecipe({ ThrowingGenerator { yield in try yield(Box()) } }) {
      box.value += 1
      expectEqual(box.value, 2)
    }
  }

  @Test func `a mapped recipe is Sendable, as HTTP bodies must be`() async throws {
    func body(_ sequence: some AsyncSequence<[UInt8], any Error> & Sendable) async throws -> [UInt8]
    {
      let task = Task {
        var all: [UInt8] = []
        for try await chunk in sequence { all += chunk }
        return all
      }
      return try await task.value
    }
    let bytes = try await body(
      AsyncRecipe { ThrowingGenerator(["ab", "c"]) }.map { Array($0.utf8) })
    expectEqual(bytes, Array("abc".utf8))
  }
}

private func opaque() -> some Sequence<Int> { [5].lazy.map { $0 } }

/// All elements of a sequence.
func elements<Source: AsyncSequence>(of source: Source) async throws -> [Source.Element] {
  var all: [Source.Element] = []
  for try await element in source { all.append(element) }
  return all
}
