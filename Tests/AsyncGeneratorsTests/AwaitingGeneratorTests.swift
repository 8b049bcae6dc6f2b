import Generators
import TestSupport
import Testing

@testable import AsyncGenerators

@Suite struct AwaitingGeneratorTests {
  enum Local { @TaskLocal static var value = 0 }

  @Test(arguments: Place.allCases)
  func `a synchronous body awaits at any depth`(place: Place) async throws {
    try await place.run { () async throws in
      func walk(_ n: Int, _ yield: AwaitingYield<Int>) throws {
        if n == 0 { return }
        try walk(n - 1, yield)
        let value = try yield.await {
          await hop()
          return n * 10
        }
        try yield(value)
      }
      let g = AwaitingGenerator<Int> { yield in try walk(3, yield) }
      #expect(g.state == .created)
      var all: [Int] = []
      for try await n in g { all.append(n) }
      #expect(all == [10, 20, 30])
      #expect(g.state == .closed)
      #expect(try await g.next() == nil)
    }
  }

  @MainActor @Test func `an operation runs in the isolation of the consumer`() async throws {
    let g = AwaitingGenerator<Int> { yield in
      try yield.await { MainActor.assertIsolated() }
      try yield(1)
    }
    #expect(try await g.next() == 1)
  }

  @Test func `an operation may use values that are not Sendable`() async throws {
    final class Box { var value = 0 }
    let box = Box()
    let g = AwaitingGenerator<Box> { yield in
      for _ in 1...3 {
        try yield.await {
          await Task.yield()
          box.value += 1
        }
        try yield(box)
      }
    }
    var seen: [Int] = []
    while let box = try await g.next() { seen.append(box.value) }
    #expect(seen == [1, 2, 3])
  }

  @Test func `an error of an operation is thrown in the body`() async throws {
    let g = AwaitingGenerator<Int> { yield in
      do {
        try yield.await { throw Failure(4) }
      } catch let failure as Failure {
        try yield(failure.code)
      }
      try yield.await { throw Failure(5) }
    }
    #expect(try await g.next() == 4)
    await #expect(throws: Failure(5)) { try await g.next() }
    #expect(try await g.next() == nil)
  }

  @Test func `cancelling the consumer cancels its operation`() async throws {
    let waiting = Gate()
    let trace = SharedTrace()
    let task = Task {
      let g = AwaitingGenerator<Int> { yield in
        defer { trace("defer") }
        try yield.await {
          waiting.open()
          try await Task.sleep(for: .seconds(1000))
        }
      }
      return try await g.next()
    }
    await waiting.pass()
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(trace.events == ["defer"])
  }

  @Test func `task-local values are those of each request`() async throws {
    let g = AwaitingGenerator<Int> { yield in
      while true { try yield(try yield.await { Local.value }) }
    }
    #expect(try await Local.$value.withValue(7) { try await g.next() } == 7)
    #expect(try await Local.$value.withValue(8) { try await g.next() } == 8)
    #expect(try await g.next() == 0)
  }

  @MainActor @Test func `a request while another awaits is an error`() async throws {
    let (waiting, gate) = (Gate(), Gate())
    let g = AwaitingGenerator<Int> { yield in
      try yield.await {
        waiting.open()
        await gate.pass()
      }
      try yield(1)
    }
    let first = Task { @MainActor in try await g.next() }
    await waiting.pass()
    #expect(g.state == .running)
    await #expect(throws: GeneratorError.alreadyExecuting) { try await g.next() }
    await #expect(throws: GeneratorError.alreadyExecuting) { try await g.close() }
    await #expect(throws: GeneratorError.alreadyExecuting) { try await g.throw(Failure(1)) }
    gate.open()
    #expect(try await first.value == 1)
    #expect(g.state == .suspended)
  }

