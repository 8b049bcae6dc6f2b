import CCoroutine
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

// The report of an overflow before the process ends. With a sanitizer, the sanitizer reports it.
@Suite(.enabled(if: cco_sanitizing == 0)) struct StackOverflowTests {
  @Test func `an overflow names the generator and its stack`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      overflow(stackSize: 300_000)
    }
    let lines = result?.reports ?? []
    expectEqual(lines.count, 1)
    expectEqual(
      lines.first?.contains("made at A/Overflow.swift:12 needs more than its stack of 52"), true)
    expectEqual(lines.first?.contains("(stackSize: 300000)"), true)
    expectEqual(lines.first?.hasSuffix("pass a larger `stackSize:`"), true)
  }

  @Test func `an overflow on another thread is reported`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      onAnotherThread { overflow() }
    }
    expectEqual(result?.reports.count, 1)
    expectEqual(result?.message.contains("made at A/Overflow.swift:12 "), true)
  }

  @Test func `among nested generators, the report names the one that overflowed`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let outer = Generator<Int> { yield in
        let middle = Generator<Int> { yield in
          overflow()
          try yield(1)
        }
        try yield(middle.next()!)
      }
      _ = outer.next()
    }
    expectEqual(result?.reports.count, 1)
    expectEqual(result?.message.contains("made at A/Overflow.swift:12 "), true)
  }

  @Test func `a coroutine and a generator that may fail are also named`() async {
    let coroutine = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let c = Coroutine<Int, Int, Int> { yield in try yield(deep(10_000_000)) }
      _ = try c.start()
    }
    expectEqual(
      coroutine?.message.contains("made at GeneratorsTests/StackOverflowTests.swift:"), true)
    let throwing = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let g = ThrowingGenerator<Int>(fileID: "A/Throwing.swift", line: 8) { yield in
        try yield(deep(10_000_000))
      }
      _ = try g.next()
    }
    expectEqual(throwing?.message.contains("made at A/Throwing.swift:8 "), true)
  }

  @Test func `a frame of 32 KB ends at the guard and is reported`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      overflow { deepByLargeFrames($0) }
    }
    expectEqual(result?.reports.count, 1)
  }

  @Test func `a frame of 256 KB ends at the guard and is reported`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      overflow { deepByHugeFrames($0) }
    }
    expectEqual(result?.reports.count, 1)
  }

  @Test func `a handler that was installed before is called after the report`() async {
    let result = await #expect(
      processExitsWith: .exitCode(7), observing: [\.standardErrorContent]
    ) {
      installExitingHandler()
      overflow()
    }
    expectEqual(result?.reports.count, 1)
    expectEqual(result?.message.contains("the program's handler"), true)
  }

  @Test func `a handler that was installed after the first generator is called after the report`()
    async
  {
    let onAThread = await #expect(
      processExitsWith: .exitCode(7), observing: [\.standardErrorContent]
    ) {
      _ = Generator { yield in try yield(1) }.next()
      installExitingHandler()
      onAnotherThread { overflow() }
    }
    expectEqual(onAThread?.reports.count, 1)
    let whereAskedFor = await #expect(
      processExitsWith: .exitCode(7), observing: [\.standardErrorContent]
    ) {
      _ = Generator { yield in try yield(1) }.next()
      installExitingHandler()
      GeneratorStacks.reportsOverflow = true
      overflow()
    }
    expectEqual(whereAskedFor?.reports.count, 1)
  }

  @Test func `other faults go to the program's handler without a report`() async {
    let result = await #expect(
      processExitsWith: .exitCode(7), observing: [\.standardErrorContent]
    ) {
      installExitingHandler()
      for _ in Generator<Int>({ yield in
        UnsafeMutablePointer<Int>(bitPattern: 4096)!.pointee = 1
        try yield(1)
      }) {}
    }
    expectEqual(result?.reports.isEmpty, true)
  }

  @Test func `a report that is turned off leaves the process as it is`() async {
    let byProperty = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      GeneratorStacks.reportsOverflow = false
      precondition(!GeneratorStacks.reportsOverflow)
      overflow()
    }
    expectEqual(byProperty?.reports.isEmpty, true)
    let byEnvironment = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      setenv("GENERATORS_REPORT_OVERFLOW", "no", 1)
      precondition(!GeneratorStacks.reportsOverflow)
      overflow()
    }
    expectEqual(byEnvironment?.reports.isEmpty, true)
  }
}

private func overflow(
  stackSize: Int = defaultStackSize, _ frames: @escaping (Int) -> Int = { deep($0) }
) {
  let g = Generator<Int>(stackSize: stackSize, fileID: "A/Overflow.swift", line: 12) { yield in
    try yield(frames(10_000_000))
  }
  for n in g { print(n) }
}

@inline(never) private func deep(_ n: Int) -> Int { n == 0 ? 0 : (1 + deep(n - 1)) ^ n }

/// Eight values of a type, to name values of many sizes.
struct Eight<Value> {
  var a, b, c, d, e, f, g, h: Value

  init(_ value: Value) {
    (a, b, c, d, e, f, g, h) = (value, value, value, value, value, value, value, value)
  }
}

typealias Large = Eight<Eight<Eight<Eight<Int>>>>  // 32 KB
typealias Huge = Eight<Large>

@inline(never) private func touch<Value>(_ value: inout Value) {}

@inline(never) private func deepByLargeFrames(_ n: Int) -> Int {
  var frame = Large(.init(.init(.init(n))))
  touch(&frame)
  return n == 0 ? 0 : (1 + deepByLargeFrames(n - 1)) ^ frame.a.a.a.a
}

@inline(never) private func deepByHugeFrames(_ n: Int) -> Int {
  var frame: Huge? = nil
  touch(&frame)
  return n == 0 ? 0 : (1 + deepByHugeFrames(n - 1)) ^ (frame == nil ? 1 : 0)
}

private func installExitingHandler() {
  signal(SIGSEGV) { _ in
    "the program's handler\n".utf8CString.withUnsafeBufferPointer {
      cco_write_error($0.baseAddress, 22)
    }
    _exit(7)
  }
}

extension ExitTest.Result {
  /// The reports of overflows on standard error.
  fileprivate var reports: [Substring] {
    message.split(separator: "\n").filter { $0.hasPrefix("Stack overflow: ") }
  }
}
