import CCoroutine
import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

/// Generators without a stack that are sources of one another, which a body reads with the smallest
/// stack that a default may have.
@Suite struct FreshStackTests {
  private static func naturals() -> Generator<Int> {
    Generator { yield in for n in 0... { try yield(n) } }
  }

  /// Returns the first elements of naturals wrapped `levels` times, which a body takes.
  private static func elements(
    _ count: Int, levels: Int, stackSize: Int = 256 << 10,
    _ wrap: (Generator<Int>) -> Generator<Int>
  ) -> [Int] {
    var source = naturals()
    for _ in 0..<levels { source = wrap(source) }
    let body = Generator(stackSize: stackSize) { [source] yield in
      while let n = source.next() { try yield(n) }
    }
    return Array(body.prefix(count))
  }

  private static func sieve(_ source: Generator<Int>) -> Generator<Int> {
    Generator(stackSize: 256 << 10) { yield in
      guard let p = source.next() else { return }
      try yield(p)
      try yield(from: sieve(Generator(source.lazy.filter { $0 % p != 0 })))
    }
  }

  @Test func `the recursive sieve finds its thousandth prime`() {
    let before = cco_thread_balance()
    let candidates = Generator { yield in for n in 2... { try yield(n) } }
    var primes: [Int] = []
    for p in Self.sieve(candidates) {
      primes.append(p)
      if primes.count == 1_000 { break }
    }
    expectEqual(primes.prefix(5), [2, 3, 5, 7, 11])
    expectEqual(primes.last, 7919)
    candidates.close()
    expectEqual(cco_thread_balance(), before)
  }

  @Test func `generator expressions nest 2,000 deep`() {
    expectEqual(
      Self.elements(3, levels: 2_000) { Generator($0.lazy.map { $0 + 1 }) }, [2000, 2001, 2002])
    expectEqual(
      Self.elements(3, levels: 2_000) { Generator($0.lazy.filter { $0 != 1 }) }, [0, 2, 3])
    expectEqual(
      Self.elements(3, levels: 2_000) { Generator(zip($0, 0...).lazy.map { $0.0 }) }, [0, 1, 2])
  }

  @Test func `operations of itertools nest in each other`() {
    expectEqual(Self.elements(3, levels: 1_000) { Generator(chain([7], $0, [8])) }, [7, 7, 7])
    expectEqual(
      Self.elements(3, levels: 300) { Generator($0.windows(ofCount: 2).lazy.map { $0.last! }) },
      [300, 301, 302])
    expectEqual(Self.elements(3, levels: 1_000) { Generator($0[1...]) }, [1000, 1001, 1002])
    expectEqual(Self.elements(3, levels: 1_000) { Generator($0.tee(1)[0]) }, [0, 1, 2])
    expectEqual(Self.elements(3, levels: 1_000) { Generator($0.peekable()) }, [0, 1, 2])
  }

  @Test func `the consumer may have a small stack, or be a thread`() {
    expectEqual(
      Self.elements(2, levels: 1_000, stackSize: 16 << 10) { Generator($0.lazy.map { $0 + 1 }) },
      [1000, 1001])
    var source = Self.naturals()
    for _ in 0..<5_000 { source = Generator(source.lazy.map { $0 + 1 }) }
    expectEqual(source.next(), 5000)
  }

  @Test func `stages that may fail nest 5,000 deep`() throws {
    var stage = ThrowingGenerator<Int>(0...)
    for _ in 0..<5_000 { stage = ThrowingGenerator(stage.map { $0 + 1 }) }
    let body = ThrowingGenerator<Int> { [stage] yield in
      for _ in 0..<3 { try yield(stage.next()!) }
    }
    try expectEqual(body.collect(), [5000, 5001, 5002])
  }

  @Test func `an error comes up through fresh stacks and closes each stage`() throws {
    let tracker = Tracker()
    var stage = ThrowingGenerator<Int> { [object = tracker.object()] yield in
      try yield(object.id)
      throw Failure(1)
    }
    for _ in 0..<2_000 { stage = ThrowingGenerator(stage.map { $0 + 1 }) }
    let before = cco_thread_balance()
    let body = ThrowingGenerator<Int> { [stage] yield in
      try yield(stage.next()!)
      #expect(throws: Failure(1)) { try stage.next() }
      expectEqual(stage.state, .closed)
      try yield(-1)
    }
    try expectEqual(body.collect(), [2000, -1])
    expectEqual(tracker.alive, 0)
    expectEqual(cco_thread_balance(), before)
  }

  @Test func `a generator that is asked from inside of itself is refused, on any stack`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      nonisolated(unsafe) var outermost: Generator<Int>?
      var source = Generator { yield in try yield(outermost!.next()!) }
      for _ in 0..<2_000 { source = Generator(source.lazy.map { $0 + 1 }) }
      outermost = source
      let body = Generator { yield in try yield(source.next()!) }
      _ = body.next()
    }
    expectEqual(result?.message.contains("already executing"), true)
  }

  @Test func `a chain continues on another thread`() {
    var source = Self.naturals()
    for _ in 0..<1_000 { source = Generator(source.lazy.map { $0 + 1 }) }
    let body = Generator { [source] yield in while let n = source.next() { try yield(n) } }
    var taken: [Int?] = []
    for _ in 0..<3 {
      taken.append(body.next())
      onAnotherThread { taken.append(body.next()) }
    }
    expectEqual(taken, [1000, 1001, 1002, 1003, 1004, 1005])
  }

  /// 32 KB.
  private struct Large {
    typealias Eight<T> = (T, T, T, T, T, T, T, T)
    var first: Int
    var rest: Eight<Eight<Eight<Eight<Int>>>>?
  }

  @Test func `large elements count for the stack that frames take for them`() {
    #expect(MemoryLayout<Large>.size > 32 << 10)
    var source = Generator((0...).lazy.map { Large(first: $0) })
    for _ in 0..<20 {
      source = Generator(source.lazy.map { Large(first: $0.first + 1) })
    }
    let numbers = Generator(source.lazy.map(\.first))
    let body = Generator { yield in while let n = numbers.next() { try yield(n) } }
    expectEqual(Array(body.prefix(3)), [20, 21, 22])
  }

  @Test func `bodies that pull from one another need no depth`() {
    var source = Self.naturals()
    for _ in 0..<5_000 {
      source = Generator { [source] yield in while let n = source.next() { try yield(n) } }
    }
    expectEqual(Array(source.prefix(3)), [0, 1, 2])
  }

  @Test func `the room that is left is known of each stack`() {
    func left() -> Int? {
      var span = cco_stack_span()
      guard cco_running_stack(&span) != 0 else { return nil }
      let pointer = cco_stack_pointer()
      return pointer >= span.low && pointer < span.high ? Int(pointer - span.low) : nil
    }
    func leftInBody(_ size: Int) -> Int? {
      Generator<Int?>(stackSize: size) { yield in try yield(left()) }.next() ?? nil
    }
    #expect(left() != nil)
    var elsewhere: Int?
    onAnotherThread { elsewhere = left() }
    #expect(elsewhere != nil)
    // The thread's own part of the stack is additional, and is mostly more than it takes.
    let more = runsOnThreads ? 1 << 20 : 4096
    for size in [64 << 10, 1 << 20, 16 << 20] {
      let left = leftInBody(size) ?? 0
      #expect(left > size - 8192 && left <= size + more)
    }
  }
}
