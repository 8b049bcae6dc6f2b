import AsyncGenerators
import Generators
import TestSupport
import Testing

@Suite struct DelegationTests {
  static func countdown(_ n: Int, _ trace: SharedTrace) -> AsyncCoroutine<Int, Void, String> {
    AsyncCoroutine { yield in
      defer { trace("leaves \(n)") }
      try await yield(n)
      if n > 0 { trace(try await yield(from: countdown(n - 1, trace))) }
      await hop()
      return "returned \(n)"
    }
  }

  @Test(arguments: Place.allCases)
  func `elements and values come through a chain`(place: Place) async throws {
    try await place.run { () async throws in
      let trace = SharedTrace()
      let g = AsyncThrowingGenerator<Int> { yield in
        trace(try await yield(from: Self.countdown(2, trace)))
      }
      var all: [Int] = []
      for try await n in g { all.append(n) }
      #expect(all == [2, 1, 0])
      #expect(
        trace.events == [
          "leaves 0", "returned 0", "leaves 1", "returned 1", "leaves 2", "returned 2",
        ])
    }
  }

  @Test func `closing closes the chain from the inside`() async throws {
    let trace = SharedTrace()
    let g = AsyncThrowingGenerator<Int> { yield in
      defer { trace("leaves outer") }
      try await yield(from: Self.countdown(2, trace))
    }
    for _ in 0..<3 { try await g.next() }
    try await g.close()
    #expect(trace.events == ["leaves 0", "leaves 1", "leaves 2", "leaves outer"])
  }

  @Test func `values and errors that are sent in go to the innermost body`() async throws {
    let inner = AsyncCoroutine<String, Int, Int> { yield in
      do {
        return try await yield("first") * 10
      } catch let failure as Failure {
        return try await yield("caught \(failure.code)")
      }
    }
    let outer = AsyncCoroutine<String, Int, Int> { yield in try await yield(from: inner) + 1 }
    #expect(try await outer.start() == "first")
    #expect(inner.state == .running)
    #expect(try await outer.throw(Failure(3)) == "caught 3")
    #expect(try await outer.send(7) == nil)
    #expect(outer.returnValue == 8)
    #expect(inner.returnValue == 7)
    #expect(inner.state == .closed)
  }

  @Test func `an error of the inner body leaves through the outer, which may catch it`()
    async throws
  {
    let inner = AsyncThrowingGenerator<Int> { yield in
      try await yield(1)
      throw Failure(2)
    }
    let outer = AsyncThrowingGenerator<Int> { yield in
      do {
        try await yield(from: inner)
      } catch let failure as Failure {
        try await yield(failure.code * 100)
      }
    }
    var all: [Int] = []
    for try await n in outer { all.append(n) }
    #expect(all == [1, 200])
    #expect(inner.state == .closed)
  }

  @Test(arguments: [false, true])
  func `an exit closes the outer even if the inner catches it`(isStarted: Bool) async throws {
    let trace = SharedTrace()
    let inner = AsyncCoroutine<Int, Void, String> { yield in
      do { while true { try await yield(1) } } catch is GeneratorExit { trace("inner caught") }
      return "value"
    }
    if isStarted { try await inner.next() }
    let outer = AsyncThrowingGenerator<Int> { yield in
      do {
        try await yield(from: inner)
        trace("not here")
      } catch is GeneratorExit {
        trace("outer exits")
      }
    }
    try await outer.next()
    try await outer.close()
    #expect(trace.events == ["inner caught", "outer exits"])
    #expect(inner.state == .closed)
  }

  @Test func `one that was started goes on where it stands`() async throws {
    let inner = AsyncCoroutine<Int, Int?, String> { yield in
      var sum = 0
      while sum < 10 {
        do { sum += try await yield(sum) ?? 1 } catch is Failure { sum += 100 }
      }
      return "\(sum)"
    }
    #expect(try await inner.send(nil) == 0)
    let outer = AsyncCoroutine<Int, Int?, String> { yield in
      "got " + (try await yield(from: inner))
    }
    #expect(try await outer.next() == 1)
    #expect(try await outer.send(4) == 5)
    #expect(inner.state == .suspended)
    #expect(try await outer.throw(Failure(1)) == nil)
    #expect(outer.returnValue == "got 105")
  }

  @Test func `one that waits for a value can't be delegated to`() async throws {
    let inner = AsyncCoroutine<Int, Int, Void> { yield in _ = try await yield(1) }
    try await inner.start()
    let outer = AsyncCoroutine<Int, Int, Void> { yield in try await yield(from: inner) }
    await #expect(throws: GeneratorError.alreadyStarted) { try await outer.start() }
  }

  @Test func `one that has ended yields nothing, or is an error where a value is expected`()
    async throws
  {
    let ended = AsyncThrowingGenerator<Int> { _ in }
    try await ended.next()
    let valued = AsyncCoroutine<Int, Void, Int> { _ in 1 }
    try await valued.next()
    let outer = AsyncThrowingGenerator<Int> { yield in
      try await yield(from: ended)
      try await yield(1)
      try await yield(from: valued)
    }
    #expect(try await outer.next() == 1)
    await #expect(throws: GeneratorError.closed) { try await outer.next() }
  }

  @Test func `a delegate can't be used during the delegation`() async throws {
    let inner = AsyncThrowingGenerator<Int> { yield in for n in 1... { try await yield(n) } }
    let outer = AsyncThrowingGenerator<Int> { yield in try await yield(from: inner) }
    try await outer.next()
    await #expect(throws: GeneratorError.alreadyExecuting) { try await inner.next() }
    await #expect(throws: GeneratorError.alreadyExecuting) { try await inner.close() }
    try await outer.close()
    #expect(try await inner.next() == nil)
  }

  @Test(arguments: Place.allCases)
  func `a sequence is lent to the consumer`(place: Place) async throws {
    try await place.run { () async throws in
      let trace = SharedTrace()
      let g = AsyncThrowingGenerator<Int> { yield in
        for page in 0..<3 {
          if page == 1 { await hop() }
          trace("page \(page)")
          try await yield(from: [page * 10, page * 10 + 1])
        }
      }
      var all: [Int] = []
      for try await n in g { all.append(n) }
      #expect(all == [0, 1, 10, 11, 20, 21])
      #expect(trace.events == ["page 0", "page 1", "page 2"])
      let empty = AsyncThrowingGenerator<Int> { yield in
        try await yield(from: [])
        try await yield(from: 5...6)
      }
      #expect(try await empty.next() == 5)
      await #expect(throws: Failure(1)) { try await empty.throw(Failure(1)) }
    }
  }

  @Test func `closing while a sequence is lent releases it`() async throws {
    let census = Census()
    let g = AsyncThrowingGenerator<Int> { yield in
      let citizen = census.citizen()
      try await yield(from: (0...).lazy.map { $0 + citizen.id })
    }
    for n in 0..<3 { #expect(try await g.next() == n) }
    try await g.close()
    #expect(census.alive == 0)
  }

  @Test func `a synchronous generator gets what is thrown in, and is closed`() async throws {
    let trace = SharedTrace()
    let g = AsyncThrowingGenerator<Int> { yield in
      try await yield(
        from: Generator<Int> { yield in
          defer { trace("closed") }
          while true {
            do { try yield(1) } catch is Failure { try yield(2) }
          }
        })
    }
    #expect(try await g.next() == 1)
    #expect(try await g.throw(Failure(1)) == 2)
    #expect(try await g.next() == 1)
    try await g.close()
    #expect(trace.events == ["closed"])
  }

  /// An element that isn't `Sendable`.
  private final class Box {
    let value: Int
    init(_ value: Int) { self.value = value }
  }

  @Test func `a synchronous generator that may fail is lent, whatever its elements are`()
    async throws
  {
    let trace = SharedTrace()
    let g = AsyncThrowingGenerator<Box> { yield in
      try await yield(
        from: ThrowingGenerator<Box> { yield in
          defer { trace("closed") }
          do { try yield(Box(1)) } catch let failure as Failure { try yield(Box(failure.code)) }
        })
      trace("went on")
    }
    #expect(try await g.next()?.value == 1)
    #expect(try await g.throw(Failure(2))?.value == 2)
    try await g.close()
    expectEqual(trace.events, ["closed"])
  }

  @Test func `an error of a lent source leaves the delegation`() async throws {
    let g = AsyncThrowingGenerator<Int> { yield in
      do {
        try await yield(
          from: ThrowingGenerator<Int> { yield in
            try yield(1)
            try yield(2)
            throw Failure(3)
          })
      } catch let failure as Failure {
        try await yield(failure.code)
      }
      do {
        try await yield(
          from: ThrowingGenerator(1...9).map { n in
            if n == 5 { throw Failure(50) }
            return n + 3
          })
      } catch let failure as Failure {
        try await yield(failure.code)
      }
    }
    var all: [Int] = []
    for try await n in g { all.append(n) }
    #expect(all == [1, 2, 3, 4, 5, 6, 7, 50])
  }

  @Test func `a synchronous coroutine is sent values and returns one`() async throws {
    let outer = AsyncCoroutine<Int, Int, String> { yield in
      let value = try await yield(
        from: Coroutine<Int, Int, String> { yield in
          var sum = try yield(0)
          do { sum += try yield(sum) } catch is Failure { sum += try yield(-1) }
          return "sum \(sum)"
        })
      await hop()
      return value + "!"
    }
    #expect(try await outer.start() == 0)
    #expect(try await outer.send(5) == 5)
    #expect(try await outer.throw(Failure(1)) == -1)
    #expect(try await outer.send(2) == nil)
    #expect(outer.returnValue == "sum 7!")
  }

  @Test func `any async sequence can be delegated to`() async throws {
    let g = AsyncThrowingGenerator<Int> { yield in
      try await yield(
        from: AsyncStream { continuation in
          for n in 1...3 { continuation.yield(n) }
          continuation.finish()
        })
      try await yield(from: AsyncGenerator { yield in try await yield(4) })
    }
    var all: [Int] = []
    for try await n in g { all.append(n) }
    #expect(all == [1, 2, 3, 4])
  }

  @Test func `a source that takes nothing ignores the values that are sent`() async throws {
    let census = Census()
    let c = AsyncCoroutine<Int, Census.Citizen, Void> { yield in
      try await yield(from: 1...2)
      try await yield(
        from: AsyncGenerator { yield in
          try await yield(3)
          try await yield(4)
        })
      try await yield(from: AsyncCoroutine<Int, Void, Void> { yield in try await yield(5) })
    }
    #expect(try await c.start() == 1)
    for n in 2...5 {
      let element = try await c.send(census.citizen())
      #expect(element == n)
      #expect(census.alive == 0)
    }
    #expect(try await c.send(census.citizen()) == nil)
  }

  @Test(arguments: [1000])
  func `a chain of any length costs its elements nothing`(depth: Int) async throws {
    func nested(_ depth: Int) -> AsyncGenerator<Int> {
      AsyncGenerator { yield in
        if depth == 0 {
          for n in 0..<1000 { try await yield(n) }
        } else {
          try await yield(from: nested(depth - 1))
        }
      }
    }
    var sum = 0
    for await n in nested(depth) { sum += n }
    #expect(sum == 999 * 500)
  }
}
