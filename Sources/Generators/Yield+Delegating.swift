// `yield(from:)`: PEP 380.

extension Yield {
  /// Yields each element of `source`: Python's `yield from`.
  ///
  /// Control leaves the body at each element, and returns when `source` has ended. The dynamic type
  /// of `source` decides, and not its static type: a ``Generator`` that is known here only as
  /// `some Sequence` is delegated to as a generator, so errors and closing reach its body. With any
  /// other sequence, this call ignores the values that are sent, and rethrows an error that is thrown
  /// in.
  ///
  /// ```swift
  /// let g = Generator { yield in
  ///   try yield(from: 1...3)
  ///   try yield(from: [10, 20])
  /// }
  /// print(Array(g))  // [1, 2, 3, 10, 20]
  /// ```
  ///
  /// - Parameter source: The elements, of which there may be none.
  /// - Throws: An error that is thrown in at an element, or that leaves the body of a generator.
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
  /// This is `yield(from:)` of a sequence for sources that may fail. A ``ThrowingGenerator`` or a
  /// compiled generator is delegated to as a generator, so errors and closing reach its body. With
  /// any other source, this call rethrows an error that is thrown in, and releases the source.
  ///
  /// ```swift
  /// let g = ThrowingGenerator<Int> { yield in
  ///   try yield(from: numbers(in: lines).map { $0 * 2 })
  /// }
  /// print(try g.collect())  // [2, 4, 6]
  /// ```
  ///
  /// - Parameter source: The elements.
  /// - Throws: The error of the source; an error that is thrown in at an element.
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
  /// Control returns to the body when `inner` has ended. Until then the consumer's requests, errors
  /// and closing go to `inner`, or to the generator to which `inner` delegates in turn. A value
  /// that is sent for an element is ignored, because the body of a ``Generator`` receives none.
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
  /// An `inner` that was started before continues from its current position, and a closed one
  /// yields nothing. Other code may resume, close or exhaust `inner` during this call, which then
  /// continues with the rest.
  ///
  /// - Parameter inner: The generator to delegate to.
  /// - Throws: An error that leaves the body of `inner`;
  ///   ``GeneratorError/Kind-swift.enum/alreadyExecuting`` if `inner` is running, as when a
  ///   generator delegates to itself.
  /// - Complexity: An element costs the same at any depth of a chain of delegations. An `inner`
  ///   that was not started takes a stack from the pool. Each direct use of a member of a chain of
  ///   *n* other than its first, such as resuming it, walks the chain: O(*n*).
  @inlinable
  public func callAsFunction(from inner: Generator<Element>) throws {
    try point.delegate(to: inner.core, sending: nil)
  }

  /// Delegates to a coroutine and returns its return value: Python's `yield from`.
  ///
  /// Control returns to the body when `inner` has ended. Until then the values that the consumer
  /// sends, its errors and its closing go to `inner`, or to the generator to which `inner`
  /// delegates in turn.
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
  /// An `inner` that was started before is resumed with nothing, so `Input` must be `Void` or
  /// optional. For other types of `Input` see ``callAsFunction(from:sending:)``.
  ///
  /// - Parameter inner: The coroutine to delegate to.
  /// - Returns: The value that the body of `inner` returned.
  /// - Throws: An error that leaves the body of `inner`; ``GeneratorError-struct`` of the kind
  ///   `alreadyExecuting` if `inner` is running, and `alreadyStarted` if it waits for a value. Unless
  ///   `Return` is `Void`, the kind `closed` if `inner` had ended before, or if other code has ended
  ///   it during this call.
  /// - Complexity: An element costs the same at any depth of a chain of delegations. An `inner`
  ///   that was not started takes a stack from the pool. Each direct use of a member of a chain of
  ///   *n* other than its first, such as resuming it, walks the chain: O(*n*).
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

  /// Delegates to a coroutine that takes nothing, from a body that is sent values.
  ///
  /// Values that are sent before `inner` has ended are ignored. Otherwise it is
  /// ``callAsFunction(from:)-(Coroutine<Element,Input,Return>)``.
  ///
  /// - Parameter inner: The coroutine to delegate to.
  /// - Returns: The value that the body of `inner` returned.
  /// - Throws: An error that leaves the body of `inner`; ``GeneratorError-struct`` of the kind
  ///   `alreadyExecuting` if `inner` is running. Unless `Return` is `Void`, the kind `closed` if
  ///   `inner` had ended before, or if other code has ended it during this call.
  /// - Complexity: An element costs the same at any depth of a chain of delegations.
  @inlinable @discardableResult @_disfavoredOverload
  public func callAsFunction<Return>(
    from inner: Coroutine<Element, Void, Return>
  ) throws -> Return {
    try point.delegate(to: inner.core, sending: nil)
  }

  /// Delegates to a coroutine that was started before, and resumes it with `value`.
  ///
  /// If `inner` was not started, it has no `yield` that could receive the value, and none is sent.
  ///
  /// - Parameters:
  ///   - inner: The coroutine to delegate to.
  ///   - value: The value that the `yield` returns at which `inner` is suspended.
  /// - Returns: The value that the body of `inner` returned.
  /// - Throws: As ``callAsFunction(from:)-(Coroutine<Element,Input,Return>)``, but never
  ///   `alreadyStarted`.
  /// - Complexity: An element costs the same at any depth of a chain of delegations.
  @inlinable @discardableResult
  public func callAsFunction<Return>(
    from inner: Coroutine<Element, Input, Return>, sending value: consuming Input
  ) throws -> Return {
    try point.delegate(to: inner.core, passing: value)
  }
}
