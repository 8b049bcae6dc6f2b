// `yield(from:)`: PEP 380.

extension Yield {
  /// Yields each element of `source`: Python's `yield from`.
  ///
  /// Control leaves the body at each element and comes back when `source` has no more. What is
  /// decided by the value and not by its static type: a ``Generator`` that is known here only as
  /// `some Sequence` is delegated to as one, so that errors and closing go to it. With any other
  /// sequence, what is sent for an element is ignored, and an error that is thrown in leaves this
  /// call.
  ///
  /// ```swift
  /// let g = Generator { yield in
  ///   try yield(from: 1...3)
  ///   try yield(from: [10, 20])
  /// }
  /// print(Array(g))  // [1, 2, 3, 10, 20]
  /// ```
  ///
  /// - Parameter source: where the elements come from; an empty one yields nothing.
  /// - Throws: what is thrown in at an element, and what leaves the body of a generator.
  /// - Complexity: O(1) and one resumption for an element, without an allocation.
  @inlinable
  public func callAsFunction(from source: consuming some Sequence<Element>) throws {
    if let generator = copy source as? Generator<Element> {
      return try self(from: generator)
    }
    try point.delegate(toElementsOf: consume source)
  }

  /// Yields each element of a source that may fail: Python's `yield from`.
  ///
  /// As `yield(from:)` of a sequence. A ``ThrowingGenerator`` is delegated to as one, so that errors and
  /// closing go to it, and so is a compiled generator. With any other source, an error that is thrown in leaves this
  /// call, and the source is released.
  ///
  /// ```swift
  /// let g = ThrowingGenerator<Int> { yield in
  ///   try yield(from: numbers(in: lines).map { $0 * 2 })
  /// }
  /// print(try g.collect())  // [2, 4, 6]
  /// ```
  ///
  /// - Parameter source: The elements.
  /// - Throws: The error of the source; what is thrown in at an element.
  /// - Complexity: One `next()` and one resumption for an element.
  @_disfavoredOverload
  @inlinable
  public func callAsFunction<Source: ThrowingSource>(from source: Source) throws
  where Source.Element == Element {
    if Source._takesErrors { return try self(from: ThrowingGenerator(source)) }
    while let element = try source.nextErasingFailure() {
      _ = try point.suspend(yielding: element)
    }
  }

  /// Delegates to a generator: Python's `yield from`.
  ///
  /// Control leaves the body and comes back when `inner` has ended. Until then the consumer's
  /// requests, errors and closing go to `inner`, or to the one that it delegates to in turn. What
  /// is sent for an element is ignored, since a ``Generator`` takes nothing.
  ///
  /// ```swift
  /// func countdown(_ n: Int) -> Generator<Int> {
  ///   Generator { yield in
  ///     try yield(n)
  ///     if n > 0 { try yield(from: countdown(n - 1)) }
  ///   }
  /// }
  /// print(Array(countdown(3)))  // [3, 2, 1, 0]
  /// ```
  ///
  /// One that was started before goes on where it stands; a closed one yields nothing. If other code
  /// resumes, closes or exhausts `inner` meanwhile, this call goes on with what is left. Such a use of a member
  /// of a chain of delegations, other than the first, walks the chain each time.
  ///
  /// - Parameter inner: the generator to delegate to.
  /// - Throws: what leaves the body of `inner`;
  ///   ``GeneratorError/Kind-swift.enum/alreadyExecuting`` if it runs already, as when a generator
  ///   delegates to itself.
  /// - Complexity: an element costs the same however long the chain of delegations is that it
  ///   comes from. One stack from the pool for an `inner` that was not started. To use a member of the chain
  ///   other than its first directly meanwhile is O(*n*) for a chain of *n*, each time.
  @inlinable
  public func callAsFunction(from inner: Generator<Element>) throws {
    try point.delegate(to: inner.core, sending: nil)
  }

  /// Delegates to a coroutine and gives its return value: Python's `yield from`.
  ///
  /// Control leaves the body and comes back when `inner` has ended. Until then all that the
  /// consumer sends, throws or closes goes to `inner`, or to the one that it delegates to in turn.
  ///
  /// ```swift
  /// let sum = Coroutine<String, Int, Int> { yield in
  ///   try yield("first") + yield("second")
  /// }
  /// let outer = Coroutine<String, Int, Void> { yield in
  ///   let total = try yield(from: sum)
  ///   try yield("sum: \(total)")
  /// }
  /// print(try outer.start()!)  // first
  /// print(try outer.send(1)!)  // second
  /// print(try outer.send(2)!)  // sum: 3
  /// ```
  ///
  /// One that was started before is resumed with nothing, so `Input` must be `Void` or optional;
  /// otherwise see ``callAsFunction(from:sending:)``.
  ///
  /// - Parameter inner: the coroutine to delegate to.
  /// - Returns: what the body of `inner` returned.
  /// - Throws: what leaves the body of `inner`; ``GeneratorError-struct`` of the kind `alreadyExecuting`
  ///   if it runs already, `alreadyStarted` if it waits for a value, and `closed` if it had ended
  ///   before and its `Return` is not `Void`, or if somebody else ended it meanwhile.
  /// - Complexity: an element costs the same however long the chain of delegations is that it
  ///   comes from. One stack from the pool for an `inner` that was not started. To use a member of the chain
  ///   other than its first directly meanwhile is O(*n*) for a chain of *n*, each time.
  @inlinable @discardableResult
  public func callAsFunction<Return>(
    from inner: Coroutine<Element, Input, Return>
  ) throws -> Return {
    guard inner.core.phase == .live, Input.self != Void.self else {
      return try point.delegate(to: inner.core, sending: nil)
    }
    _ = try inner.core.admits(.resume)
    guard let nothing = nothing(as: Input.self) else {
      throw GeneratorError.alreadyStarted(inner.core.origin)
    }
    return try self(from: inner, sending: nothing)
  }

  /// Delegates to a coroutine that takes nothing, from a body that is sent values: they are
  /// ignored until `inner` has ended.
  ///
  /// In all else it is ``callAsFunction(from:)-(Coroutine<Element,Input,Return>)``.
  ///
  /// - Parameter inner: the coroutine to delegate to.
  /// - Returns: what the body of `inner` returned.
  /// - Throws: what leaves the body of `inner`; ``GeneratorError-struct`` of the kind `alreadyExecuting`
  ///   if it runs already, and `closed` if it had ended before and its `Return` is not `Void`.
  /// - Complexity: an element costs the same however long the chain of delegations is.
  @inlinable @discardableResult @_disfavoredOverload
  public func callAsFunction<Return>(
    from inner: Coroutine<Element, Void, Return>
  ) throws -> Return {
    try point.delegate(to: inner.core, sending: nil)
  }

  /// Delegates to a coroutine that was started before, and resumes it with `value`.
  ///
  /// Where it was not started there is no `yield` to take the value, and none is sent.
  ///
  /// - Parameters:
  ///   - inner: the coroutine to delegate to.
  ///   - value: what the `yield` returns at which `inner` is suspended.
  /// - Returns: what the body of `inner` returned.
  /// - Throws: as ``callAsFunction(from:)-(Coroutine<Element,Input,Return>)``, but never
  ///   `alreadyStarted`.
  /// - Complexity: an element costs the same however long the chain of delegations is.
  @inlinable @discardableResult
  public func callAsFunction<Return>(
    from inner: Coroutine<Element, Input, Return>, sending value: consuming Input
  ) throws -> Return {
    try point.delegate(to: inner.core, passing: value)
  }
}
