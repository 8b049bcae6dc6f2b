import GeneratorPlatform
import Testing

@Suite struct LockedTests {
  @Test func `withLock keeps the change and returns what its closure returns`() {
    let locked = Locked([1])
    let count = locked.withLock { values in
      values.append(2)
      return values.count
    }
    #expect(count == 2)
    #expect(locked.withLock { $0 } == [1, 2])
  }

  @Test func `an error leaves the value unlocked`() throws {
    let locked = Locked(0)
    #expect(throws: SystemError.noEntry) {
      try locked.withLock { value in
        value = 1
        throw SystemError.noEntry
      }
    }
    #expect(locked.withLock { $0 } == 1)
  }

  @Test func `one thread at a time has the value`() throws {
    let locked = Locked(0)
    let threads = try (0..<4).map { _ in
      try SystemThread.start {
        for _ in 0..<10_000 { locked.withLock { $0 += 1 } }
      }
    }
    for thread in threads { thread.join() }
    #expect(locked.withLock { $0 } == 40_000)
  }
}
