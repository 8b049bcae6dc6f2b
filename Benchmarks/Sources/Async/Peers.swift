import AsyncAlgorithms
import CKeep
import Synchronization

/// The iterator that a programmer would write by hand; not inlined, as a protocol's witness isn't.
struct HandWritten: AsyncSequence, AsyncIteratorProtocol {
  typealias Failure = Never
  var position = 0
  let count: Int

  init(_ count: Int) { self.count = count }

  func makeAsyncIterator() -> Self { self }

  mutating func next() async -> Int? { await next(isolation: #isolation) }

  @inline(never)
  mutating func next(isolation: isolated (any Actor)?) async -> Int? {
    if position == count { return nil }
    position += 1
    return position
  }
}

actor Adder {
  var total = 0
  func add(_ n: Int) -> Int {
    total += n
    return total
  }
}

func read(
  _ source: some AsyncSequence<Int, Never>, _ isolation: isolated (any Actor)?
) async {
  for await n in source { keep(n) }
}

func unfolding(_ count: Int) -> AsyncStream<Int> {
  let position = Mutex(0)
  return AsyncStream(unfolding: {
    position.withLock { position in
      position += 1
      return position > count ? nil : position
    }
  })
}

func streaming(_ count: Int) -> AsyncStream<Int> {
  AsyncStream { continuation in
    let task = Task.detached {
      for n in 1...count { continuation.yield(n) }
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
  }
}

func channel(_ count: Int) -> AsyncChannel<Int> {
  let channel = AsyncChannel<Int>()
  Task.detached {
    for n in 1...count { await channel.send(n) }
    channel.finish()
  }
  return channel
}
