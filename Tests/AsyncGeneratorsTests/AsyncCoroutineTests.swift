import AsyncGenerators
import Generators
import TestSupport
import Testing

@Suite struct AsyncCoroutineTests {
  typealias Summing = AsyncCoroutine<Int, Int, String>

  static func summing() -> Summing {
    Summing { yield in
      var sum = 0
      do {
        while true {
          let n = try await yield(sum)
          if n % 2 == 0 { await hop() }
          if n < 0 { return "sum \(sum)" }
          sum += n
        }
      } catch is GeneratorExit {
        return "closed at \(sum)"
      }
    }
  }

  @Test(arguments: Place.allCases)
  func `values go in and sums come out`(place: Place) async throws {
    try await place.run { () async throws in
      let c = Self.summing()
      #expect(try await c.start() == 0)
      #expect(try await c.send(2) == 2)
      #expect(try await c.send(3) == 5)
      #expect(c.returnValue == nil)
      #expect(try await c.send(-1) == nil)
      #expect(c.returnValue == "sum 5")
      #expect(try await c.send(1) == nil)
      #expect(try await c.start() == nil)
    }
  }

  @Test(arguments: Place.allCases)
  func `close returns what the body returns`(place: Place) async throws {
    try await place.run { () async throws in
      let c = Self.summing()
      try await c.start()
      try await c.send(4)
      #expect(try await c.close() == "closed at 4")
      #expect(c.returnValue == "closed at 4")
      #expect(try await c.close() == nil)
      let fresh = Self.summing()
      #expect(try await fresh.close() == nil)
      #expect(fresh.returnValue == nil)
    }
  }

  @Test func `sending to one that was not started is an error, and it stays usable`() async throws {
    let c = Self.summing()
    await #expect(throws: GeneratorError.notStarted) { try await c.send(1) }
    #expect(c.state == .created)
    #expect(try await c.start() == 0)
  }

  @Test func `starting twice is an error`() async throws {
    let c = Self.summing()
    try await c.start()
    await #expect(throws: GeneratorError.alreadyStarted) { try await c.start() }
    #expect(try await c.send(1) == 1)
  }

  @Test func `sending nothing starts it`() async throws {
    let optional = AsyncCoroutine<String, Int?, Void> { yield in
      let heard = try await yield("ready")
      try await yield("\(heard, default: "nothing")")
    }
    #expect(try await optional.send(nil) == "ready")
    #expect(try await optional.next() == "nothing")
    #expect(try await optional.next() == nil)
    let void = AsyncCoroutine<Int, Void, Void> { yield in try await yield(1) }
    #expect(try await void.send(()) == 1)
  }

  @Test(arguments: Place.allCases)
  func `an error goes in and another comes out`(place: Place) async throws {
    try await place.run { () async throws in
      let c = AsyncCoroutine<Int, Void, Void> { yield in
        do {
          try await yield(1)
        } catch let failure as Failure {
          await hop()
          throw Failure(failure.code + 1)
        }
      }
      try await c.next()
      await #expect(throws: Failure(8)) { try await c.throw(Failure(7)) }
      #expect(c.state == .closed)
      #expect(c.returnValue == nil)
      #expect(try await c.next() == nil)
    }
  }

  @Test func `an error that leaves the body is thrown once`() async throws {
    let g = AsyncThrowingGenerator<Int> { yield in
      try await yield(1)
      await hop()
      throw Failure(3)
    }
    var all: [Int] = []
    await #expect(throws: Failure(3)) { for try await n in g { all.append(n) } }
    #expect(all == [1])
    #expect(try await g.next() == nil)
  }

  @Test(arguments: Place.allCases)
  func `a body that yields while it is closed is an error and stays suspended`(
    place: Place
  ) async throws {
    try await place.run { () async throws in
      let c = AsyncCoroutine<Int, Void, String> { yield in
        do { try await yield(1) } catch is GeneratorExit { try await yield(2) }
        return "done"
      }
      try await c.next()
      await #expect(throws: GeneratorError.ignoredExit) { try await c.close() }
      #expect(c.state == .suspended)
      #expect(try await c.next() == nil)
      #expect(c.returnValue == "done")
    }
  }

  @Test func `an error during closing is thrown by close`() async throws {
    let c = AsyncCoroutine<Int, Void, Void> { yield in
      do { try await yield(1) } catch { throw Failure(5) }
    }
    try await c.next()
    await #expect(throws: Failure(5)) { try await c.close() }
    #expect(c.state == .closed)
  }

  @Test(arguments: Place.allCases)
  func `a request from inside of the body is an error`(place: Place) async throws {
    try await place.run { () async throws in
      let holder = Guarded<AsyncThrowingGenerator<Int>?>(nil)
      let g = AsyncThrowingGenerator<Int> { yield in
        let own = holder.current!
        #expect(own.state == .running)
        await #expect(throws: GeneratorError.alreadyExecuting) { try await own.next() }
        await #expect(throws: GeneratorError.alreadyExecuting) { try await own.close() }
        await #expect(throws: GeneratorError.alreadyExecuting) { try await own.throw(Failure(1)) }
        await #expect(throws: GeneratorError.alreadyExecuting) { try await yield(from: own) }
        try await yield(1)
      }
      holder { $0 = g }
      #expect(try await g.next() == 1)
      #expect(try await g.next() == nil)
      holder { $0 = nil }
    }
  }

  @Test func `the message of a request during another is CPython's and names the place`()
    async throws
  {
    let g = AsyncThrowingGenerator<Int>(fileID: "M/F.swift", line: 9) { yield in
      try await Task.sleep(for: .seconds(1000))
      try await yield(1)
    }
    let waiting = Task { try await g.next() }
    while g.state != .running { await Task.yield() }
    do {
      try await g.next()
      Issue.record("there is no error")
    } catch {
      #expect(
        "\(error)" == "asynchronous generator is already running (generator made at M/F.swift:9)")
    }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
  }

  @Test func `a returned value need not be Sendable`() async throws {
    final class Box { var value = 1 }
    let c = AsyncCoroutine<Int, Void, Box> { yield in
      try await yield(1)
      return Box()
    }
    while try await c.next() != nil {}
    let box = try #require(c.returnValue)
    box.value += 1
    #expect(c.returnValue?.value == 2)
  }

  @Test func `a value that is sent is released with the body's last use of it`() async throws {
    let census = Census()
    let c = AsyncCoroutine<Int, Census.Citizen, Void> { yield in
      while true { _ = try await yield(census.alive) }
    }
    try await c.start()
    for _ in 0..<3 {
      let alive = try await c.send(census.citizen())
      #expect(alive == 0)
    }
    #expect(census.alive == 0)
  }
}
