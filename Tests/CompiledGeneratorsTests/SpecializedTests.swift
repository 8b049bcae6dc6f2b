import CompiledGenerators
import Generators
import TestSupport
import Testing

#if Macros
  // Bodies with iterators of types that only the compiler knows.

  @Generator private func pairs(_ count: Int) -> some Sequence<Int> {
    for i in (0..<count).lazy.filter({ $0 != 1 }) {
      for j in [1, 2].lazy.map({ $0 * 10 + i }) { yield(j) }
    }
  }

  @Generator private func deferring(_ count: Int, _ trace: Trace) -> some Sequence<Int> {
    defer { trace("end") }
    for i in (0..<count).lazy.filter({ $0 != 1 }) {
      for j in [1, 2].lazy.map({ $0 * 10 + i }) { yield(j) }
    }
  }

  @Generator private func failing(_ count: Int) -> some ThrowingSource<Int, Failure> {
    for i in (0..<count).lazy.filter({ $0 != 1 }) {
      for j in [1, 2].lazy.map({ $0 * 10 + i }) { yield(j) }
    }
    throw Failure(count)
  }

  @Generator private func echoing(_ count: Int) -> some CompiledCoroutine<Int, Int, Int> {
    var sum = 0
    for i in (0..<count).lazy.filter({ $0 != 1 }) {
      for j in [1, 2].lazy.map({ $0 * 10 + i }) {
        let sent = try yield(j)
        sum += sent
      }
    }
    return sum
  }

  @Generator private func echoingAndDeferring(
    _ count: Int, _ trace: Trace
  ) -> some CompiledCoroutine<Int, Int, Int> {
    var sum = 0
    defer { trace("end \(sum)") }
    for i in (0..<count).lazy.filter({ $0 != 1 }) {
      for j in [1, 2].lazy.map({ $0 * 10 + i }) {
        let sent = try yield(j)
        sum += sent
      }
    }
    return sum
  }

  @Generator private func awaiting(_ count: Int) -> some AsyncSequence<Int, Failure> {
    for i in (0..<count).lazy.filter({ $0 != 1 }) {
      await Task.yield()
      for j in [1, 2].lazy.map({ $0 * 10 + i }) { yield(j) }
    }
    throw Failure(count)
  }

  @Generator private func awaitingAndDeferring(
    _ count: Int, _ trace: Trace
  ) -> some AsyncSequence<Int, Failure> {
    defer { trace("end") }
    for i in (0..<count).lazy.filter({ $0 != 1 }) {
      await Task.yield()
      for j in [1, 2].lazy.map({ $0 * 10 + i }) { yield(j) }
    }
    throw Failure(count)
  }

  /// Generators of types that their consumer doesn't know.
  @Suite struct SpecializedTests {
    let expected = [10, 20, 12, 22]

    @Test func `a function is two words`() {
      // A pointer to a step relies on it: one word is of the code, and one of the context.
      expectEqual(MemoryLayout<(inout Int) -> Int?>.size, 2 * MemoryLayout<UInt>.size)
      expectEqual(
        MemoryLayout<(inout Int, isolated (any Actor)?) async throws -> Int?>.size,
        2 * MemoryLayout<UInt>.size)
    }

    func elements(of sequence: any Sequence<Int>) -> [Int] {
      var elements: [Int] = []
      for element in sequence { elements.append(element) }
      return elements
    }

    @Test func `a sequence of an unknown type runs its body and its defer`() {
      expectEqual(elements(of: pairs(3)), expected)
      let trace = Trace()
      expectEqual(elements(of: deferring(3, trace)), expected)
      expectEqual(trace.take(), ["end"])
    }

    @Test func `a throwing source of an unknown type yields and throws`() throws {
      func take(_ source: any ThrowingSource<Int, Failure>) throws -> [Int] {
        var elements: [Int] = []
        for _ in expected {
          if let element = try source.next() { elements.append(element) }
        }
        #expect(throws: Failure(3)) { try source.next() }
        try expectEqual(source.next(), nil)
        return elements
      }
      try expectEqual(take(failing(3)), expected)
    }

    @Test func `a coroutine of an unknown type yields and returns`() throws {
      func take(_ made: any CompiledCoroutine<Int, Int, Int>) throws -> [Int] {
        var coroutine = made
        var elements: [Int] = []
        var next = try coroutine.start()
        while let element = next {
          elements.append(element)
          next = try coroutine.send(element)
        }
        expectEqual(coroutine.returnValue, 64)
        return elements
      }
      try expectEqual(take(echoing(3)), expected)
      let trace = Trace()
      try expectEqual(take(echoingAndDeferring(3, trace)), expected)
      expectEqual(trace.take(), ["end 64"])
    }

    @Test func `an asynchronous sequence of an unknown type yields and throws`() async {
      func take(_ sequence: any AsyncSequence<Int, Failure>) async -> [Int] {
        var elements: [Int] = []
        do {
          for try await element in sequence { elements.append(element) }
          Issue.record("no error")
        } catch {
          expectEqual(error, Failure(3))
        }
        return elements
      }
      let elements = await take(awaiting(3))
      expectEqual(elements, expected)
      let trace = Trace()
      let others = await take(awaitingAndDeferring(3, trace))
      expectEqual(others, expected)
      expectEqual(trace.take(), ["end"])
    }
  }
#endif
