#if !hasFeature(Embedded)
  /// An async generator that is compiled to a state machine: a sequence that is its own iterator.
  ///
  /// A function with `@Generator` that returns `some AsyncSequence<Element, Failure>` makes one for each loop. A
  /// function that returns `some CompiledAsyncGenerator<Element, Failure>` returns the generator itself, so that the
  /// caller can end it with ``finish()``. Nothing of the body runs before the first ``next()``.
  ///
  /// ```swift
  /// @Generator func pages(of client: Client) -> some CompiledAsyncGenerator<Page, any Error> {
  ///   var next = client.first
  ///   while let url = next {
  ///     let page = try await client.get(url)
  ///     yield(page)
  ///     next = page.next
  ///   }
  /// }
  /// var pages = pages(of: client)
  /// let first = try await pages.next()
  /// await pages.finish()
  /// ```
  ///
  /// **Driven by its consumer.** The body runs while ``next()`` waits for it, in the consumer's task and isolation:
  /// its task-local values, priority and cancellation are the consumer's. No task, continuation or buffer is made.
  ///
  /// **Ending.** `next()` returns `nil` when the body has ended, after an error, and after ``finish()``.
  ///
  /// **`defer`.** When the last copy of an iterator is released, the `defer` blocks that are pending run, as they do
  /// when `break` leaves the loop over a function's result. They can't await, because a release can't.
  ///
  /// **Copies.** A copy continues by itself from where it was made: it is a fork. Objects that its variables refer to,
  /// such as the iterator of an `AsyncStream`, are shared. If a `defer` of the body is pending at a `yield`, the copies
  /// of one that has begun share one position, because the `defer` blocks must run once.
  ///
  /// **One consumer at a time.** The compiler refuses two tasks that share an iterator. If two tasks of one actor use
  /// an iterator that is the property of an object, a `next()` during another one throws
  /// ``GeneratorError/Kind-swift.enum/alreadyExecuting`` if `Failure` is `any Error`. Otherwise it traps. So does a
  /// ``finish()`` during a `next()`.
  public protocol CompiledAsyncGenerator<Element, Failure>: AsyncSequence, AsyncIteratorProtocol
  where AsyncIterator == Self {
    /// Runs the body up to its next `yield`, in the caller's isolation.
    ///
    /// - Returns: The element; `nil` when the body has ended.
    /// - Throws: The error that left the body, once; ``GeneratorError`` of the kind `alreadyExecuting` while another
    ///   `next()` is being waited for, if `Failure` is `any Error`.
    /// - Complexity: O(1) beyond what the body does, without an allocation.
    nonisolated(nonsending)
      mutating func next() async throws(Failure) -> Element?

    /// Ends the generator: runs the `defer` blocks that are pending, and releases the variables of the body.
    ///
    /// Control returns when the last of them has run. Afterwards `next()` returns `nil`. It does nothing to a generator
    /// that has ended. The body of one that was not started never runs.
    ///
    /// ```swift
    /// @Generator func numbers() -> some CompiledAsyncGenerator<Int, Never> {
    ///   defer { print("ended") }
    ///   for n in 1... { yield(n) }
    /// }
    /// var numbers = numbers()
    /// print(await numbers.next()!)  // 1
    /// await numbers.finish()        // prints ended
    /// print(await numbers.next() as Any)  // nil
    /// ```
    ///
    /// - Complexity: O(1) beyond what the `defer` blocks do.
    /// - Precondition: No `next()` of the generator is being waited for.
    nonisolated(nonsending)
      mutating func finish() async
  }
#endif
