/// A generator that yields nothing but its turn, for a scheduler that keeps the generator elsewhere.
///
/// It resumes without counting references, which would cost several times as much as the switch.
/// Sound, if the creator keeps the generator until the last `next()` has returned.
@usableFromInline
package struct Turns {
  @usableFromInline let core: Unmanaged<TypedCore<Void, Void, Void>>

  package init(_ generator: Generator<Void>) {
    core = .passUnretained(generator.core)
    #if DEBUG
      generator.core.isTask = true
    #endif
  }

  /// Resumes the body up to its next turn or its end, as `Generator.next()` does.
  ///
  /// Inlined, because a function that returns after a switch to another stack returns to an address
  /// that the processor has predicted for that stack.
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
