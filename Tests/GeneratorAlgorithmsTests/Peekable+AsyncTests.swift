import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct AsyncPeekableTests {
  @Test func `looking ahead takes nothing`() async {
    let source = asyncSource(0..<10)
    let numbers = source.peekable()
    expectEqual(source.taken, 0)
    expectEqual(await numbers.peek(), 0)
    expectEqual(await numbers.peek(2), 2)
    expectEqual(await numbers.peek(1), 1)
    expectEqual(source.taken, 3)
    expectEqual(await numbers.peek(first: 4), [0, 1, 2, 3])
    expectEqual(await numbers.peek(first: 0), [])
    expectEqual(await numbers.next(), 0)
    expectEqual(source.taken, 4)
    expectEqual(await numbers.hasNext(), true)
    expectEqual(await collect(numbers), Array(1..<10))
    expectEqual(await numbers.hasNext(), false)
    expectEqual(await numbers.peek(), nil)
    expectEqual(await numbers.peek(.max), nil)
    expectEqual(await numbers.peek(first: 3), [])
  }

  @Test func `elements are put back, also after the end`() async {
    let numbers = asyncSource([3]).peekable()
    numbers.prepend(contentsOf: [1, 2])
    numbers.prepend(0)
    expectEqual(await collect(numbers), [0, 1, 2, 3])
    numbers.prepend(4)
    expectEqual(await numbers.peek(), 4)
    expectEqual(await collect(numbers), [4])
  }

  @Test func `an element is taken if the predicate says so`() async throws {
    let numbers = asyncSource([1, 3, 4]).peekable()
    expectEqual(await numbers.next(if: { $0 > 1 }), nil)
    expectEqual(await numbers.next(if: { $0 == 1 }), 1)
    expectEqual(await numbers.next(if: { $0 == 3 }), 3)
    expectEqual(await numbers.next(if: { $0 == 3 }), nil)
    expectEqual(await collect(numbers), [4])
    expectEqual(await numbers.next(if: { _ in true }), nil)

    let failing = failingSource([1]).peekable()
    #expect(try await failing.next(if: { _ in false }) == nil)
    #expect(try await failing.next(if: { _ in true }) == 1)
    await #expect(throws: Failure(7)) { try await failing.next(if: { _ in true }) }
  }

  @Test func `it is its own iterator and a copy is the same sequence`() async {
    let numbers = asyncSource(0..<5).peekable()
    let copy = numbers
    expectEqual(await numbers.next(), 0)
    expectEqual(await copy.next(), 1)
    for await n in numbers where n == 3 { break }
    expectEqual(await collect(copy), [4])
  }

  @Test func `elements that were looked at before an error are still there`() async throws {
    let source = failingSource([1, 2])
    let numbers = source.peekable()
    await #expect(throws: Failure(7)) { try await numbers.peek(2) }
    expectEqual(source.open, 0)
    expectEqual(try await numbers.peek(2), nil)
    expectEqual(try await collect(numbers), [1, 2])
    expectEqual(source.taken, 3)
  }

  @Test func `elements that are optional`() async {
    let numbers = asyncSource([1, nil, 3]).peekable()
    expectEqual(await numbers.peek(first: 3), [1, nil, 3])
    expectEqual(await collect(numbers), [1, nil, 3])
  }

  @Test func `no element is held that was taken`() async {
    let census = Census()
    let numbers = AsyncStream(unfolding: { census.citizen() }).peekable()
    expectEqual(await numbers.peek(first: 10).count, 10)
    for left in (0..<10).reversed() {
      _ = await numbers.next()
      expectEqual(census.alive, left)
    }
  }

  @Test(arguments: [0, 1, 3]) func `the duties of every lazy operation`(n: Int) async {
    await expectLazy(on: Array(0..<n), { $0.peekable() }, { $0.peekable() })
  }

  @Test @MainActor func `the duties of every lazy operation, on the main actor`() async {
    await expectLazy(on: [1, 2], { $0.peekable() }, { $0.peekable() })
    let source = asyncSource(0..<9)
    let numbers = source.peekable()
    _ = (await numbers.peek(), await numbers.peek(1), await numbers.peek(first: 3))
    _ = (await numbers.hasNext(), await numbers.next(if: { _ in true }), await numbers.peek(4))
    #expect(source.requests.current.allSatisfy { $0 })
  }

  @Test(arguments: 0..<100) func `as of a synchronous sequence, on random input`(seed: UInt64) async
  {
    var random = SeededRandom(seed: seed)
    let elements = 0..<Int.random(in: 0..<40, using: &random)
    let numbers = elements.peekable()
    let asyncNumbers = asyncSource(elements, seed: random.next()).peekable()
    for _ in 0..<60 {
      let n = Int.random(in: 0..<5, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: expectEqual(await asyncNumbers.peek(n), numbers.peek(n))
      case 1: expectEqual(await asyncNumbers.peek(first: n), numbers.peek(first: n))
      case 2: expectEqual(await asyncNumbers.hasNext(), numbers.hasNext())
      case 3:
        asyncNumbers.prepend(n)
        numbers.prepend(n)
      case 4:
        let answer = await asyncNumbers.next(if: { $0 % 2 == 0 })
        expectEqual(answer, numbers.next(if: { $0 % 2 == 0 }))
      default: expectEqual(await asyncNumbers.next(), numbers.next())
      }
    }
  }

  @Test @MainActor
  func `a call while another one of the same actor waits gets what is there, or is refused`()
    async throws
  {
    let (isAsked, mayAnswer) = (Gate(2), Gate())
    let source = waitingSource(isAsked: isAsked, mayAnswer: mayAnswer)
    let numbers = source.peekable()
    expectEqual(try await numbers.peek(), 1)
    let waiting = Task { try await numbers.peek(1) }
    await isAsked.pass()
    expectEqual(try await numbers.peek(), 1)
    await #expect(throws: GeneratorError.alreadyExecuting) { try await numbers.peek(1) }
    mayAnswer.open()
    expectEqual(try await waiting.value, 2)
    expectEqual(try await numbers.peek(first: 3), [1, 2, 3])
  }

  @Test func `misuse is a trap that says so`() async {
    let distance = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = await asyncSource([1]).peekable().peek(-1)
    }
    expectEqual(
      distance?.message.contains("the distance to look ahead must not be negative"), true)
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = await asyncSource([1]).peekable().peek(first: -1)
    }
    expectEqual(count?.message.contains("the count to look ahead must not be negative"), true)
    let predicate = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let numbers = asyncSource([1]).peekable()
      _ = await numbers.next(if: { n in
        numbers.prepend(n)
        return true
      })
    }
    expectEqual(
      predicate?.message.contains("the predicate of next(if:) put an element back"), true)
  }
}
