import AsyncGenerators
import Generators
import TestSupport
import Testing

@Suite struct AsyncGeneratorTests {
  @Test(arguments: Place.allCases)
  func `the body runs only as far as it is asked`(place: Place) async throws {
    try await place.run { () async throws in
      let trace = SharedTrace()
      let g = AsyncGenerator<Int> { yield in
        trace("begins")
        try await yield(1)
        trace("goes on")
        try await yield(2)
        trace("ends")
      }
      #expect(trace.events == [])
      #expect(g.state == .created)
      #expect(await g.next() == 1)
      #expect(trace.events == ["begins"])
      #expect(g.state == .suspended)
      #expect(await g.next() == 2)
      #expect(trace.events == ["begins", "goes on"])
      #expect(await g.next() == nil)
      #expect(trace.events == ["begins", "goes on", "ends"])
      #expect(g.state == .closed)
      #expect(await g.next() == nil)
    }
  }

  @Test(arguments: Place.allCases)
  func `elements come in order across suspensions`(place: Place) async throws {
    try await place.run { () async throws in
      let g = AsyncGenerator<Int> { yield in
        for n in 0..<200 {
          if n % 3 == 0 { await Task.yield() }
          if n % 5 == 0 { await hop() }
          try await yield(n)
        }
      }
      var all: [Int] = []
      for await n in g { all.append(n) }
      expectEqual(all, Array(0..<200))
    }
  }

  @Test func `a loop takes what an earlier loop has left`() async {
    let g = AsyncGenerator<Int> { yield in for n in 1...5 { try await yield(n) } }
    var all: [Int] = []
    for await n in g {
      all.append(n)
      if n == 2 { break }
    }
    for await n in g { all.append(n * 10) }
    #expect(all == [1, 2, 30, 40, 50])
  }

  @Test(arguments: Place.allCases)
  func `break runs the defers before the next statement`(place: Place) async throws {
    try await place.run { () async throws in
      let trace = SharedTrace()
      let numbers = {
        AsyncGenerator<Int> { yield in
          defer { trace("defer") }
          for n in 0... { try await yield(n) }
        }
      }
      for await n in numbers() where n == 2 { break }
      trace("after")
      #expect(trace.events == ["defer", "after"])
    }
  }

  @Test func `values that the body holds are released when it ends`() async {
    let census = Census()
    let g = AsyncGenerator<Int> { [held = census.citizen()] yield in
      let local = census.citizen()
      try await yield(held.id)
      try await yield(local.id)
    }
    #expect(census.alive == 1)
    await g.next()
    #expect(census.alive == 2)
    await g.next()
    await g.next()
    #expect(census.alive == 0)
    #expect(g.state == .closed)
  }

  @Test func `a body that is never started is released with its generator`() async {
    let census = Census()
    do {
      let g = AsyncGenerator<Int> { [held = census.citizen()] yield in try await yield(held.id) }
      #expect(g.state == .created)
      #expect(census.alive == 1)
    }
    #expect(census.alive == 0)
  }

  @Test(arguments: Place.allCases)
  func `close awaits the clean-up`(place: Place) async throws {
    try await place.run { () async throws in
      let trace = SharedTrace()
      let g = AsyncGenerator<Int> { yield in
        do {
          try await yield(1)
        } catch is GeneratorExit {
          await hop()
          trace("cleaned")
        }
      }
      await g.next()
      await g.close()
      #expect(trace.events == ["cleaned"])
      #expect(g.state == .closed)
      await g.close()
      #expect(await g.next() == nil)
    }
  }

  @Test func `closing a generator that was not started runs nothing`() async {
    let trace = SharedTrace()
    let g = AsyncGenerator<Int> { _ in trace("never") }
    await g.close()
    #expect(await g.next() == nil)
    #expect(trace.events == [])
    #expect(g.state == .closed)
  }

  @Test(arguments: Place.allCases)
  func `an error that is thrown in can be caught`(place: Place) async throws {
    try await place.run { () async throws in
      let g = AsyncGenerator<Int> { yield in
        do { try await yield(1) } catch is Failure { try await yield(-1) }
      }
      await g.next()
      #expect(try await g.throw(Failure(1)) == -1)
      #expect(await g.next() == nil)
      #expect(try await g.throw(Failure(2)) == nil)
    }
  }

