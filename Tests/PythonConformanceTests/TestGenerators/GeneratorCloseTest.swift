import Generators
import TestSupport
import Testing

/// Returns 0 when it is closed, and -1 otherwise.
private func zeroAtExit() -> Coroutine<Void, Void, Int> {
  Coroutine { yield in
    do { try yield() } catch is GeneratorExit { return 0 }
    return -1
  }
}

extension TestGenerators {
  /// The result of `close()`.
  @Suite struct GeneratorCloseTest {
    @Test func test_close_no_return_value() throws {
      let g = ThrowingGenerator<Void> { yield in try yield() }
      try g.next()
      #expect(try g.close() == nil)
    }

    @Test func test_close_return_value() throws {
      let g = zeroAtExit()
      try g.next()
      try expectEqual(g.close(), 0)
    }

    @Test func test_close_not_catching_exit() throws {
      let g = Coroutine<Void, Void, Int> { yield in
        try yield()
        return 0
      }
      try g.next()
      try expectEqual(g.close(), nil)
      expectEqual(g.returnValue, nil)
    }

    @Test func test_close_not_started() throws {
      try expectEqual(zeroAtExit().close(), nil)
    }

    @Test func test_close_exhausted() throws {
      let g = zeroAtExit()
      try g.next()
      #expect(try g.next() == nil)
      try expectEqual(g.close(), nil)
    }

    @Test func test_close_closed() throws {
      let g = zeroAtExit()
      try g.next()
      try expectEqual(g.close(), 0)
      try expectEqual(g.close(), nil)
    }

    @Test func test_close_raises() throws {
      let g = ThrowingGenerator<Void> { yield in
        do { try yield() } catch is GeneratorExit {}
        throw Failure(1)
      }
      try g.next()
      #expect(throws: Failure(1)) { try g.close() }
    }

    @Test func test_close_releases_frame_locals() {
      let tracker = Tracker()
      var object: Tracked? = tracker.object()
      let g = Generator<Void> { [object] yield in
        let local = object
        try yield()
        withExtendedLifetime(local) {}
      }
      g.next()
      object = nil
      expectEqual(tracker.alive, 1)
      g.close()
      expectEqual(tracker.alive, 0)
    }
  }
}
