import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct AsyncTeeTests {
  // MARK: What the readers return

  @Test(arguments: [0, 1, 2, 5, 100], [1, 2, 3])
  func `each reader returns all elements, in a task of its own`(n: Int, count: Int) async {
    let source = asyncSource(0..<n, seed: UInt64(n))
    let readers = source.tee(count, bufferLimit: 2)
    expectEqual(readers.count, count)
    expectEqual(source.taken, 0)
    await withTaskGroup(of: [Int].self) { group in
      for reader in readers { group.addTask { await collect(reader) } }
      for await elements in group { expectEqual(elements, Array(0..<n)) }
    }
    expectEqual(source.taken, n + 1)
    expectEqual(source.open, 0)
  }

  @Test func `two are the default, and there may be none`() async {
    expectEqual(asyncSource([1]).tee(bufferLimit: 1).count, 2)
    #expect(asyncSource([1]).tee(0, bufferLimit: 1).isEmpty)
  }

  @Test func `a reader is its own iterator and a copy is the same reader`() async {
    let reader = asyncSource(0..<5).tee(1, bufferLimit: 1)[0]
    let copy = reader
    expectEqual(await reader.next(), 0)
    expectEqual(await copy.next(), 1)
    for await n in reader where n == 3 { break }
    expectEqual(await collect(copy), [4])
    for _ in 0..<3 { expectEqual(await reader.next(), nil) }
  }

  @Test func `elements that are optional`() async {
    let readers = asyncSource([1, nil, 3]).tee(2, bufferLimit: 9)
    expectEqual(await collect(readers[0]), [1, nil, 3])
    expectEqual(await collect(readers[1]), [1, nil, 3])
  }

  @Test @MainActor func `readers on the main actor and on others`() async {
    let source = asyncSource(0..<100, seed: 3)
    let readers = source.tee(3, bufferLimit: 2)
    let first = Task { await collect(readers[0]) }
    let second = Task.detached { await collect(readers[1]) }
    expectEqual(await collect(readers[2]), Array(0..<100))
    expectEqual(await first.value, Array(0..<100))
    expectEqual(await second.value, Array(0..<100))
    // The source is read in a task of its own.
    #expect(source.requests.current.allSatisfy { !$0 })
  }

  @TaskLocal private static var label = "none"

  @Test func `the source sees the task-local values of the first request`() async {
    let readers = AsyncStream(unfolding: { Self.label }).tee(2, bufferLimit: 2)
    await Self.$label.withValue("first") { expectEqual(await readers[0].next(), "first") }
    await Self.$label.withValue("second") { expectEqual(await readers[0].next(), "first") }
  }

  @Test func `a reader can be teed`() async {
    let outer = asyncSource(0..<4).tee(2, bufferLimit: 4)
    let inner = outer[0].tee(2, bufferLimit: 4)
    expectEqual(await inner[1].next(), 0)
    expectEqual(await collect(outer[1]), [0, 1, 2, 3])
    expectEqual(await collect(inner[0]), [0, 1, 2, 3])
    expectEqual(await collect(inner[1]), [1, 2, 3])
  }

  // MARK: What is taken and held

  @Test func `an element is taken when a reader requests it`() async {
    let source = asyncSource(0..<9)
    let readers = source.tee(2, bufferLimit: 4)
    expectEqual(await readers[0].next(), 0)
    expectEqual(source.taken, 1)
    expectEqual(await readers[1].next(), 0)
    expectEqual(source.taken, 1)
    for n in 1...4 { expectEqual(await readers[1].next(), n) }
    expectEqual(source.taken, 5)
  }

  @Test func `the reader that is ahead waits until the slowest has caught up`() async throws {
    let source = asyncSource(0..<9)
    let readers = source.tee(3, bufferLimit: 2)
    for n in 0..<2 { expectEqual(await readers[0].next(), n) }
    let trace = SharedTrace()
    let ahead = Task {
      let n = await readers[0].next()
      trace("ahead")
      return n
    }
    expectEqual(await readers[1].next(), 0)
    for _ in 0..<100 { await Task.yield() }
    expectEqual(trace.events, [])
    expectEqual(source.taken, 2)
    expectEqual(await readers[2].next(), 0)
    expectEqual(await ahead.value, 2)
    expectEqual(source.taken, 3)
  }

  @Test func `no more is held than the limit, and nothing that all have taken`() async {
    let census = Census()
    let readers = AsyncStream(unfolding: { census.citizen() }).tee(2, bufferLimit: 10)
    for _ in 0..<10 { _ = await readers[0].next() }
    expectEqual(census.alive, 10)
    for left in (0..<10).reversed() {
      _ = await readers[1].next()
      expectEqual(census.alive, left)
    }
  }

  // MARK: Release

  @Test func `a reader that is released no longer holds others back`() async {
    let source = asyncSource(0..<9)
    var readers: [AsyncTeeSequence] = source.tee(2, bufferLimit: 1)
    let ahead = readers[0]
    expectEqual(await ahead.next(), 0)
    let waiting = Task { await ahead.next() }
    readers.removeLast()
    expectEqual(await waiting.value, 1)
    expectEqual(await collect(ahead), Array(2..<9))
  }

  @Test func `a reader that is released frees what only it held`() async {
    let census = Census()
    var readers: [AsyncTeeSequence] = AsyncStream(unfolding: { census.citizen() })
      .tee(2, bufferLimit: 10)
    for _ in 0..<10 { _ = await readers[0].next() }
    readers.removeLast()
    expectEqual(census.alive, 0)
    _ = await readers[0].next()
    expectEqual(census.alive, 0)
  }

  @Test func `the source is released at its end`() async {
    let source = asyncSource(0..<2)
    let readers = source.tee(2, bufferLimit: 3)
    expectEqual(await collect(readers[0]), [0, 1])
    expectEqual(source.open, 0)
    expectEqual(await collect(readers[1]), [0, 1])
  }

  @Test func `the source is released when all readers are`() async throws {
    let source = asyncSource(0..<9)
    do {
      let readers = source.tee(2, bufferLimit: 3)
      _ = await readers[0].next()
      expectEqual(source.open, 1)
    }
    #expect(try await becomesTrue { source.open == 0 })
  }

  @Test func `a source that is never read is released`() async {
    let census = Census()
    _ = AsyncSource<_, Never>(elements: [census.citizen()], failure: nil).tee(2, bufferLimit: 3)
    expectEqual(census.alive, 0)
  }

  @Test func `the task of the source is cancelled when all readers were released`() async throws {
    let (isAsked, isCancelled) = (Gate(), Gate())
    let source = AsyncStream<Int> {
      await withTaskCancellationHandler {
        isAsked.open()
        await isCancelled.pass()
        return 1
      } onCancel: {
        isCancelled.open()
      }
    }
    let readers = source.tee(2, bufferLimit: 3)
    let waiting = Task { await readers[0].next() }
    let other = Task { await readers[1].next() }
    await isAsked.pass()
    waiting.cancel()
    expectEqual(await waiting.value, nil)
    expectEqual(isCancelled.isOpen, false)
    other.cancel()
    expectEqual(await other.value, nil)
    await isCancelled.pass()
  }

  // MARK: Errors

  @Test func `each reader throws the error at its place, once`() async throws {
    let source = failingSource(0..<3)
    let readers = source.tee(3, bufferLimit: 5)
    for n in 0..<3 { #expect(try await readers[0].next() == n) }
    await #expect(throws: Failure(7)) { try await readers[0].next() }
    expectEqual(source.open, 0)
    for _ in 0..<2 { #expect(try await readers[0].next() == nil) }
    for reader in readers[1...] {
      for n in 0..<3 { #expect(try await reader.next() == n) }
      await #expect(throws: Failure(7)) { try await reader.next() }
      for _ in 0..<2 { #expect(try await reader.next() == nil) }
    }
    expectEqual(source.taken, 4)
  }

  @Test func `readers that wait get the error, whose type is that of the source`() async {
    let readers = AsyncSource(elements: [1], failure: Failure(3), seed: 5).tee(2, bufferLimit: 1)
    await withTaskGroup(of: Int.self) { group in
      for reader in readers {
        group.addTask {
          do throws(Failure) {
            _ = try await collect(reader)
            return 0
          } catch {
            return error.code
          }
        }
      }
      for await code in group { expectEqual(code, 3) }
    }
  }

  // MARK: Cancellation

  /// A source of 0, 1, …, each of which waits until the gate of its number is open.
  private func gated(_ gates: [Gate]) -> AsyncStream<Int> {
    let count = Guarded(0)
    return AsyncStream {
      let n = count { (n: inout Int) in
        defer { n += 1 }
        return n
      }
      guard n < gates.count else { return nil }
      await gates[n].pass()
      return n
    }
  }

  @Test func `an element that is taken for a cancelled reader goes to the others`() async {
    let gates = [Gate(), Gate()]
    let readers = gated(gates).tee(3, bufferLimit: 1)
    let cancelled = Task { await readers[0].next() }
    let waiting = Task { await readers[1].next() }
    cancelled.cancel()
    expectEqual(await cancelled.value, nil)
    for gate in gates { gate.open() }
    expectEqual(await waiting.value, 0)
    expectEqual(await readers[2].next(), 0)
    // The reader has ended and holds no other back.
    expectEqual(await readers[0].next(), nil)
    let last = readers[2]
    async let rest = collect(last)
    expectEqual(await collect(readers[1]), [1])
    expectEqual(await rest, [1])
  }

  @Test func `a cancelled reader throws where it may fail`() async throws {
    let stream = AsyncThrowingStream<Int, any Error> {
      try await Task.sleep(for: .seconds(1_000_000))
      return 1
    }
    let readers = stream.tee(2, bufferLimit: 1)
    let cancelled = Task { try await readers[0].next() }
    cancelled.cancel()
    await #expect(throws: CancellationError.self) { try await cancelled.value }
    #expect(try await readers[0].next() == nil)
  }

  @Test func `a cancelled task still gets what is held`() async {
    let readers = asyncSource(0..<9).tee(2, bufferLimit: 3)
    for n in 0..<3 { expectEqual(await readers[0].next(), n) }
    let late = Task { () -> [Int] in
      withUnsafeCurrentTask { $0?.cancel() }
      return await collect(readers[1])
    }
    expectEqual(await late.value, [0, 1, 2])
    expectEqual(await collect(readers[0]), Array(3..<9))
  }

  @Test func `a reader that waits for a slower one can be cancelled`() async {
    let source = asyncSource(0..<9)
    let readers = source.tee(2, bufferLimit: 1)
    expectEqual(await readers[0].next(), 0)
    let ahead = Task { await readers[0].next() }
    ahead.cancel()
    expectEqual(await ahead.value, nil)
    expectEqual(await collect(readers[1]), Array(0..<9))
  }

  @Test func `a second request of a reader that waits is refused`() async throws {
    let (isAsked, mayAnswer) = (Gate(), Gate())
    let source = AsyncThrowingStream<Int, any Error> {
      isAsked.open()
      await mayAnswer.pass()
      return 1
    }
    let reader = source.tee(1, bufferLimit: 1)[0]
    let waiting = Task { try await reader.next() }
    await isAsked.pass()
    await #expect(throws: GeneratorError.alreadyExecuting) { try await reader.next() }
    mayAnswer.open()
    expectEqual(try await waiting.value, 1)
  }

  // MARK: At random

  @Test(arguments: 0..<100)
  func `readers that are cancelled and released at random leave the others whole`(
    seed: UInt64
  ) async throws {
    var random = SeededRandom(seed: seed)
    let n = Int.random(in: 0..<100, using: &random)
    let fails = random.chance(50)
    let source = AsyncSource<Int, any Error>(
      elements: Array(0..<n), failure: fails ? Failure(7) : nil, seed: random.next())
    do {
      let limit = Int.random(in: 1..<6, using: &random)
      var tasks: [Task<([Int], String), Never>] = []
      for (index, reader) in source.tee(4, bufferLimit: limit).enumerated() {
        // The first reads all, the others may leave.
        let limit = index == 0 ? .max : Int.random(in: 0..<120, using: &random)
        var random = SeededRandom(seed: seed &+ UInt64(index))
        // Only the task holds it, up to its end.
        let place = Guarded(Optional(reader))
        tasks.append(
          Task {
            let reader = place { $0.take()! }
            var elements: [Int] = []
            do {
              while elements.count < limit {
                if random.chance(30) { await Task.yield() }
                guard let element = try await reader.next() else { return (elements, "end") }
                elements.append(element)
              }
              return (elements, "left")
            } catch is CancellationError {
              return (elements, "cancelled")
            } catch {
              return (elements, name(of: error))
            }
          })
      }
      for task in tasks.dropFirst() where random.chance(40) {
        for _ in 0..<Int.random(in: 0..<50, using: &random) { await Task.yield() }
        task.cancel()
      }
      let first = tasks.removeFirst()
      for task in tasks {
        let (elements, _) = await task.value
        expectEqual(elements, Array(0..<elements.count))
      }
      let (elements, outcome) = await first.value
      expectEqual(elements, Array(0..<n))
      expectEqual(outcome, fails ? "E7" : "end")
    }
    #expect(try await becomesTrue { source.open == 0 })
  }

  // MARK: Traps

  @Test func `a count or limit that makes no sense is a trap that says so`() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = asyncSource([1]).tee(-1, bufferLimit: 1)
    }
    expectEqual(count?.message.contains("the count of readers must not be negative"), true)
    let limit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = asyncSource([1]).tee(2, bufferLimit: 0)
    }
    expectEqual(
      limit?.message.contains("the limit of a buffer must be positive, and is 0"), true)
  }
}