  @Test func `an error that is thrown in and not caught comes back`() async throws {
    let g = AsyncGenerator<Int> { yield in try await yield(1) }
    await g.next()
    await #expect(throws: Failure(1)) { try await g.throw(Failure(1)) }
    #expect(g.state == .closed)
    let fresh = AsyncGenerator<Int> { yield in try await yield(1) }
    await #expect(throws: Failure(2)) { try await fresh.throw(Failure(2)) }
    #expect(await fresh.next() == nil)
  }

  @Test func `a body that ends with the exit has ended`() async {
    let g = AsyncGenerator<Int> { yield in
      try await yield(1)
      throw GeneratorExit()
    }
    #expect(await g.next() == 1)
    #expect(await g.next() == nil)
  }

  @Test(arguments: Place.allCases)
  func `a body that is cancelled ends the elements`(place: Place) async throws {
    try await place.run { () async throws in
      let started = Gate()
      let task = Task {
        var all: [Int] = []
        let g = AsyncGenerator<Int> { yield in
          try await yield(1)
          started.open()
          try await Task.sleep(for: .seconds(1000))
          try await yield(2)
        }
        for await n in g { all.append(n) }
        #expect(Task.isCancelled)
        return all
      }
      await started.pass()
      task.cancel()
      #expect(await task.value == [1])
    }
  }

  @Test func `another error that leaves the body is a trap that names it and the place`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let g = AsyncGenerator<Int>(fileID: "Module/File.swift", line: 12) { yield in
        try await yield(1)
        throw Failure(7)
      }
      await g.next()
      await g.next()
    }
    let message = result?.message ?? ""
    #expect(message.contains("an error left the body of an async generator"))
    #expect(message.contains("Failure(code: 7)"))
    #expect(message.contains("Module/File.swift:12"))
  }

  @Test func `a cancellation error without a cancellation is a trap`() async {
    await #expect(processExitsWith: .failure) {
      let g = AsyncGenerator<Int> { _ in throw CancellationError() }
      await g.next()
    }
  }

  @Test func `a request during another is a trap`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let g = AsyncGenerator<Int> { yield in
        try await Task.sleep(for: .seconds(1000))
        try await yield(1)
      }
      async let first = g.next()
      while g.state != .running { await Task.yield() }
      await g.next()
      _ = await first
    }
    #expect(result?.message.contains("asynchronous generator is already running") == true)
  }

  @Test func `closing a body that yields instead is a trap`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let g = AsyncGenerator<Int> { yield in
        do { try await yield(1) } catch { try await yield(2) }
      }
      await g.next()
      await g.close()
    }
    #expect(result?.message.contains("async generator ignored GeneratorExit") == true)
  }

  @Test func `its description has the state and the place`() async {
    let g = AsyncGenerator<Int>(fileID: "Module/File.swift", line: 3) { yield in try await yield(1)
    }
    #expect("\(g)" == "<AsyncGenerator<Int> created, made at Module/File.swift:3>")
    await g.next()
    #expect("\(g)" == "<AsyncGenerator<Int> suspended, made at Module/File.swift:3>")
  }

  @Test(arguments: Place.allCases)
  func `elements need not be sendable`(place: Place) async throws {
    final class Box { var value = 0 }
    try await place.run { () async throws in
      let g = AsyncGenerator<Box> { yield in
        for n in 1...3 {
          let box = Box()
          box.value = n
          try await yield(box)
        }
      }
      var sum = 0
      for await box in g {
        box.value *= 10
        sum += box.value
      }
      #expect(sum == 60)
    }
  }

  @Test func `tasks that take turns share the elements`() async throws {
    let g = AsyncThrowingGenerator<Int> { yield in
      for n in 0..<1000 {
        if n % 7 == 0 { await hop() }
        try await yield(n)
      }
    }
    let sums = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var sum = 0
          while true {
            do {
              guard let n = try await g.next() else { return sum }
              sum += n
            } catch {
              #expect(error as? GeneratorError == .alreadyExecuting)
              await Task.yield()
            }
          }
        }
      }
      return await group.reduce(0, +)
    }
    #expect(sums == 999 * 500)
  }

  @Test func `child tasks of the body run side by side`() async throws {
    let g = AsyncGenerator<Int> { yield in
      let (first, second) = (Gate(), Gate())
      // Each waits for the other.
      async let a: Int = {
        first.open()
        await second.pass()
        return 1
      }()
      async let b: Int = {
        second.open()
        await first.pass()
        return 2
      }()
      try await yield(await a + b)
    }
    #expect(await g.next() == 3)
  }
}
