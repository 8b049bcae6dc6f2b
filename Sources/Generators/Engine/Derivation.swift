/// What a generator that is derived from another keeps between two elements.
///
/// The properties are not checked for exclusive access, which would cost more than an element does.
/// It is sound although an access may last while a closure of the user runs: only the derived
/// generator gets here, in its `next()`, and the engine refuses to run a generator that runs.
@usableFromInline
final class Derivation<Element, State> {
  // Declared before the base, so that it is released first: it may hold a source that was opened
  // after the base, and made from an element of it.
  @exclusivity(unchecked) @usableFromInline
  var state: State

  /// Where the elements come from, as long as more may be asked for.
  @exclusivity(unchecked) @usableFromInline
  var base: ThrowingGenerator<Element>?

  @inlinable
  init(from base: ThrowingGenerator<Element>, state: State) {
    self.base = base
    self.state = state
  }

  /// Does `action` with the base, which is kept if it says so, and closed if it fails.
  @inlinable @inline(__always)
  func pull(_ action: (ThrowingGenerator<Element>) throws -> Bool) throws {
    // Taken out and put back, which counts no references.
    guard let base = base.take() else { return }
    if try base.closingAtFailure({ try action(base) }) { self.base = base }
  }
}
