import AsyncGenerators
import Generators
import TestSupport
import Testing

@Suite struct AsyncGeneratorTests {
  @Test func `elements come in order across suspensions`() async throws {
    let g = AsyncGenerator { yield in
      for n in 1...3 {
        await Task.yield()
        try await yield(n)
      }
    }
    var all: [Int] = []
    for await n in g { all.append(n) }
    #expect(all == [1, 2, 3])
    #expect(g.state == .closed)
  }

  @MainActor @Test func `a coroutine is sent values on the main actor`() async throws {
    let g = AsyncCoroutine<Int, Int, String> { yield in
      var n = 0
      do { while true { n += try await yield(n) } } catch is GeneratorExit { return "\(n)" }
    }
    #expect(try await g.start() == 0)
    #expect(try await g.send(2) == 2)
    #expect(try await g.send(3) == 5)
    #expect(try await g.close() == "5")
    #expect(g.returnValue == "5")
  }

  @Test func `delegation goes to coroutines, sequences and generators`() async throws {
    let inner = AsyncCoroutine<Int, Void, String> { yield in
      try await yield(1)
      return "x"
    }
    let outer = AsyncThrowingGenerator<Int> { yield in
      let s = try await yield(from: inner)
      #expect(s == "x")
      try await yield(from: [2, 3])
      try await yield(
        from: Generator { yield in
          do { try yield(7) } catch is Failure { try yield(8) }
        })
    }
    #expect(try await outer.next() == 1)
    #expect(try await outer.next() == 2)
    #expect(try await outer.next() == 3)
    #expect(try await outer.next() == 7)
    #expect(try await outer.throw(Failure(1)) == 8)
    #expect(try await outer.next() == nil)
  }
}
