import Generators
import TestSupport
import Testing

@testable import GeneratorParallel

/// Closures and sources that use the stage that calls them.
///
/// Where the stage's reader is at work too, they wait until it has nothing in hand: the two would be
/// a data race, which the stage can't tell from other uses.
@Suite struct ParallelErrorTests {
  /// A value that a closure and its maker share, which the compiler would refuse.
  final class Box<Value>: @unchecked Sendable {
    var value: Value?

    init() {}
  }

  typealias Stage = ParallelSequence<Int, any Error>

  @Test(arguments: [1, 2, 4]) func `a closure that reads its stage gets an error`(workers: Int) {
    let (box, taken) = (Box<Stage>(), Load())
    box.value = parallel(0..., workers: workers, window: 1).map { n in
      guard n == 3 else { return n }
      taken.wait(for: 3)
      return try box.value!.next()!
    }
    let results = box.value!
    var given: [Int] = []
    #expect(throws: ParallelError.alreadyExecuting) {
      while let n = try results.next() {
        given.append(n)
        taken.begin()
      }
    }
    expectEqual(given, [0, 1, 2])
    box.value = nil
  }

  @Test(arguments: [true, false]) func `a closure that has caught the error goes on`(ordered: Bool)
    throws
  {
    let box = Box<Stage>()
    let refusals = Load()
    // Of the first element only, before which the reader has no result in hand: two threads would
    // use it.
    box.value = parallel(0..<100, ordered: ordered, workers: 2, window: 1).map { n throws in
      if n > 0 { return n }
      do { _ = try box.value!.next() } catch ParallelError.alreadyExecuting { refusals.begin() }
      return n
    }
    let results = box.value!
    try expectEqual(results.collect().sorted(), Array(0..<100))
    expectEqual(refusals.total, 1)
    box.value = nil
  }

  @Test func `a source that reads its stage gets an error`() {
    let (box, taken) = (Box<Stage>(), Load())
    let source = ThrowingGenerator { [box] yield in
      try yield(1)
      taken.wait(for: 1)
      try yield(box.value!.next()!)
    }
    box.value = parallel(source, workers: 2, window: 1).map { $0 * 10 }
    let results = box.value!
    var given: [Int] = []
    #expect(throws: ParallelError.alreadyExecuting) {
      while let n = try results.next() {
        given.append(n)
        taken.begin()
      }
    }
    expectEqual(given, [10])
    box.value = nil
  }

  @Test func `a source that reads what prefetches it gets an error`() {
    let box = Box<Stage>()
    let source = ThrowingGenerator { [box] yield in try yield(box.value!.next()!) }
    box.value = prefetched(source)
    let results = box.value!
    #expect(throws: ParallelError.alreadyExecuting) { try results.next() }
    box.value = nil
  }

  @Test func `a source that reads what broadcasts it gets an error`() {
    let box = Box<BroadcastReader<Int, any Error>>()
    let source = ThrowingGenerator { [box] yield in try yield(box.value!.next()!) }
    box.value = broadcast(source, to: 2)[0]
    let reader = box.value!
    #expect(throws: ParallelError.alreadyExecuting) { try reader.next() }
    box.value = nil
  }

  @Test(arguments: [1, 3])
  func `a closure that reads a stage of its stage gets an error`(workers: Int) {
    let box = Box<BroadcastReader<Int, any Error>>()
    let inner = parallel(0..., workers: workers, window: 2).map { n throws in
      if n == 1 {
        // Only once: the test may have the error and empty the box while this waits.
        let reader = box.value!
        // At last it waits for a result that only this call can make.
        while try reader.next() != nil {}
      }
      return n
    }
    let readers = broadcast(inner, to: 2, window: 4)
    box.value = readers[1]
    var given: [Int] = []
    #expect(throws: ParallelError.alreadyExecuting) {
      while let n = try readers[0].next() { given.append(n) }
    }
    expectEqual(given, Array([0].prefix(given.count)))
    box.value = nil
  }

  @Test func `two stages whose sources read each other get an error`() {
    let (first, second) = (Box<Stage>(), Box<Stage>())
    let source = ThrowingGenerator { [second] yield in try yield(second.value!.next()!) }
    let other = ThrowingGenerator { [first] yield in try yield(first.value!.next()!) }
    first.value = prefetched(source)
    second.value = prefetched(other)
    let results = first.value!
    #expect(throws: ParallelError.alreadyExecuting) { try results.next() }
    (first.value, second.value) = (nil, nil)
  }

  @Test func `a stage that can't fail traps`() async {
    let infallible = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let box = Box<ParallelSequence<Int, Never>>()
      box.value = parallel(0..<10, workers: 1).map { _ in blocking { box.value!.next()! } }
      _ = blocking { box.value!.next() }
    }
    expectEqual(infallible?.message.contains("parallel stage already executing"), true)
    let typed = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let box = Box<ParallelSequence<Int, Failure>>()
      box.value = parallel(0..<10, workers: 1).map { n throws(Failure) in
        try box.value!.next()!
      }
      _ = blocking { try? box.value!.next() }
    }
    expectEqual(typed?.message.contains("parallel stage already executing"), true)
  }

  @Test func `a closure that closes its stage traps`() async {
    let closing = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let box = Box<ParallelSequence<Int, Never>>()
      box.value = parallel(0..<10, workers: 1).map { n in
        box.value!.close()
        return n
      }
      _ = blocking { box.value!.next() }
    }
    expectEqual(closing?.message.contains("parallel stage already executing"), true)
  }

  @Test func `its description says what is wrong`() {
    #expect("\(ParallelError.alreadyExecuting)".hasPrefix("parallel stage already executing"))
    expectEqual(ParallelError.Kind.allCases, [.alreadyExecuting])
  }
}