  @Test func `an await while it is released is an error`() async throws {
    let trace = SharedTrace()
    do {
      let g = AwaitingGenerator<Int>(fileID: "M/F.swift", line: 4) { yield in
        do {
          try yield(1)
        } catch {
          do {
            try yield.await { trace("not here") }
          } catch {
            trace("\(error)")
          }
        }
      }
      try await g.next()
    }
    #expect(
      trace.events == [
        "a generator awaited during its release, without a consumer that awaits the operation "
          + "(generator made at M/F.swift:4)"
      ])
  }

  @Test(arguments: Place.allCases)
  func `close serves the awaits of clean-up`(place: Place) async throws {
    try await place.run { () async throws in
      let trace = SharedTrace()
      let g = AwaitingGenerator<Int> { yield in
        do {
          try yield(1)
        } catch is GeneratorExit {
          try yield.await { await hop() }
          trace("cleaned")
        }
      }
      try await g.next()
      try await g.close()
      #expect(trace.events == ["cleaned"])
      #expect(g.state == .closed)
      try await g.close()
    }
  }

  @Test func `a body that yields while it is closed is an error`() async throws {
    let g = AwaitingGenerator<Int> { yield in
      do { try yield(1) } catch { try yield(2) }
    }
    try await g.next()
    await #expect(throws: GeneratorError.ignoredExit) { try await g.close() }
    #expect(try await g.next() == nil)
  }

  @Test func `an error that is thrown in can be caught and awaited about`() async throws {
    let g = AwaitingGenerator<Int> { yield in
      do {
        try yield(1)
      } catch let failure as Failure {
        try yield(try yield.await { failure.code * 2 })
      }
    }
    try await g.next()
    #expect(try await g.throw(Failure(4)) == 8)
    await #expect(throws: Failure(5)) { try await g.throw(Failure(5)) }
    let fresh = AwaitingGenerator<Int> { _ in }
    await #expect(throws: Failure(6)) { try await fresh.throw(Failure(6)) }
  }

  @Test func `a break closes it at once`() async throws {
    let trace = SharedTrace()
    func numbers() -> AwaitingGenerator<Int> {
      AwaitingGenerator { yield in
        defer { trace("defer") }
        for n in 1... { try yield(n) }
      }
    }
    for try await n in numbers() where n == 2 { break }
    trace("after")
    #expect(trace.events == ["defer", "after"])
  }

  @Test func `delegation goes on in the inner one, whose consumer awaits for it`() async throws {
    let trace = SharedTrace()
    func countdown(_ n: Int) -> AwaitingGenerator<Int> {
      AwaitingGenerator { yield in
        defer { trace("leaves \(n)") }
        try yield(try yield.await { n })
        if n > 0 { try yield(from: countdown(n - 1)) }
        try yield.await { await hop() }
      }
    }
    let g = AwaitingGenerator<Int> { yield in
      try yield(from: countdown(2))
      try yield(from: [10, 11])
    }
    var all: [Int] = []
    for try await n in g { all.append(n) }
    #expect(all == [2, 1, 0, 10, 11])
    #expect(trace.events == ["leaves 0", "leaves 1", "leaves 2"])
  }

  @Test func `the way to the consumer is walked once, however many generators are on it`() {
    let chain = (0..<5).map { _ in AwaitingService(fileID: #fileID, line: #line) }
    for (inner, outer) in zip(chain.dropFirst(), chain) { inner.outer = outer }
    #expect(chain[4].outermost === chain[0])
    for inner in chain.dropFirst() { #expect(inner.outer === chain[0]) }
    #expect(chain[0].outer == nil)
  }

  @Test func `awaits are served when a chain that was begun is delegated to`() async throws {
    func ticks(_ depth: Int) -> AwaitingGenerator<Int> {
      AwaitingGenerator { yield in
        if depth > 0 { return try yield(from: ticks(depth - 1)) }
        for n in 0... {
          try yield.await { await Task.yield() }
          try yield(n)
        }
      }
    }
    let chain = ticks(3)
    #expect(try await chain.next() == 0)
    let outer = AwaitingGenerator<Int> { yield in try yield(from: chain) }
    #expect(try await outer.next() == 1)
    #expect(try await outer.next() == 2)
    try await outer.close()
    #expect(chain.state == .closed)
  }

  @Test func `the clean-up of an inner one is served by close, and not by a release`() async throws
  {
    let trace = SharedTrace()
    func outer() -> AwaitingGenerator<Int> {
      AwaitingGenerator { yield in
        try yield(
          from: AwaitingGenerator { yield in
            do {
              try yield(1)
            } catch {
              do {
                try yield.await { trace("served") }
              } catch is NoConsumerError {
                trace("not served")
              }
            }
          })
      }
    }
    do {
      let g = outer()
      try await g.next()
      try await g.close()
    }
    do {
      let g = outer()
      try await g.next()
    }
    #expect(trace.events == ["served", "not served"])
  }

  @Test(arguments: Place.allCases)
  func `any async sequence can be delegated to, and is released with its error`(place: Place)
    async throws
  {
    try await place.run { () async throws in
      let trace = SharedTrace()
      let inner = AsyncThrowingGenerator<Int> { yield in
        defer { trace("closed") }
        try await yield(1)
        await hop()
        try await yield(2)
        throw Failure(3)
      }
      let g = AwaitingGenerator<Int> { yield in
        do { try yield(from: inner) } catch let error as Failure { try yield(error.code) }
        do {
          try yield(
            from: AsyncGenerator { yield in
              defer { trace("left") }
              for n in 4... { try await yield(n) }
            })
        } catch let error as Failure {
          trace("thrown in")
          try yield(error.code)
        }
      }
      #expect(try await g.next() == 1)
      #expect(try await g.next() == 2)
      #expect(trace.events == [])
      #expect(try await g.next() == 3)
      #expect(trace.events == ["closed"])
      #expect(try await g.next() == 4)
      #expect(try await g.throw(Failure(9)) == 9)
      #expect(trace.events == ["closed", "left", "thrown in"])
      #expect(try await g.next() == nil)
    }
  }

  @Test(.enabled(if: !isSanitized, "a sanitizer forbids the search"))
  func `a yield inside of a task-local value is a trap that says so`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let g = AwaitingGenerator<Int> { yield in
        try Local.$value.withValue(1) { try yield.await { await Task.yield() } }
      }
      _ = try await g.next()
    }
    #if DEBUG
      #expect(result?.message.contains("withValue of a task-local value") == true)
    #else
      _ = result
    #endif
  }

  @Test func `its description has the state and the place`() async throws {
    let g = AwaitingGenerator<Int>(fileID: "M/F.swift", line: 4) { yield in try yield(1) }
    #expect("\(g)" == "<AwaitingGenerator<Int> created, made at M/F.swift:4>")
  }
}
