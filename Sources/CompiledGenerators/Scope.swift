#if !hasFeature(Embedded)
  /// Uses a compiled async generator, and ends it on each way out.
  ///
  /// When the closure has returned or thrown, also because its task was cancelled, the `defer` blocks that are pending
  /// in the body run before this returns, in the caller's isolation. `break` in a loop runs them, too, but only if
  /// nothing else refers to the iterator.
  ///
  /// ```swift
  /// @Generator func lines(of file: File) -> some AsyncSequence<String, any Error> {
  ///   defer { print("closed") }
  ///   while let line = try await file.read() { yield(line) }
  /// }
  /// let header = try await withCompiledGenerator(lines(of: file)) { lines in
  ///   try await lines.next()
  /// }
  /// // prints closed
  /// ```
  ///
  /// The scope takes any async sequence. It releases the iterator of one that isn't compiled at the end, which ends an
  /// `AsyncStream` of which there is no other iterator.
  ///
  /// - Parameters:
  ///   - sequence: The generator. The scope makes an iterator of it.
  ///   - body: Uses the iterator.
  /// - Returns: The result of the closure.
  /// - Throws: The error of the closure.
  /// - Complexity: O(1) beside what the closure and the `defer` blocks do.
  @inlinable
  nonisolated(nonsending)
    public func withCompiledGenerator<Source: AsyncSequence, Result, Failure: Error>(
      _ sequence: Source,
      _ body:
        nonisolated(nonsending) (inout ScopedAsyncIterator<Source.AsyncIterator>)
        async throws(Failure) -> Result
    ) async throws(Failure) -> Result
  {
    var iterator = ScopedAsyncIterator(sequence.makeAsyncIterator())
    let result: Result
    do {
      result = try await body(&iterator)
    } catch {
      await iterator.finish()
      throw error
    }
    await iterator.finish()
    return result
  }

  /// The iterator of an async sequence, until the scope that made it ends.
  ///
  /// `withCompiledGenerator(_:_:)` hands it to its closure. Its ``next()`` runs in the caller's isolation, without an
  /// argument.
  @frozen
  public struct ScopedAsyncIterator<Base: AsyncIteratorProtocol>: AsyncIteratorProtocol {
    /// The type of the sequence's elements.
    public typealias Element = Base.Element
    /// The type of the sequence's errors.
    public typealias Failure = Base.Failure

    @usableFromInline var base: Base?

    @inlinable
    init(_ base: Base) { self.base = base }

    /// Resumes the sequence in the given isolation.
    ///
    /// - Parameter actor: The caller's isolation.
    /// - Returns: The next element; `nil` after the last one and after ``finish()``.
    /// - Throws: The error of the sequence.
    @inlinable @inline(__always)
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(Base.Failure) -> Base.Element? {
      try await base?.next(isolation: actor)
    }

    /// Resumes the sequence in the caller's isolation.
    ///
    /// - Returns: The next element; `nil` after the last one and after ``finish()``.
    /// - Throws: The error of the sequence.
    @inlinable @inline(__always)
    nonisolated(nonsending)
      public mutating func next() async throws(Base.Failure) -> Base.Element?
    {
      try await next(isolation: #isolation)
    }

    /// Ends the iteration before the scope does.
    ///
    /// Runs the `defer` blocks that are pending in the body of a compiled generator, and releases the iterator. Further
    /// calls do nothing.
    @inlinable
    nonisolated(nonsending)
      public mutating func finish() async
    {
      if var generator = base as? any CompiledAsyncGenerator { await generator.finish() }
      base = nil
    }
  }

  extension ScopedAsyncIterator: Sendable where Base: Sendable {}
#endif
