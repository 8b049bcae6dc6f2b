/// A generator that yields nothing but its turn, for a scheduler that keeps the generator elsewhere.
///
/// It resumes without counting references, which would cost several times what the switch does. Sound as
/// long as who made it keeps the generator until the last `next()` has returned.
@usableFromInline
package struct Turns {
  @usableFromInline let core: Unmanaged<TypedCore<Void, Void, Void>>

  package init(_ generator: Generator<Void>) {
    core = .passUnretained(generator.core)
    #if DEBUG
      generator.core.isTask = true
    #endif
  }

  /// Lets the body run to its next turn or its end, as `Generator.next()`.
  ///
  /// To be inlined: a function that returns after a switch to another stack returns to a place that
  /// the processor has predicted for that one.
  @inlinable @inline(__always)
  package func next() {
    core._withUnsafeGuaranteedRef { core in
      do {
        _ = try core.resume(sending: nil)
      } catch {
        core.end(with: error, in: "next()")
      }
    }
  }
}
