import CCoroutine
import Dispatch
import Generators
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// The list of all generators of the process. Each test has a process of its own, without the
// generators of other tests.
@Suite(.disabled(if: runsOnThreads, "a thread that waits keeps no frame to walk from"))
struct LiveStacksTests {
  @Test func `a dump groups generators by where they were made and where they are suspended`() async
  {
    await #expect(processExitsWith: .success) {
      let many = (0..<3).map { _ in ticking() }
      for g in many { _ = g.next() }
      let one = Generator(fileID: "M/F.swift", line: 7) { yield in try listedCall(1, yield) }
      _ = one.next()
      let text = dumped()
      let parts = text.split(separator: "\n\n").map { $0.split(separator: "\n") }
      expect(parts.count == 3, text)
      expect(parts[0] == ["4 generators have a stack"], text)
      expect(parts[1].first == "3 suspended, made at A/Ticks.swift:5", text)
      expect(parts[1].count == 2 && parts[1][1].contains("closure #1 in ticking()"), text)
      expect(parts[2].first == "1 suspended, made at M/F.swift:7", text)
      expect(parts[2][1] == "    listedCall(_:_:)", text)
      withExtendedLifetime((many, one)) {}
    }
  }

  @Test func `only generators that have a stack are listed`() async {
    await #expect(processExitsWith: .success) {
      expect(dumped() == "0 generators have a stack\n", dumped())
      let created = ticking(), closed = ticking(), sequence = Generator([1])
      _ = closed.next()
      closed.close()
      _ = sequence.next()
      expect(dumped() == "0 generators have a stack\n", dumped())
      _ = created.next()
      expect(dumped().hasPrefix("1 generator has a stack\n"), dumped())
    }
  }

  @Test func `a running generator and a running chain are listed as running`() async {
    await #expect(processExitsWith: .success) {
      let g = Generator(fileID: "M/Head.swift", line: 1) { yield in
        try yield(
          from: Generator(fileID: "M/Last.swift", line: 2) { yield in
            try yield("")
            try yield(dumped())
          })
      }
      expect(g.next() == "", "")
      let suspended = dumped()
      expect(suspended.contains("1 suspended, made at M/Head.swift:1\n"), suspended)
      expect(suspended.contains("1 suspended, made at M/Last.swift:2\n"), suspended)
      let running = g.next()!
      expect(running.contains("1 running, made at M/Head.swift:1\n"), running)
      expect(running.contains("1 running, made at M/Last.swift:2\n"), running)
    }
  }

  @Test func `a long chain of delegations is listed as suspended`() async {
    await #expect(processExitsWith: .success) {
      func nested(_ depth: Int) -> Generator<Int> {
        Generator(fileID: "M/Chain.swift", line: 1) { yield in
          if depth == 0 { try yield(0) } else { try yield(from: nested(depth - 1)) }
        }
      }
      let g = nested(5000)
      _ = g.next()
      let text = dumped()
      expect(text.contains("5001 generators have a stack"), text)
      expect(!text.contains("running"), text)
      withExtendedLifetime(g) {}
    }
  }

  @Test(.enabled(if: cco_sanitizing == 0, "a sanitizer takes more memory for each"))
  func `100,000 generators are one group`() async {
    await #expect(processExitsWith: .success) {
      let all = (0..<100_000).map { _ in ticking() }
      for g in all { _ = g.next() }
      let text = dumped()
      expect(text.hasPrefix("100000 generators have a stack\n"), text)
      expect(text.contains("100000 suspended, made at A/Ticks.swift:5\n"), text)
      withExtendedLifetime(all) {}
    }
  }

  @Test func `dumps can be made while threads make and drop generators`() async {
    await #expect(processExitsWith: .success) {
      let state = ThreadState(), threads = DispatchGroup()
      for _ in 0..<2 {
        DispatchQueue.global().async(group: threads) {
          while !state.hasEnded.load(ordering: .relaxed) {
            let all = (0..<50).map { _ in ticking() }
            for g in all { for _ in 0..<3 { _ = g.next() } }
            state.laps.add(1, ordering: .relaxed)
          }
        }
      }
      while state.laps.load(ordering: .relaxed) < 20 { expect(dumped().contains("stack"), "") }
      for _ in 0..<50 { expect(dumped().contains(" a stack\n"), "") }
      state.hasEnded.store(true, ordering: .relaxed)
      threads.wait()
      expect(dumped() == "0 generators have a stack\n", dumped())
    }
  }

  @Test func `a signal makes the process dump, whenever it comes`() async {
    await #expect(processExitsWith: .success) { dumpBySignal("USR2") }
  }

  @Test func `a signal can be given by its full name or its number`() async {
    await #expect(processExitsWith: .success) { dumpBySignal("SIGUSR2") }
    await #expect(processExitsWith: .success) { dumpBySignal("\(SIGUSR2)") }
  }

  @Test func `an unusable signal causes one line, and nothing is installed`() async {
    let unknown = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      startWithSignal("nonsense")
      startWithSignal("SEGV")
    }
    expectEqual(
      unknown?.message,
      "GENERATORS_DUMP_SIGNAL=nonsense: not the name of a signal that can be used, such as USR2\n")
    let fatal = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      startWithSignal("9")
    }
    expectEqual(fatal?.message.split(separator: "\n").count, 1)
    let empty = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      startWithSignal("")
    }
    expectEqual(empty?.message, "")
  }

  @Test func `a handler of the program is kept`() async {
    let result = await #expect(processExitsWith: .exitCode(7), observing: [\.standardErrorContent])
    {
      signal(SIGUSR2) { _ in _exit(7) }
      startWithSignal("USR2")
      signal(SIGUSR2, SIG_DFL)?(SIGUSR2)  // the handler that is set
    }
    expectEqual(
      result?.message,
      "GENERATORS_DUMP_SIGNAL=USR2: the program has a handler for this signal, which is kept\n")
  }
}

private final class ThreadState: Sendable {
  let hasEnded = Atomic(false)
  let laps = Atomic(0)
}

private func ticking() -> Generator<Int> {
  Generator(fileID: "A/Ticks.swift", line: 5) { yield in for n in 1... { try yield(n) } }
}

@inline(never) private func listedCall(_ n: Int, _ yield: Generator<Int>.Yield) throws {
  try yield(n)
}

private func dumped() -> String {
  var text = ""
  GeneratorStacks.dump(to: &text)
  return text
}

private func expect(_ condition: Bool, _ text: @autoclosure () -> String) {
  precondition(condition, text())
}

/// Starts the first generator of the process with a value of the variable.
private func startWithSignal(_ value: String) {
  setenv("GENERATORS_DUMP_SIGNAL", value, 1)
  let g = ticking()
  precondition(g.next() == 1)
}

private func dumpBySignal(_ value: String) {
  // Standard error leads back here, so the test can wait for the dump.
  var ends: [Int32] = [0, 0]
  precondition(pipe(&ends) == 0)
  let former = dup(2)
  dup2(ends[1], 2)
  setenv("GENERATORS_DUMP_SIGNAL", value, 1)
  let g = Generator(fileID: "M/Signal.swift", line: 9) { yield in try listedCall(1, yield) }
  _ = g.next()
  for _ in 0..<3 {
    kill(getpid(), SIGUSR2)
    var text = ""
    while !text.contains("listedCall") {
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(ends[0], &bytes, bytes.count)
      if count > 0 { text += String(decoding: bytes.prefix(count), as: UTF8.self) }
    }
    precondition(
      text.hasPrefix("1 generator has a stack\n\n1 suspended, made at M/Signal.swift:9\n"), text)
  }
  dup2(former, 2)
}
