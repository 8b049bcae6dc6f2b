import Foundation
import Generators
import TestSupport
import Testing

@testable import GeneratorParallel

@Suite struct BroadcastTests {
  /// Does things on threads of their own, and waits for all.
  func together(_ bodies: [@Sendable () -> Void]) {
    let done = Gate(bodies.count)
    for body in bodies {
      Thread.detachNewThread {
        body()
        done.open()
      }
    }
    if !bodies.isEmpty { done.pass() }
  }

  @Test(arguments: [1, 2, 5], [nil, 1, 2, 10, 1000]) func `all readers get all elements`(
    readers: Int, window: Int?
  ) {
    for count in [0, 1, 2000] {
      let results = Guarded<[[Int]]>([])
      let all = broadcast(0..<count, to: readers, window: window)
      together(all.map { reader in { results { [all = Array(reader)] in $0.append(all) } } })
      expectEqual(results.current, Array(repeating: Array(0..<count), count: readers))
    }
  }

  @Test func `the slowest reader sets the pace`() {
    let counts = Metered<Int>.Counts()
    let (slow, ahead) = (Gate(), Gate())
    let readers = broadcast(Metered(0..<500, counts: counts), to: 2, window: 20)
    together([
      {
        // As far ahead as it gets, and no farther: batches have up to 10 elements, and none is taken for
        // which there is no room.
        for n in 0..<11 { expectEqual(readers[0].next(), n) }
        ahead.open()
        for n in 11..<500 { expectEqual(readers[0].next(), n) }
        expectEqual(readers[0].next(), nil)
      },
      {
        ahead.pass()
        for _ in 0..<10 { pause(1000) }
        #expect(counts.elements <= 20)
        for n in 0..<500 {
          expectEqual(readers[1].next(), n)
          #expect(counts.elements <= n + 1 + 20)
          if n % 50 == 0 { pause(1000) }
        }
        expectEqual(readers[1].next(), nil)
        slow.open()
      },
    ])
    #expect(slow.isOpen)
    expectEqual(counts.open, 0)
  }

  @Test(arguments: [0, 1, 700]) func `an error comes to each reader`(place: Int) {
    let meter = Meter()
    let readers = broadcast(meter.throwing(0..., failingAfter: place), to: 3, window: 50)
    together(
      readers.map { reader in
        {
          var given: [Int] = []
          #expect(throws: Failure(-1)) { while let n = try reader.next() { given.append(n) } }
          expectEqual(given, Array(0..<place))
          #expect(throws: Never.self) { try reader.next() }
        }
      })
    expectEqual(meter.open, 0)
  }

  @Test(arguments: [0, 1, 30]) func `a reader that leaves holds up no other`(taken: Int) {
    let counts = Metered<Int>.Counts()
    let other = Guarded<[BroadcastReader<Int, Never>]>([])
    func start() -> [BroadcastReader<Int, Never>] {
      var readers = broadcast(Metered(0..<2000, counts: counts), to: 3, window: 30)
      other { [last = readers.removeLast()] in $0 = [last] }
      return readers
    }
    let readers = start()
    together([
      {
        for n in 0..<taken { expectEqual(readers[1].next(), n) }
        readers[1].close()
        expectEqual(readers[1].next(), nil)
      },
      { expectEqual(Array(readers[0]), Array(0..<2000)) },
      {
        // Releases the last reference.
        let dropped = other { readers in readers.removeLast() }
        for n in 0..<taken { expectEqual(dropped.next(), n) }
      },
    ])
    expectEqual(counts.open, 0)
  }

  /// The reader of a single output counts as having read it from the time that it takes the batch.
  @Test func `a reader that leaves takes no element from a reader that is about to read it`() throws
  {
    let readers = broadcast(0..<3, to: 2, window: 1)
    let reader = readers[0].shared.reader
    guard case .batch(let batch) = reader.stage.take(reader.place, isCancellable: false) else {
      Issue.record("there is no batch")
      return
    }
    readers[1].close()
    expectEqual(batch.outputCount, 1)
    expectEqual(readers[0].next(), 1)
  }

  @Test func `elements live as long as a reader may read them`() async throws {
    let census = Census()
    weak var stage: StageStorage?
    do {
      let readers = broadcast((0..<1000).lazy.map { census.citizen($0) }, to: 2, window: 40)
      stage = readers[0].shared.reader.stage
      together(readers.map { reader in { for _ in 0..<500 { _ = reader.next() } } })
      #expect(census.peak <= 40 + 20 + 3)
    }
    // The threads may hold a reader for a moment yet.
    #expect(try await becomesTrue { stage == nil })
    expectEqual(census.alive, 0)
  }

  @Test func `all readers may leave half way`() {
    let (counts, census) = (Metered<Census.Citizen>.Counts(), Census())
    for taken in [0, 1, 30] {
      let readers = broadcast(
        Metered((0...).lazy.map { census.citizen($0) }, counts: counts), to: 2, window: 64)
      together([{ for _ in 0..<taken { _ = readers[0].next() } }])
      for reader in readers { reader.close() }
      expectEqual(counts.open, 0)
      expectEqual(census.alive, 0)
    }
  }

  @Test func `elements of a slow source reach all readers`() {
    let gate = Gate()
    let source = Generator { yield in
      for n in 0..<3000 { try yield(n) }
      gate.pass()
    }
    let readers = broadcast(source, to: 2)
    let read = Gate(2)
    together(
      readers.map { reader in
        {
          for n in 0..<3000 { expectEqual(reader.next(), n) }
          read.open()
          expectEqual(reader.next(), nil)
        }
      } + [
        {
          read.pass()
          gate.open()
        }
      ])
  }

  @Test func `tasks read a broadcast`() async throws {
    let readers = broadcast(0..<2000, to: 3, window: 16)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for reader in readers {
        group.addTask {
          var sum = 0
          for await n in reader.values { sum += n }
          return sum
        }
      }
      for try await sum in group { expectEqual(sum, 2000 * 1999 / 2) }
    }
    let stage = broadcast(parallel(0..<10).map { n throws in n }, to: 1)[0]
    var sum = 0
    for try await n in stage.values { sum += n }
    expectEqual(sum, 45)
    // One after the other, so all must fit into the window, which by default is one of time: on a busy
    // machine it had four elements, and the first reader waited for the second permanently.
    let failing = broadcast(Meter().throwing(0..., failingAfter: 10), to: 2, window: 20)
    for reader in failing {
      var given: [Int] = []
      await #expect(throws: Failure(-1)) { for try await n in reader.values { given.append(n) } }
      expectEqual(given, Array(0..<10))
    }
  }

  @Test func `a task that is cancelled holds up no other`() async {
    let readers = broadcast(0..<5000, to: 2, window: 8)
    let cancelled = Task {
      var count = 0
      for await _ in readers[0].values {
        count += 1
        if count == 10 { withUnsafeCurrentTask { $0!.cancel() } }
      }
      return count
    }
    let whole = Task {
      var count = 0
      for await _ in readers[1].values { count += 1 }
      return count
    }
    await expectEqual(whole.value, 5000)
    #expect(await cancelled.value < 5000)
  }

  @Test func `two that read one reader at once are a trap`() async {
    await #expect(processExitsWith: .failure) {
      let readers = broadcast(Generator<Int> { _ in pause(60_000_000) }, to: 1)
      for _ in 0..<2 { Thread.detachNewThread { _ = readers[0].next() } }
      pause(60_000_000)
    }
  }
}
