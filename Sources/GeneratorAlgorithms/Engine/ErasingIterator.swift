public import Generators

/// An iterator that erases the type of its errors, for operations that throw errors of their own.
@usableFromInline
struct ErasingIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base

  @inlinable
  init(_ base: Base) { self.base = base }

  @inlinable @inline(__always)
  mutating func next() throws -> Base.Element? {
    do throws(Base.Failure) {
      return try base.next()
    } catch {
      throw asAnyError(error)
    }
  }

  @inlinable
  func abandon() { base.abandon() }
}

/// Returns an operation's own error as the failure of its iterator, which is of its type or `any Error`.
@inlinable
func failure<Failure: Error>(_ error: some Error, _ type: Failure.Type) -> Failure {
  // The operations ensure that `Failure` is one of the two.
  error as! Failure
}
