public import Generators

extension ThrowingSource {
  /// Returns the results of combining the elements so far, beginning with a value, as Python's
  /// `itertools.accumulate` does.
  ///
  /// Behaves like `lazy.reductions(_:_:)` of swift-algorithms. The first result is the value itself.
  ///
  /// ```swift
  /// print(try numbers(in: lines).reductions(0, +).collect())  // [0, 1, 3, 6]
  /// ```
  ///
  /// - Parameters:
  ///   - initial: The first result.
  ///   - transform: Makes a result of the previous one and an element.
  /// - Returns: A source of the results, one more than there are elements.
  /// - Complexity: O(1) for a result; one is held.
  @_disfavoredOverload
  @inlinable
  public func reductions<Result>(
    _ initial: Result, _ transform: @escaping (Result, Element) throws(Failure) -> Result
  ) -> some ThrowingSource<Result, Failure> {
    IteratedSource(
      ReductionsIterator(base: SourceIterator(self), initial: initial, transform: transform))
  }

  /// Returns the results of combining the elements so far, as Python's `itertools.accumulate` does.
  ///
  /// Behaves like `lazy.reductions(_:)` of swift-algorithms. The first result is the first element.
  ///
  /// ```swift
  /// print(try numbers(in: lines).reductions(+).collect())  // [1, 3, 6]
  /// ```
  ///
  /// - Parameter transform: Makes a result of the previous one and an element.
  /// - Returns: A source of the results, as many as there are elements.
  /// - Complexity: O(1) for a result; one is held.
  @_disfavoredOverload
  @inlinable
  public func reductions(
    _ transform: @escaping (Element, Element) throws(Failure) -> Element
  ) -> some ThrowingSource<Element, Failure> {
    IteratedSource(AccumulatingIterator(base: SourceIterator(self), transform: transform))
  }
}

@usableFromInline
struct ReductionsIterator<Base: FallibleIterator, Result>: FallibleIterator {
  @usableFromInline var base: Base
  @usableFromInline var result: Result
  @usableFromInline var isStarted = false
  @usableFromInline let transform: (Result, Base.Element) throws(Base.Failure) -> Result

  @inlinable
  init(
    base: Base, initial: Result,
    transform: @escaping (Result, Base.Element) throws(Base.Failure) -> Result
  ) {
    self.base = base
    self.result = initial
    self.transform = transform
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Result? {
    guard isStarted else {
      isStarted = true
      return .some(result)
    }
    guard let element = try base.next() else { return nil }
    result = try transform(result, element)
    return .some(result)
  }

  @inlinable
  func abandon() { base.abandon() }
}

@usableFromInline
struct AccumulatingIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base
  @usableFromInline var result: Base.Element?
  @usableFromInline
  let transform: (Base.Element, Base.Element) throws(Base.Failure) -> Base.Element

  @inlinable
  init(
    base: Base,
    transform: @escaping (Base.Element, Base.Element) throws(Base.Failure) -> Base.Element
  ) {
    self.base = base
    self.transform = transform
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Base.Element? {
    guard let element = try base.next() else { return nil }
    if let former = result {
      result = .some(try transform(former, element))
    } else {
      result = .some(element)
    }
    return result
  }

  @inlinable
  func abandon() { base.abandon() }
}
