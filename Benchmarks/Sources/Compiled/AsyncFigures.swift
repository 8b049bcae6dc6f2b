import AsyncGenerators
import CKeep
import CompiledGenerators

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Bodies that may await, and don't: what is left is the cost of the generator.

@Generator
private func asyncCountByFor(_ n: Int) -> some AsyncSequence<Int, Never> {
  for i in 0..<n { yield(i) }
}

@Generator
private func asyncCount(_ n: Int) -> some AsyncSequence<Int, Never> {
  var i = 0
  while i < n {
    yield(i)
    i += 1
  }
}

@Generator
private func asyncFiltered(_ n: Int) -> some AsyncSequence<Int, Never> {
  for await x in asyncCountByFor(n) where x % 3 != 0 { yield(x) }
}

@Generator
private func asyncPipeline(_ n: Int) -> some AsyncSequence<Int, Never> {
  for await x in asyncFiltered(n) { yield(x &* 2) }
}

@inline(never)
private func opaqueCount(_ n: Int) -> some AsyncSequence<Int, Never> { asyncCountByFor(n) }

private struct AsyncCountByHand: AsyncSequence, AsyncIteratorProtocol {
  typealias Failure = Never
  var i = 0
  let n: Int

  init(_ n: Int) { self.n = n }

  func makeAsyncIterator() -> Self { self }

  mutating func next(isolation: isolated (any Actor)?) async -> Int? {
    guard i < n else { return nil }
    defer { i += 1 }
    return i
  }

  mutating func next() async -> Int? { await next(isolation: #isolation) }
}

@inline(never)
private func opaqueCountByHand(_ n: Int) -> AsyncCountByHand { AsyncCountByHand(n) }

private struct AsyncPipelineByHand: AsyncSequence, AsyncIteratorProtocol {
  struct Filter: AsyncIteratorProtocol {
    var base: AsyncCountByHand

    mutating func next(isolation: isolated (any Actor)?) async -> Int? {
      while let x = await base.next(isolation: isolation) {
        if x % 3 != 0 { return x }
      }
      return nil
    }

    mutating func next() async -> Int? { await next(isolation: #isolation) }
  }

  typealias Failure = Never
  var base: Filter

  init(_ n: Int) { base = Filter(base: AsyncCountByHand(n)) }

  func makeAsyncIterator() -> Self { self }

  mutating func next(isolation: isolated (any Actor)?) async -> Int? {
    await base.next(isolation: isolation).map { $0 &* 2 }
  }

  mutating func next() async -> Int? { await next(isolation: #isolation) }
}

private func streamed(_ n: Int) -> AsyncStream<Int> {
  AsyncStream { continuation in
    let task = Task.detached {
      for i in 0..<n { continuation.yield(i) }
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
  }
}

private final class Position: Sendable {
  nonisolated(unsafe) var i = 0
}

private func unfolded(_ n: Int) -> AsyncStream<Int> {
  let position = Position()
  return AsyncStream(unfolding: {
    defer { position.i += 1 }
    return position.i < n ? position.i : nil
  })
}

private func generated(_ n: Int) -> AsyncGenerator<Int> {
  AsyncGenerator { yield in
    var i = 0
    while i < n {
      try await yield(i)
      i += 1
    }
  }
}

private func read(
  _ source: some AsyncSequence<Int, Never>, _ isolation: isolated (any Actor)?
) async -> Int {
  var sum = 0
  for await x in source { sum ^= x }
  return sum
}

extension Figures {
  private struct AsyncFigure {
    let workload: String
    let kind: String
    /// How much of the count it reads: a stream takes a thousand times as long.
    var share = 1
    let work: (Int, isolated (any Actor)?) async -> Int
    var best = Double.infinity
  }

  /// Prints picoseconds an element of processor time, on the pool.
  @concurrent
  static func asyncTimes(count: Int, rounds: Int) async {
    var figures = [
      AsyncFigure(workload: "async count", kind: "compiled") {
        await read(asyncCountByFor($0), $1)
      },
      AsyncFigure(workload: "async count", kind: "compiled, while") {
        await read(asyncCount($0), $1)
      },
      AsyncFigure(workload: "async count", kind: "by hand") {
        await read(AsyncCountByHand($0), $1)
      },
      AsyncFigure(workload: "async count", kind: "compiled, opaque") {
        await read(opaqueCount($0), $1)
      },
      AsyncFigure(workload: "async count", kind: "by hand, opaque") {
        await read(opaqueCountByHand($0), $1)
      },
      AsyncFigure(workload: "async count", kind: "AsyncGenerator", share: 20) {
        await read(generated($0), $1)
      },
      AsyncFigure(workload: "async count", kind: "AsyncStream, unfolding", share: 100) {
        await read(unfolded($0), $1)
      },
      AsyncFigure(workload: "async count", kind: "AsyncStream", share: 100) {
        await read(streamed($0), $1)
      },
      AsyncFigure(workload: "async pipeline", kind: "compiled") {
        await read(asyncPipeline($0), $1)
      },
      AsyncFigure(workload: "async pipeline", kind: "by hand") {
        await read(AsyncPipelineByHand($0), $1)
      },
      AsyncFigure(workload: "async pipeline", kind: "AsyncStream", share: 100) {
        await read(streamed($0).filter { $0 % 3 != 0 }.map { $0 &* 2 }, $1)
      },
    ]
    for _ in 0..<rounds {
      for index in figures.indices {
        let part = count / figures[index].share
        let start = processorTime()
        keep(await figures[index].work(part, #isolation))
        let elements = figures[index].workload == "async count" ? part : part - (part + 2) / 3
        figures[index].best = min(
          figures[index].best, (processorTime() - start) / Double(elements) * 1000)
      }
    }
    for figure in figures { print("\(figure.workload)\t\(figure.kind)\t\(figure.best)") }
  }

  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
