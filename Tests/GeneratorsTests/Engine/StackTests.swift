import CCoroutine
import CCoroutine.Testing
import Generators
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct StackTests {
  @Test func `a generator that was never started has no stack`() {
    let before = cco_thread_balance()
    let all = (0..<1000).map { n in Generator<Int> { yield in try yield(n) } }
    expectEqual(cco_thread_balance(), before)
    #expect(all.allSatisfy { $0.state == .created })
  }

  @Test func `the stack is returned when the body ends`() {
    let before = cco_thread_balance()
    let g = Generator { yield in try yield(1) }
    _ = g.next()
    expectEqual(cco_thread_balance(), before + 1)
    expectEqual(g.next(), nil)
    expectEqual(cco_thread_balance(), before)
    expectEqual(g.state, .closed)
  }

  @Test func `a closed generator has no stack`() throws {
    let before = cco_thread_balance()
    let g = Generator { yield in while true { try yield(1) } }
    _ = g.next()
    g.close()
    expectEqual(cco_thread_balance(), before)
    let c = Coroutine<Int, Int, Int> { yield in try yield(1) }
    try c.start()
    #expect(throws: CancellationError.self) { try c.throw(CancellationError()) }
    expectEqual(cco_thread_balance(), before)
  }

  @Test(arguments: [1, 1000, 16 << 10, 64 << 10, 100_000, 256 << 10, 1 << 20, 16 << 20])
  func `a stack has at least the requested size`(_ size: Int) {
    let before = cco_thread_balance()
    for _ in 0..<3 {
      let all = (0..<50).map { n in
        Generator<Int>(stackSize: size) { yield in for i in 0..<3 { try yield(n + i) } }
      }
      for i in 0..<3 {
        for (n, g) in all.enumerated() { expectEqual(g.next(), n + i) }
      }
    }
    expectEqual(cco_thread_balance(), before)
  }

  @Test func `a deep recursion fits into a stack that is large enough`() {
    func depth(_ n: Int) -> Int { n == 0 ? 0 : 1 + depth(n - 1) }
    // ThreadSanitizer keeps 65,536 calls of a fiber, and writes past the end for more.
    let calls = cco_sanitizing == 1 ? 50_000 : 100_000
    let g = Generator<Int>(stackSize: 64 << 20) { yield in try yield(depth(calls)) }
    expectEqual(g.next(), calls)
  }

  @Test func `large elements fit into the default stack`() throws {
    let large = Generator<Large> { yield in
      for n in 0..<3 { try yield(Large(.init(.init(.init(n))))) }
    }
    expectEqual(large.map(\.a.b.c.d), [0, 1, 2])
    let huge = Generator<Huge> { yield in try yield(Huge(Large(.init(.init(.init(5)))))) }
    expectEqual(huge.next()?.h.a.b.c.d, 5)
    let c = Coroutine<Large, Large, Large> { yield in
      var value = Large(.init(.init(.init(1))))
      for _ in 0..<3 { value = try yield(value) }
      return value
    }
    try expectEqual(c.start()?.a.a.a.a, 1)
    for n in 2..<4 { try expectEqual(c.send(Large(.init(.init(.init(n)))))?.h.h.h.h, n) }
    #expect(try c.send(Large(.init(.init(.init(4))))) == nil)
    expectEqual(c.returnValue?.a.a.a.a, 4)
  }

  @Test func `the default is larger without optimisation`() {
    var isDebug = false
    assert({ isDebug = true }() == ())
    expectEqual(defaultStackSize, (isDebug ? 1 << 20 : 256 << 10))
  }

  @Test func `stacks of different sizes are mixed at random`() {
    var random = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0 ... .max, using: &random)
    var state = seed
    func pick(_ n: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(n))
    }
    let before = cco_thread_balance()
    do {
      var live: [(generator: Generator<Int>, next: Int)] = []
      for _ in 0..<3000 {
        switch pick(4) {
        case 0:
          let size = 1 << (10 + pick(12))
          live.append(
            (Generator<Int>(stackSize: size) { yield in for n in 0..<100 { try yield(n) } }, 0))
        case 1 where !live.isEmpty:
          live.remove(at: pick(live.count))
        default:
          guard !live.isEmpty else { continue }
          let i = pick(live.count)
          let expected = live[i].next < 100 ? live[i].next : nil
          #expect(live[i].generator.next() == expected, "seed \(seed)")
          live[i].next += 1
        }
      }
      let started = live.filter { $0.next > 0 && $0.next <= 100 }.count
      #expect(cco_thread_balance() == before + started, "seed \(seed)")
    }
    #expect(cco_thread_balance() == before, "seed \(seed)")
  }

  /// A million by `GENERATORS_LIVE=1000000 swift test`.
  @Test func `many generators are alive at once`() {
    let count = getenv("GENERATORS_LIVE").flatMap { Int(String(cString: $0)) } ?? defaultCount
    let before = cco_thread_balance()
    var all: [Generator<Int>] = []
    all.reserveCapacity(count)
    for n in 0..<count {
      all.append(
        Generator { yield in
          try yield(n)
          try yield(n + 1)
        })
      _ = all[n].next()
    }
    expectEqual(cco_thread_balance(), before + count)
    #expect(all.indices.allSatisfy { all[$0].next() == $0 + 1 })
    all = []
    expectEqual(cco_thread_balance(), before)
  }

  private var defaultCount: Int { runsOnThreads || cco_sanitizing == 1 ? 2000 : 100_000 }

  #if os(Linux)
    @Test(
      .enabled(if: cco_sanitizing == 0, "a sanitizer uses memory of its own"),
      .disabled(if: runsOnThreads, "a thread takes more"))
    func `a suspended generator takes at most five kilobytes`() async {
      await #expect(processExitsWith: .success) {
        let count = 20_000
        var all: [Generator<Int>] = []
        all.reserveCapacity(count)
        let before = residentBytes()
        for n in 0..<count {
          all.append(Generator { yield in for i in n... { try yield(i) } })
          _ = all[n].next()
        }
        let each = (residentBytes() - before) / count
        // In debug the body's frames are larger than in release, where the budget is measured.
        precondition(each > 1000 && each <= 9000, "\(each) bytes each")
        precondition(all.count == count)
      }
    }

    @Test(.enabled(if: cco_sanitizing == 0, "a sanitizer reserves address space of its own"))
    func `without memory for a stack the message says so`() async {
      let result = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        var limit = rlimit(rlim_cur: 2 << 30, rlim_max: 2 << 30)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        let g = Generator<Int>(stackSize: 8 << 30) { yield in try yield(1) }
        _ = g.next()
      }
      let text = result?.message ?? ""
      #expect(text.contains("no memory for a stack of 8589934592 bytes"))
      #expect(text.contains("made at GeneratorsTests/StackTests.swift:"))
    }

    @Test func `guard pages can be made by mprotect`() async {
      await #expect(processExitsWith: .success) {
        cco_testing_use_mprotect()
        let all = (0..<5000).map { n in
          Generator<Int> { yield in
            try yield(n)
            try yield(n + 1)
          }
        }
        precondition(all.map { $0.next()! } == Array(0..<5000))
        precondition(all.map { $0.next()! } == Array(1...5000))
        precondition(all.allSatisfy { $0.next() == nil })
      }
    }
  #endif

  @Test(arguments: [false, true])
  func `an overflow ends the process`(onAThread: Bool) async {
    // An exit test captures no variables, so each case is a test of its own.
    if onAThread {
      await #expect(processExitsWith: .failure) { onAnotherThread { overflow(frame: small) } }
    } else {
      await #expect(processExitsWith: .failure) { overflow(frame: small) }
    }
  }

  @Test func `an overflow by a frame of 24 kilobytes ends the process`() async {
    await #expect(processExitsWith: .failure) { overflow(frame: large) }
  }

  @Test func `an overflow with guards by mprotect ends the process`() async {
    await #expect(processExitsWith: .failure) {
      cco_testing_use_mprotect()
      overflow(frame: large)
    }
  }

  @Test func `a stack size must be positive`() async {
    let generator = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Generator<Int>(stackSize: 0) { yield in try yield(1) }
    }
    expectEqual(generator?.message.contains("stackSize must be positive, and is 0"), true)
    let coroutine = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Coroutine<Int, Int, Int>(stackSize: -1) { yield in try yield(1) }
    }
    expectEqual(coroutine?.message.contains("stackSize must be positive, and is -1"), true)
  }
}

#if os(Linux)
  func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var pages: [CChar] = Array(repeating: 0, count: 100)
    guard fgets(&pages, 100, file) != nil else { return 0 }
    let text = String(decoding: pages.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    return Int(text.split(separator: " ")[1])! * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
#endif

private func overflow(frame: @escaping @Sendable (Int) -> Int) {
  // The neighbours' stacks are in use: an overflow must not reach them.
  let neighbours = (0..<64).map { n in Generator<Int> { yield in try yield(n) } }
  for g in neighbours { _ = g.next() }
  for n in Generator<Int>({ yield in try yield(frame(10_000_000)) }) { print(n) }
  print(neighbours.count)
}

@inline(never) private func small(_ n: Int) -> Int { n == 0 ? 0 : (1 + small(n - 1)) ^ n }

@inline(never) private func large(_ n: Int) -> Int {
  withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24 << 10) { frame in
    frame[0] = UInt8(truncatingIfNeeded: n)
    return n == 0 ? 0 : (1 + large(n - 1)) ^ Int(frame[0])
  }
}
