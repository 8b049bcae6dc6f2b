import Generators
import Synchronization
import TestSupport
import Testing

@testable import GeneratorParallel

/// A source of one's own: numbers up to a limit, behind which it may fail.
private final class Numbers: ThrowingSource {
  final class Record: Sendable {
    let abandonments = Atomic(0)
    let callsAfterTheEnd = Atomic(0)
    let live = Atomic(0)

    /// How often it was abandoned, and called after its end, and how many are alive.
    var summary: [Int] {
      [
        abandonments.load(ordering: .acquiring), callsAfterTheEnd.load(ordering: .acquiring),
        live.load(ordering: .acquiring),
      ]
    }
  }

  private var count = 0
  private let limit: Int
  private let fails: Bool
  private var hasEnded = false
  private let record: Record

  init(_ limit: Int, fails: Bool = false, _ record: Record) {
    self.limit = limit
    self.fails = fails
    self.record = record
    record.live.add(1, ordering: .acquiringAndReleasing)
  }

  deinit { record.live.subtract(1, ordering: .acquiringAndReleasing) }

  func next() throws -> Int? {
    if hasEnded { record.callsAfterTheEnd.add(1, ordering: .acquiringAndReleasing) }
    if count < limit {
      count += 1
      return count - 1
    }
    hasEnded = true
    if fails { throw TestSupport.Failure(limit) }
    return nil
  }

  func abandon() { record.abandonments.add(1, ordering: .acquiringAndReleasing) }
}

@Suite struct ThrowingSourceTests {
  @Test(arguments: Shape.some, [0, 1, 2, 500]) func `a source is read to its end`(
    _ shape: Shape, _ limit: Int
  ) throws {
    let record = Numbers.Record()
    let results = parallel(
      Numbers(limit, record), ordered: shape.ordered, workers: shape.workers, window: shape.window
    ).map { $0 * 2 }
    var given: [Int] = []
    while let n = try results.next() { given.append(n) }
    expectEqual(given.inOrder(shape.ordered), (0..<limit).map { $0 * 2 })
    expectEqual(record.summary, [0, 0, 0])
  }

  @Test(arguments: Shape.some, [0, 1, 2, 500]) func `a source is read to its error`(
    _ shape: Shape, _ limit: Int
  ) {
    let record = Numbers.Record()
    let results = parallel(
      Numbers(limit, fails: true, record), ordered: shape.ordered, workers: shape.workers,
      window: shape.window
    ).filter { _ in true }
    var given: [Int] = []
    #expect(throws: Failure(limit)) { while let n = try results.next() { given.append(n) } }
    expectEqual(given.inOrder(shape.ordered), Array(0..<limit))
    expectEqual(record.summary, [0, 0, 0])
  }

  @Test(arguments: Shape.some) func `a source is abandoned when a closure fails`(_ shape: Shape) {
    let record = Numbers.Record()
    #expect(throws: Failure(3)) {
      try parallel(Numbers(.max, record), workers: shape.workers, window: shape.window).forEach {
        if $0 == 3 { throw Failure(3) }
      }
    }
    expectEqual(record.summary, [1, 0, 0])
  }

  @Test(arguments: Shape.some) func `a source is released when the stage is closed`(_ shape: Shape)
    throws
  {
    let record = Numbers.Record()
    let results = parallel(
      Numbers(.max, record), ordered: shape.ordered, workers: shape.workers, window: shape.window
    ).map { $0 }
    _ = try results.next()
    results.close()
    expectEqual(record.summary, [0, 0, 0])
  }

  @Test func `a source that was not begun is only released`() {
    let record = Numbers.Record()
    do { _ = prefetched(Numbers(1, record)) }
    expectEqual(record.summary, [0, 0, 0])
  }

  /// The one in front fails, so that the one behind it is abandoned, and with it its source.
  @Test func `a stage is abandoned by the next`() {
    let record = Numbers.Record()
    let results = parallel(parallel(Numbers(.max, record)).map { $0 + 1 }).map { n in
      if n == 50 { throw Failure(n) }
      return n
    }
    var given: [Int] = []
    #expect(throws: Failure(50)) { while let n = try results.next() { given.append(n) } }
    expectEqual(given, Array(1..<50))
    expectEqual(record.summary, [0, 0, 0])
  }

  @Test func `sources are merged`() throws {
    let record = Numbers.Record()
    let all = GeneratorParallel.merged(Numbers(3, record), Numbers(5, record))
    var given: [Int] = []
    while let n = try all.next() { given.append(n) }
    expectEqual(given.sorted(), [0, 0, 1, 1, 2, 2, 3, 4])
    expectEqual(record.summary, [0, 0, 0])
  }
}
