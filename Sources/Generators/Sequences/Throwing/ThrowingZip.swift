/// The pairs of the elements of two generators that may fail: Python's `zip`.
///
/// Each `next()` takes one element of `first` and then one of `second`. The pairs end with the
/// shorter of the two: where `first` has ended, none is taken of `second`; where `second` has, the
/// element that was taken of `first` is lost.
///
/// ```swift
/// let pairs = zip(ThrowingGenerator(1...), numbers(in: ["7", "8"]))
/// print(try pairs.collect())  // [(1, 7), (2, 8)]
/// ```
///
/// An error comes out of the `next()` that met it; all three generators are closed then. At its
/// end, and when it is dropped, it releases both, the second first.
///
/// - Parameters:
///   - first: the left sides of the pairs.
///   - second: the right sides.
/// - Returns: a generator without a stack, made where `first` was made.
/// - Complexity: O(1) to make, and to give a pair; it holds none.
@inlinable
public func zip<First, Second>(
  _ first: ThrowingGenerator<First>, _ second: ThrowingGenerator<Second>
) -> ThrowingGenerator<(First, Second)> {
  let both = ZippedSources(first, second)
  return ThrowingGenerator<(First, Second)>(
    pulling: { result in
      try both.first.closingAtFailure {
        try both.second.closingAtFailure {
          guard let left = try both.first.next(), let right = try both.second.next() else { return }
          result = (left, right)
        }
      }
    }, origin: first.core.origin)
}

/// The pairs of the elements of a generator that may fail and of a sequence: Python's `zip`.
///
/// Each `next()` takes one element of `first` and then one of `second`. The pairs end with the
/// shorter of the two: where `first` has ended, none is taken of `second`; where `second` has, the
/// element that was taken of `first` is lost.
///
/// ```swift
/// let pairs = zip(numbers(in: ["7", "8"]), "ab")
/// print(try pairs.collect())  // [(7, "a"), (8, "b")]
/// ```
///
/// An error comes out of the `next()` that met it; both generators are closed then. At its end,
/// and when it is dropped, it releases both sides, the second first.
///
/// - Parameters:
///   - first: the left sides of the pairs.
///   - second: the right sides; its iterator is made at the first `next()`.
/// - Returns: a generator without a stack, made where `first` was made.
/// - Complexity: O(1) to make, and to give a pair; it holds none.
@inlinable
public func zip<First, Second: Sequence>(
  _ first: ThrowingGenerator<First>, _ second: Second
) -> ThrowingGenerator<(First, Second.Element)> {
  let both = ZippedSources(first, Iteration(second))
  return ThrowingGenerator<(First, Second.Element)>(
    pulling: { result in
      try both.first.closingAtFailure {
        guard let left = try both.first.next() else { return }
        var right: Second.Element?
        both.second.next(&right)
        if let right { result = (left, right) }
      }
    }, origin: first.core.origin)
}

/// The pairs of the elements of a sequence and of a generator that may fail: Python's `zip`.
///
/// Each `next()` takes one element of `first` and then one of `second`. The pairs end with the
/// shorter of the two: where `first` has ended, none is taken of `second`; where `second` has, the
/// element that was taken of `first` is lost.
///
/// ```swift
/// let numbered = zip(1..., numbers(in: ["7", "8"]))
/// print(try numbered.collect())  // [(1, 7), (2, 8)]
/// ```
///
/// An error comes out of the `next()` that met it; both generators are closed then. At its end,
/// and when it is dropped, it releases both sides, the second first.
///
/// - Parameters:
///   - first: the left sides of the pairs; its iterator is made at the first `next()`.
///   - second: the right sides.
/// - Returns: a generator without a stack, made where `second` was made.
/// - Complexity: O(1) to make, and to give a pair; it holds none.
@inlinable
public func zip<First: Sequence, Second>(
  _ first: First, _ second: ThrowingGenerator<Second>
) -> ThrowingGenerator<(First.Element, Second)> {
  let both = ZippedSources(Iteration(first), second)
  return ThrowingGenerator<(First.Element, Second)>(
    pulling: { result in
      try both.second.closingAtFailure {
        var left: First.Element?
        both.first.next(&left)
        guard let left, let right = try both.second.next() else { return }
        result = (left, right)
      }
    }, origin: second.core.origin)
}

/// The two sides of a `zip`, of which the second is released first: the source opened last is
/// closed first, as CPython does with the iterators of a `zip`.
@usableFromInline
final class ZippedSources<First, Second> {
  // Released in the order of their declaration.
  @usableFromInline let second: Second
  @usableFromInline let first: First

  @inlinable
  init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }
}
