import Generators
import TestSupport
import Testing

/// The reference by which a generator's body knows it.
private final class Cell<Element> {
  var generator: Generator<Element>?
}

extension TestGenerators {
  /// Cycles of references, which CPython's collector finds.
  ///
  /// Nothing collects them here: the code that makes a cycle ends it.
  @Suite struct RefleaksTests {
    /// CPython's generator is released before it was started; a started one holds itself in its
    /// frames, too.
    @Test(arguments: [false, true])
    func generatorThatYieldsItself(started: Bool) throws {
      let tracker = Tracker()
      weak var leaked: Cell<Any>?
      let g = {
        let cell = Cell<Any>()
        leaked = cell
        let object = tracker.object()
        let g = Generator<Any> { yield in
          while true {
            try yield(cell.generator!)
            withExtendedLifetime(object) {}
          }
        }
        cell.generator = g
        return g
      }()
      if started {
        let itself = try #require(g.next() as? Generator<Any>)
        expectEqual(itself.state, .suspended)
      }
      #expect(leaked != nil)
      g.close()
      #expect(leaked == nil)
      expectEqual(tracker.alive, 0)
    }

    @Test func generatorThatRefersToItselfWeakly() {
      let tracker = Tracker()
      do {
        let cell = Cell<GeneratorState>()
        let object = tracker.object()
        cell.generator = Generator { [weak cell] yield in
          // The state is read before the yield, so that no frame holds the cell during it.
          while let state = cell?.generator?.state {
            try yield(state)
            withExtendedLifetime(object) {}
          }
        }
        expectEqual(cell.generator?.next(), .running)
      }
      expectEqual(tracker.alive, 0)
    }

    /// Python's example is an object whose finalizer fails.
    ///
    /// A `deinit` can't fail, but the cleanup of a generator in its release can.
    @Test func errorOfACleanupThatNoCallerCanCatch() {
      let tracker = Tracker()
      let errors = unraisableErrors {
        let g = Generator<Void>(line: 4242) { yield in
          let object = tracker.object()
          do { try yield() } catch { throw Failure(5) }
          withExtendedLifetime(object) {}
        }
        g.next()
      }
      expectEqual(errors.map { name(of: $0.error) }, ["E5"])
      expectEqual(errors.first?.origin.line, 4242)
      expectEqual(tracker.alive, 0)
    }
  }
}
