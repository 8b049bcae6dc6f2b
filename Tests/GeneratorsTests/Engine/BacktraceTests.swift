import CCoroutine
import Generators
import TestSupport
import Testing

#if os(Linux) && canImport(Runtime)
  import Runtime

  /// A walk of the stack inside of a body leads into its resumer.
  @Suite struct BacktraceTests {
    /// The addresses of the frames, the innermost first.
    private static func walk() throws -> [String] {
      try Backtrace.capture(algorithm: .fast, limit: nil).frames.map {
        "\($0.adjustedProgramCounter)"
      }
    }

    /// The frames that a walk in the body has in common with one in its consumer, from the outermost.
    private static func common(_ a: [String], _ b: [String]) -> Int {
      zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count
    }

    /// Whether walks lead into the consumer.
    ///
    /// Swift's backtracer ends if a stack lies below the one before it, and with a sanitizer the
    /// system chooses where a body's stack lies. On threads a walk ends with the body's thread.
    private static let placesStacks = cco_sanitizing == 0 && !runsOnThreads

    @Test(.enabled(if: placesStacks)) func `a walk leads from the body to its consumer`() throws {
      let g = Generator { yield in try yield(Self.walk()) }
      let here = try Self.walk()
      let inside = try #require(g.next())
      // All but this very frame, where the two walks are at different instructions.
      #expect(Self.common(here, inside) >= here.count - 2)
      #expect(inside.count > here.count)
      #expect(inside.count < here.count + 30)
    }

    private final class Walker {
      var frames: [String]?
      func makeObject() -> Object { Object(walker: self) }

      final class Object {
        let walker: Walker
        init(walker: Walker) { self.walker = walker }
        deinit { walker.frames = try? BacktraceTests.walk() }
      }
    }

    @Test(.enabled(if: placesStacks))
    func `a walk leads from the release of a body's captures to the consumer`() throws {
      let walker = Walker()
      func make() -> Generator<Int> {
        let object = walker.makeObject()
        return Generator { yield in
          withExtendedLifetime(object) {}
          try yield(1)
        }
      }
      let g = make()
      expectEqual(g.next(), 1)
      let here = try Self.walk()
      expectEqual(g.next(), nil)
      let inside = try #require(walker.frames)
      #expect(Self.common(here, inside) >= here.count - 2)
      #expect(inside.count < here.count + 30)
    }

    /// In a process of its own: after other tests the pool returns stacks in any order.
    @Test(.enabled(if: placesStacks)) func `a walk leads through nested bodies`() async {
      await #expect(processExitsWith: .success) {
        func nested(_ depth: Int) -> Generator<[String]> {
          Generator { yield in
            try yield(depth == 0 ? Self.walk() : nested(depth - 1).next()!)
          }
        }
        for _ in 0..<3 {
          let here = try Self.walk()
          let inside = nested(5).next()!
          precondition(Self.common(here, inside) >= here.count - 2, "\(here)\n\(inside)")
          precondition(inside.count > here.count + 6)
        }
      }
    }

    @Test func `a walk through nested bodies ends, whatever the order of their stacks`() throws {
      var all: [Generator<[String]>] = []
      for n in 0..<20 {
        let inner = all.last
        all.append(
          Generator { yield in
            try yield([])
            while true { try yield(inner.map { $0.next()! } ?? Self.walk()) }
          })
        if n % 2 == 0 { all.swapAt(n, n / 2) }
      }
      for g in all.shuffled() where g.state == .created { _ = g.next() }
      for g in all where g.state == .suspended {
        if let inside = g.next() { #expect(inside.count < 200) }
      }
    }

    @Test func `a walk ends on a thread`() throws {
      var inside: [String] = []
      onAnotherThread {
        inside = Generator { yield in try yield(Self.walk()) }.next() ?? []
      }
      #expect(inside.count > 3 && inside.count < 60)
    }

    @Test(.enabled(if: placesStacks))
    func `a walk after a resumption leads through the new consumer`() throws {
      let g = Generator { yield in while true { try yield(Self.walk()) } }
      onAnotherThread { _ = g.next() }
      let here = try Self.walk()
      let inside = try #require(g.next())
      #expect(Self.common(here, inside) >= here.count - 2)
    }
  }
#endif
