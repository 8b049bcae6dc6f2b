import AsyncGenerators
import Generators
import TestSupport
import Testing

@Suite struct CancellationTests {
  enum Local { @TaskLocal static var value = 0 }

  @Test(arguments: Place.allCases)
  func `the error of a cancelled body comes out of next`(place: Place) async throws {
    try await place.run { () async throws in
      let trace = SharedTrace()
      let sleeping = Gate()
      let task = Task {
        let g = AsyncThrowingGenerator<Int> { yield in
          defer { trace("defer") }
          try await yield(1)
          sleeping.open()
          try await Task.sleep(for: .seconds(1000))
          try await yield(2)
        }
        for try await n in g { trace("\(n)") }
        trace("end")
      }
      await sleeping.pass()
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(trace.events == ["1", "defer"])
    }
  }

  @Test func `a cancelled body decides what its end is`() async throws {
    let sleeping = Gate()
    let task = Task {
      var all: [Int] = []
      let g = AsyncThrowingGenerator<Int> { yield in
        try await yield(1)
        sleeping.open()
        try? await Task.sleep(for: .seconds(1000))
        try await yield(2)
      }
      for try await n in g { all.append(n) }
      return all
    }
    await sleeping.pass()
    task.cancel()
    #expect(try await task.value == [1, 2])
  }

  @Test func `a body started in a cancelled task is cancelled`() async throws {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      let g = AsyncThrowingGenerator<Bool> { yield in
        try await yield(Task.isCancelled)
        try Task.checkCancellation()
      }
      #expect(try await g.next() == true)
      try await g.next()
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func `a body that was cancelled once stays cancelled`() async throws {
    let g = AsyncThrowingGenerator<Bool> { yield in while true { try await yield(Task.isCancelled) }
    }
    #expect(try await g.next() == false)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await g.next()
    }
    task.cancel()
    #expect(try await task.value == true)
    #expect(try await g.next() == true)
  }

  @Test func `a release in a cancelled task doesn't cancel the clean-up`() async throws {
    let trace = SharedTrace()
    let isSuspended = Gate()
    let task = Task {
      let g = AsyncGenerator<Int> { yield in
        do { try await yield(1) } catch { trace("cancelled: \(Task.isCancelled)") }
      }
      await g.next()
      isSuspended.open()
      while !Task.isCancelled { await Task.yield() }
      #expect(g.state == .suspended)
    }
    await isSuspended.pass()
    task.cancel()
    await task.value
    #expect(trace.events == ["cancelled: false"])
  }

  @Test(arguments: Place.allCases)
  func `task-local values are those of the first request`(place: Place) async throws {
    try await place.run { () async throws in
      let g = AsyncGenerator<Int> { yield in
        try await yield(Local.value)
        try await yield(Local.value)
        await hop()
        try await yield(Local.value)
      }
      #expect(await Local.$value.withValue(7) { await g.next() } == 7)
      #expect(await Local.$value.withValue(8) { await g.next() } == 7)
      #expect(await g.next() == 7)
    }
  }

  @Test func `a value bound around a yield stays the body's`() async {
    let g = AsyncGenerator<Int> { yield in
      try await Local.$value.withValue(5) {
        try await yield(Local.value)
        try await yield(Local.value)
      }
      try await yield(Local.value)
    }
    #expect(await g.next() == 5)
    #expect(Local.value == 0)
    #expect(await g.next() == 5)
    #expect(await g.next() == 0)
  }
}
