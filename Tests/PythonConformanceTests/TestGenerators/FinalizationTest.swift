import Generators
import TestSupport
import Testing

/// The value by which a coroutine gets to know itself.
private final class Itself {
  let coroutine: Coroutine<Int, Itself?, Void>

  init(_ coroutine: Coroutine<Int, Itself?, Void>) { self.coroutine = coroutine }
}

extension TestGenerators {
  /// A way to make the same coroutine.
  struct CoroutineMaker: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let make: @Sendable () -> Coroutine<Int, Int, Int>
  }

  /// The end of generators without a reference to them.
  @Suite struct FinalizationTest {
    /// There are no frames to keep: the test keeps an object of the frame.
    @Test func test_frame_resurrect() {
      let tracker = Tracker()
      var kept: Tracked?
      var g: Generator<Void>? = Generator { yield in
        let local = tracker.object()
        defer { kept = local }
        try yield()
      }
      g?.next()
      #expect(kept == nil)
      g = nil
      #expect(kept != nil)
      expectEqual(tracker.alive, 1)
      kept = nil
      expectEqual(tracker.alive, 0)
    }

    /// Nothing collects cycles here: `close()` ends the cycle.
    @Test func test_refcycle() throws {
      let tracker = Tracker()
      weak var leaked: Itself?
      var finalized = false
      let g = Coroutine<Int, Itself?, Void> { yield in
        defer { finalized = true }
        let object = tracker.object()
        let itself = try yield(0)
        try yield(1)
        withExtendedLifetime((itself, object)) {}
      }
      try g.next()
      do {
        let itself = Itself(g)
        leaked = itself
        try expectEqual(g.send(itself), 1)
      }
      #expect(leaked != nil)
      #expect(!finalized)
      try g.close()
      #expect(finalized)
      #expect(leaked == nil)
      expectEqual(tracker.alive, 0)
    }

    static let makers: [CoroutineMaker] = {
      @Sendable func g() -> Coroutine<Int, Int, Int> { Coroutine { yield in try yield(1) } }
      @Sendable func g2() -> Coroutine<Int, Int, Int> {
        Coroutine { yield in try yield(from: g()) }
      }
      let f: @Sendable () -> Coroutine<Int, Int, Int> = { Coroutine { yield in try yield(1) } }
      let f2: @Sendable () -> Coroutine<Int, Int, Int> = {
        Coroutine { yield in try yield(from: g()) }
      }
      let f3: @Sendable () -> Coroutine<Int, Int, Int> = {
        Coroutine { yield in try yield(from: f()) }
      }
      @Sendable func g3() -> Coroutine<Int, Int, Int> {
        Coroutine { yield in try yield(from: f()) }
      }
      return [
        .init(testDescription: "closure", make: f), .init(testDescription: "function", make: g),
        .init(testDescription: "closure that delegates to a function", make: f2),
        .init(testDescription: "function that delegates to a function", make: g2),
        .init(testDescription: "closure that delegates to a closure", make: f3),
        .init(testDescription: "function that delegates to a closure", make: g3),
      ]
    }()

    @Test(arguments: makers)
    func test_lambda_generator(maker: CoroutineMaker) throws {
      let g = maker.make()
      try expectEqual(g.start(), 1)
      try expectEqual(g.send(2), nil)
      expectEqual(g.returnValue, 2)
    }
  }
}
