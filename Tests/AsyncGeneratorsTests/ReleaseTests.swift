import AsyncGenerators
import Generators
import TestSupport
import Testing

@Suite struct ReleaseTests {
  @Test(arguments: Place.allCases)
  func `clean-up runs at once up to its first suspension, and the rest in the background`(
    place: Place
  ) async throws {
    try await place.run { () async throws in
      let trace = SharedTrace()
      let (gate, done) = (Gate(), Gate())
      do {
        let g = AsyncGenerator<Int> { yield in
          do {
            try await yield(1)
          } catch {
            trace("\(error)")
            await gate.pass()
            trace("cleaned")
            done.open()
          }
        }
        await g.next()
      }
      #expect(trace.events == ["GeneratorExit()"])
      gate.open()
      await done.pass()
      #expect(trace.events == ["GeneratorExit()", "cleaned"])
    }
  }

  @MainActor private final class Model {
    var events: [String] = []

    func values(_ done: Gate) -> AsyncGenerator<Int> {
      AsyncGenerator { yield in
        defer {
          self.events.append("defer")
          done.open()
        }
        while true { try await yield(self.events.count) }
      }
    }
  }

  @MainActor @Test func `a body on an actor cleans up there, after the release`() async {
    let model = Model()
    let done = Gate()
    for await _ in model.values(done) { break }
    #expect(model.events == [])
    await done.pass()
    #expect(model.events == ["defer"])
  }

  @Test func `a copy keeps the generator`() async {
    let trace = SharedTrace()
    var copy: AsyncGenerator<Int>?
    do {
      let g = AsyncGenerator<Int> { yield in
        defer { trace("defer") }
        while true { try await yield(1) }
      }
      await g.next()
      copy = g
    }
    #expect(trace.events == [])
    #expect(copy?.state == .suspended)
    copy = nil
    #expect(trace.events == ["defer"])
  }

  @Test(arguments: [false, true])
  func `an error of clean-up goes to the hook`(suspends: Bool) async throws {
    let errors = RoutedUnraisableErrors()
    do {
      let g = AsyncGenerator<Int>(line: errors.line) { yield in
        do {
          try await yield(1)
        } catch {
          if suspends { await hop() }
          throw Failure(4)
        }
      }
      await g.next()
    }
    #expect(try await becomesTrue { errors.errors.count == 1 })
    #expect(errors.errors.first?.error as? Failure == Failure(4))
  }

  @Test(arguments: [false, true])
  func `to yield during a release is a trap`(suspends: Bool) async {
    // A closure of an exit test can't capture.
    let result =
      suspends
      ? await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        do {
          let g = AsyncGenerator<Int> { yield in
            do {
              try await yield(1)
            } catch {
              await hop()
              try await yield(2)
            }
          }
          await g.next()
        }
        try await Task.sleep(for: .seconds(1000))
      }
      : await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let g = AsyncGenerator<Int> { yield in
          do { try await yield(1) } catch { try await yield(2) }
        }
        await g.next()
      }
    #expect(
      result?.message.contains("async generator ignored GeneratorExit") == true
        && result?.message.contains("while it was dropped") == true)
  }

  @Test func `a body that holds its own generator ends with it`() async throws {
    let census = Census()
    let holder = Guarded<AsyncThrowingGenerator<Int>?>(nil)
    let g = AsyncThrowingGenerator<Int> { [citizen = census.citizen()] yield in
      // The last reference but that of the consumer's call.
      let own = holder { own in
        defer { own = nil }
        return own
      }
      try await yield(citizen.id)
      withExtendedLifetime(own) {}
    }
    holder { $0 = g }
    try await g.next()
    try await g.close()
    #expect(census.alive == 0)
  }

  @Test func `generators that hold each other are released in a list of any length`() async {
    let census = Census()
    do {
      var last = AsyncGenerator<Int> { [citizen = census.citizen()] yield in
        try await yield(citizen.id)
      }
      for _ in 0..<50_000 {
        last = AsyncGenerator<Int> { [inner = last] yield in try await yield(from: inner) }
      }
      #expect(last.state == .created)
    }
    #expect(census.alive == 0)
  }

  @Test(arguments: [10, 20_000])
  func `suspended generators that are sources of one another are closed with the first`(
    depth: Int
  ) async throws {
    let census = Census()
    do {
      var last = AsyncGenerator<Int> { yield in
        let citizen = census.citizen()
        while true { try await yield(citizen.id) }
      }
      for _ in 0..<depth {
        last = AsyncGenerator<Int> { [inner = last] yield in
          let citizen = census.citizen()
          for await n in inner { try await yield(n + citizen.id) }
        }
      }
      #expect(await last.next() == 0)
      #expect(census.alive == depth + 1)
    }
    #expect(try await becomesTrue { census.alive == 0 })
  }
}
