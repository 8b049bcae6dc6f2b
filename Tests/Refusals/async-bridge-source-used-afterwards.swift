// A source is used after a bridge has taken it over.

import AsyncGenerators
import GeneratorScheduling
import Generators

final class Log { var count = 0 }

struct Counting: AsyncSequence, AsyncIteratorProtocol {
  let log: Log
  func makeAsyncIterator() -> Self { self }
  func next() async -> Int? {
    log.count += 1
    return log.count
  }
}

func rows() -> ThrowingGenerator<Int> { ThrowingGenerator { yield in try yield(1) } }

func elements() async throws {
  let source = rows()
  let bridge = AsyncElements(source)  // expect-error: sending 'source' risks causing data races
  _ = try await bridge.next()
  #if REFUSED
    _ = try source.next()
  #endif
}

func threads() throws {
  let log = Log()
  let sequence = Counting(log: log)
  let source = blocking(sequence)  // expect-error: sending 'sequence' risks
  source.close()
  #if REFUSED
    print(log.count)
  #endif
}

func tasks() throws {
  try Scheduler().run { task in
    let log = Log()
    let sequence = Counting(log: log)
    try task.withSource(of: sequence) { _ in }  // expect-error: sending 'sequence' risks
    #if REFUSED
      print(log.count)
    #endif
  }
}

func channels(_ channel: RemoteChannel<Int>) async throws {
  let log = Log()
  let sequence = Counting(log: log)
  try await channel.send(contentsOf: sequence)  // expect-error: sending 'sequence' risks
  #if REFUSED
    print(log.count)
  #endif
}
