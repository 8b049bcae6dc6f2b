import CCoroutine
import Generators
import Testing

@Suite struct GeneratorStacksTests {
  @Test(.enabled(if: cco_sanitizing == 0)) func `overflows are reported unless that is turned off`()
    async
  {
    #expect(GeneratorStacks.reportsOverflow)
    await #expect(processExitsWith: .success) {
      GeneratorStacks.reportsOverflow = false
      precondition(!GeneratorStacks.reportsOverflow)
      GeneratorStacks.reportsOverflow = true
      precondition(GeneratorStacks.reportsOverflow)
    }
  }

  #if os(Linux)
    @Test(.enabled(if: cco_sanitizing == 0, "a sanitizer uses memory of its own"))
    func `the memory kept of large stacks has a limit, and can be released`() async {
      await #expect(processExitsWith: .success) {
        let before = residentBytes()
        var all = (0..<60).map { _ in
          Generator<Int>(stackSize: 8 << 20) { yield in
            useStack()
            try yield(1)
            try yield(2)
          }
        }
        for g in all { precondition(g.next() == 1) }
        precondition(residentBytes() - before > 400 << 20, "the bodies have not used their stacks")
        all = []
        let kept = residentBytes() - before
        precondition(kept <= 44 << 20, "\(kept) bytes are kept")
        let released = GeneratorStacks.releaseUnusedMemory()
        precondition(released > 20 << 20 && released <= kept, "\(released) of \(kept) bytes")
        precondition(residentBytes() - before < 4 << 20)
        precondition(GeneratorStacks.releaseUnusedMemory() == 0)
        // The released memory is taken again.
        let g = Generator<Int>(stackSize: 8 << 20) { yield in
          useStack()
          try yield(3)
        }
        precondition(g.next() == 3)
      }
    }
  #endif

  @Test func `releasing memory leaves suspended bodies as they are`() {
    let all = (0..<100).map { n in
      Generator { yield in
        let values = (0..<100).map { $0 + n }
        for value in values { try yield(value) }
      }
    }
    for k in 0..<100 {
      #expect(all.indices.allSatisfy { all[$0].next() == $0 + k })
      if k % 10 == 0 { GeneratorStacks.releaseUnusedMemory() }
    }
    #expect(all.allSatisfy { $0.next() == nil })
  }
}

/// Touches the running stack except for 128 KiB.
private func useStack() {
  var local = 0
  withUnsafeMutablePointer(to: &local) { here in
    var bounds = cco_stack_bounds()
    precondition(cco_stack_around(here, &bounds) == 1)
    // Only the callees of this function use the stack below the stack pointer.
    var at = UnsafeMutableRawPointer(here) - (64 << 10)
    while at > UnsafeMutableRawPointer(bounds.stack) + (64 << 10) {
      at.storeBytes(of: 1, as: UInt8.self)
      at -= 4096
    }
  }
}
