import CCoroutine
import Generators
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// The depth of stack that bodies use. The setting belongs to the process, so each test has a
// process of its own.
#if os(Linux)
  @Suite(
    .enabled(if: cco_sanitizing == 0, "a sanitizer's frames are larger"),
    .disabled(if: runsOnThreads, "the depth of a thread's stack is not measured"))
  struct StackUseTests {
    @Test func `nothing is measured by default`() async {
      await #expect(processExitsWith: .success) {
        precondition(!GeneratorStacks.measuresDepth)
        use(50_000, file: "M/F.swift", line: 1)
        precondition(GeneratorStacks.deepestUses.isEmpty)
      }
    }

    @Test func `the deepest use of each place is known to a page or two`() async {
      await #expect(processExitsWith: .success) {
        GeneratorStacks.measuresDepth = true
        precondition(GeneratorStacks.measuresDepth)
        // On stacks that other bodies have used before, in any order.
        for bytes in [700_000, 3000, 40_000, 650_000, 100] {
          use(bytes, file: "M/A.swift", line: 1)
          use(bytes / 4, file: "M/B.swift", line: 2)
        }
        let uses = GeneratorStacks.deepestUses
        precondition(uses.map(\.fileID) == ["M/A.swift", "M/B.swift"], "\(uses)")
        for (use, bytes) in zip(uses, [700_000, 700_000 / 4]) {
          // Above the touched bytes are the frames of the body, below them the rest of a page.
          precondition(use.bytes >= bytes && use.bytes <= bytes + 3 * 4096, "\(use)")
          precondition(use.bodies == 5 && use.available > 1 << 20, "\(use)")
        }
        precondition(
          "\(uses[1])".hasSuffix("bytes: 5 bodies of generators made at M/B.swift:2"), "\(uses[1])")
      }
    }

    @Test func `suspended bodies are measured as they stand`() async {
      await #expect(processExitsWith: .success) {
        GeneratorStacks.measuresDepth = true
        let g = Generator(stackSize: 1 << 20, fileID: "M/F.swift", line: 1) { yield in
          touch(200_000)
          try yield(1)
          touch(500_000)
          try yield(2)
        }
        _ = g.next()
        precondition((200_000..<220_000).contains(GeneratorStacks.deepestUses[0].bytes))
        _ = g.next()
        precondition((500_000..<520_000).contains(GeneratorStacks.deepestUses[0].bytes))
        precondition(g.next() == nil)
        precondition((500_000..<520_000).contains(GeneratorStacks.deepestUses[0].bytes))
        precondition(GeneratorStacks.deepestUses[0].bodies == 1)
      }
    }

    @Test func `bodies that start while it is off are not measured`() async {
      await #expect(processExitsWith: .success) {
        let before = Generator(fileID: "M/Before.swift", line: 1) { yield in try yield(1) }
        _ = before.next()
        GeneratorStacks.measuresDepth = true
        precondition(before.next() == nil)
        GeneratorStacks.measuresDepth = false
        use(1000, file: "M/Off.swift", line: 1)
        GeneratorStacks.measuresDepth = true
        use(1000, file: "M/On.swift", line: 1)
        precondition(GeneratorStacks.deepestUses.map(\.fileID) == ["M/On.swift"])
      }
    }

    @Test func `the environment turns it on, and the dump includes it`() async {
      await #expect(processExitsWith: .success) {
        setenv("GENERATORS_MEASURE_DEPTH", "yes", 1)
        precondition(GeneratorStacks.measuresDepth)
        use(1000, file: "M/F.swift", line: 1)
        var text = ""
        GeneratorStacks.dump(to: &text)
        precondition(text.contains("The deepest use of stacks:\n    "), text)
        precondition(text.contains("1 body of a generator made at M/F.swift:1\n"), text)
      }
      let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
        setenv("GENERATORS_MEASURE_DEPTH", "maybe", 1)
        precondition(!GeneratorStacks.measuresDepth)
      }
      expectEqual(result?.message, "GENERATORS_MEASURE_DEPTH=maybe: neither yes nor no\n")
    }
  }

  private func use(_ bytes: Int, file: StaticString, line: UInt) {
    let g = Generator(stackSize: 2 << 20, fileID: file, line: line) { yield in
      touch(bytes)
      try yield(1)
    }
    precondition(Array(g) == [1])
  }

  /// Touches the given number of bytes of the running stack, below its frame.
  @inline(never) private func touch(_ bytes: Int) {
    // Only the callees of this function use the stack below the stack pointer.
    let here = UnsafeMutableRawPointer(bitPattern: cco_stack_pointer())!
    for distance in stride(from: 4096, to: bytes, by: 2048) {
      (here - distance).storeBytes(of: 1, as: UInt8.self)
    }
    if bytes > 4096 { (here - bytes).storeBytes(of: 1, as: UInt8.self) }
  }
#endif
