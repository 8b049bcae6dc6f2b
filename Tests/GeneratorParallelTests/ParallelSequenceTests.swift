import Foundation
import Generators
import TestSupport
import Testing

@testable import GeneratorParallel

@Suite struct ParallelSequenceTests {
  @Test func `it has the operations of a source, which run on the reader's thread`() throws {
    let results = parallel(0..<100).map { n throws in n }
    try expectEqual(results.lazy.filter { $0 > 97 }.map { $0 + 1 }.collect(), [99, 100])
    let failing = parallel(0..<100).map { n in
      if n == 50 { throw Failure(50) }
      return n
    }
    var given: [Int] = []
    #expect(throws: Failure(50)) {
      try failing.withSequence { for n in $0 { given.append(n) } }
    }
    expectEqual(given, Array(0..<50))
    let infallible = ThrowingGenerator(parallel(0..<5).map { n throws in n })
    try expectEqual(infallible.collect(), [0, 1, 2, 3, 4])
  }

  @Test func `a generator of it ends the stage when it is closed or dropped`() throws {
    let counts = Metered<Int>.Counts()
    let generator = ThrowingGenerator(parallel(Metered(0..., counts: counts)).map { $0 })
    try expectEqual(generator.next(), 0)
    try generator.close()
    // A stage that is released ends without being waited for.
    while counts.open > 0 { Thread.sleep(forTimeInterval: 0.001) }
    do {
      let dropped = ThrowingGenerator(parallel(Metered(0..., counts: counts)).map { $0 })
      try expectEqual(dropped.next(), 0)
    }
    while counts.open > 0 { Thread.sleep(forTimeInterval: 0.001) }
  }

  @Test func `a copy is another name of the stage`() {
    let one = parallel(0..<4).map { $0 }
    let other = one
    expectEqual(one.next(), 0)
    expectEqual(other.next(), 1)
    expectEqual(Array(one), [2, 3])
    expectEqual(other.next(), nil)
  }

  // MARK: Cancellation of the task in which it blocks

  @Test func `a reader is cancelled while it waits`() async {
    let (waits, gate) = (Gate(), Gate())
    let load = Load()
    let task = Task {
      let results = parallel(0..., workers: 2).map { n throws in
        load {
          waits.open()
          gate.pass()
          return n
        }
      }
      #expect(throws: CancellationError.self) { try results.next() }
      expectEqual(load.current, 0)
      #expect(throws: Never.self) { try results.next() }
    }
    // On a thread of its own, for the task blocks one of Swift's, which may be the only one.
    Thread.detachNewThread {
      waits.pass()
      task.cancel()
      gate.open()
    }
    await task.value
  }

  @Test func `a reader is cancelled while results are ready`() async {
    let counts = Metered<Int>.Counts()
    await Task {
      var given = 0
      let results = parallel(ThrowingGenerator(Metered(0..., counts: counts))).map { $0 }
      #expect(throws: CancellationError.self) {
        while try results.next() != nil {
          given += 1
          if given == 100 { withUnsafeCurrentTask { $0!.cancel() } }
        }
      }
      #expect(given >= 100)
      var others = 0
      blocking { for _ in parallel(0...).map({ $0 }) { others += 1 } }
      expectEqual(others, 0)
    }.value
    expectEqual(counts.open, 0)
  }

  @Test func `a typed error can't say that the reader was cancelled`() async throws {
    try await Task {
      withUnsafeCurrentTask { $0!.cancel() }
      let results = parallel(0...).map { n throws(Failure) in n }
      let first = try blocking { try results.next() }
      expectEqual(first, nil)
    }.value
  }
}
