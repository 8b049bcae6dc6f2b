#if !hasFeature(Embedded)
  /// A coroutine that is compiled to a state machine: it is sent values, may fail, and returns a value.
  ///
  /// `@Generator` makes one of a function that returns `some CompiledCoroutine`. The generic parameters are the types
  /// of the elements that the body yields, of the values that it is sent, and of the value that it returns at its
  /// end. Python's `Generator[Yield, Send, Return]` has the same order.
  ///
  /// ```swift
  /// @Generator func dialogue() -> some CompiledCoroutine<String, Int, Bool> {
  ///   let a = try yield("first?")
  ///   do { _ = try yield("second?") } catch { try yield("sorry") }
  ///   return a > 0
  /// }
  /// var d = dialogue()
  /// print(try d.start()!)              // first?
  /// print(try d.send(3)!)              // second?
  /// print(try d.throw(Interruption())!)  // sorry
  /// try d.send(0)
  /// print(d.returnValue!, d.state)     // true closed
  /// ```
  ///
  /// The methods are those of `Coroutine` in module `Generators`, with the same results and errors. Each call
  /// that resumes the body returns the element that the body yields, or `nil` when the body has returned. An error that
  /// leaves the body closes the coroutine, and the call throws it.
  ///
  /// **A value.** A copy of a coroutine is a fork: both continue from here, each with variables of its own. Nothing
  /// runs when the value is released, so call ``close()`` if a `catch` clause of the body cleans up. While the body
  /// runs, the variable of the coroutine is being modified, so a body can't resume itself.
  ///
  /// **With a pending `defer`.** If a `defer` block is pending at one of its `yield`s, a coroutine is a reference
  /// instead. A copy refers to the same coroutine, and the release of the last reference closes it. An error
  /// that leaves the body then has no caller to go to. It goes to `UnraisableError.hook` if the file that declares
  /// the coroutine imports `Generators`; otherwise it stops the program.
  ///
  /// `Coroutine(dialogue())` wraps it in a `Coroutine`, to which other bodies can delegate and which schedulers can
  /// run.
  ///
  /// The rules are those of PEP 255, 342 and 380. A `close()` that returns the body's value is CPython 3.13's.
  public protocol CompiledCoroutine<Element, Input, Return> {
    /// The type of the elements that the body yields.
    associatedtype Element
    /// The type of the values that the body is sent.
    associatedtype Input
    /// The type of the value that the body returns.
    associatedtype Return

    /// The state of the coroutine.
    var state: GeneratorState { get }

    /// The value that the body returned; `nil` before that, and if the body ended with an error.
    var returnValue: Return? { get }

    /// The place where the body is written.
    var _origin: GeneratorOrigin { get }

    /// Whether a body that is closed has anything to run.
    var _hasCleanup: Bool { get }

    /// Whether ``state`` is suspended.
    var _isSuspended: Bool { get }

    /// Resumes the body, which is suspended or was not started.
    mutating func _resume(_ message: consuming _Message<Input, any Error>) throws -> Element?

    /// Ends a coroutine without running its body, which doesn't run now.
    mutating func _discard()
  }

  extension CompiledCoroutine {
    /// Runs the body to its first `yield`.
    ///
    /// - Returns: The first element; `nil` if the body has ended without one, or the coroutine is closed.
    /// - Throws: The error that leaves the body; ``GeneratorError/Kind-swift.enum/alreadyStarted`` if it was started
    ///   before and has not ended.
    /// - Complexity: O(1) beyond what the body does.
    @inlinable @inline(__always) @discardableResult
    public mutating func start() throws -> Element? {
      switch state {
      case .created: return try _resume(.start)
      case .suspended, .running: throw GeneratorError(.alreadyStarted, _origin)
      case .closed: return nil
      }
    }

    /// Sends a value to the `yield` where the body is suspended, and returns the next element.
    ///
    /// If the coroutine has ended, nothing runs and the result is `nil`. A coroutine that was not started has no
    /// `yield` to take a value. Start it first: by ``start()`` or, if `Input` is `Void` or optional, by sending `()`
    /// or `nil`.
    ///
    /// - Parameter value: The value that `yield` returns in the body.
    /// - Returns: The next element, or `nil` when the body has returned.
    /// - Throws: The error that leaves the body; ``GeneratorError`` of the kind `notStarted`, after which the coroutine
    ///   is still usable, or `alreadyExecuting` inside the body.
    /// - Complexity: O(1) beyond what the body does, without an allocation.
    @inlinable @inline(__always) @discardableResult
    public mutating func send(_ value: consuming Input) throws -> Element? {
      if _isSuspended { return try _resume(.send(value)) }
      guard try Self.starts(in: state, sending: value, _origin) else { return nil }
      return try _resume(.start)
    }

    /// Returns whether a value that is sent in a state starts the body, and throws if the state refuses it.
    ///
    /// Static, so that the coroutine need not be in memory for it.
    @inlinable @inline(never)
    static func starts(
      in state: GeneratorState, sending value: Input, _ origin: GeneratorOrigin
    ) throws -> Bool {
      switch state {
      case .created:
        guard isNothing(value) else { throw GeneratorError(.notStarted, origin) }
        return true
      case .closed: return false
      case .running, .suspended: throw GeneratorError(.alreadyExecuting, origin)
      }
    }

    /// Throws an error at the `yield` where the body is suspended, and returns the next element.
    ///
    /// A body that was not started doesn't run: the coroutine is closed, and the error is thrown back. A coroutine that
    /// has ended throws it back, too. While the body delegates, the error goes to the coroutine that it delegates to,
    /// but ``GeneratorExit`` closes that one first (PEP 380).
    ///
    /// - Parameter error: The error that `yield` throws.
    /// - Returns: The next element, or `nil` if the body has returned.
    /// - Throws: The error that leaves the body, usually `error` itself;
    ///   ``GeneratorError/Kind-swift.enum/alreadyExecuting`` inside the body.
    /// - Complexity: O(1) beyond what the body does.
    @inlinable @discardableResult
    public mutating func `throw`(_ error: any Error) throws -> Element? {
      switch state {
      case .suspended: return try _resume(.raise(error))
      case .running: throw GeneratorError(.alreadyExecuting, _origin)
      case .created: _discard()
      case .closed: break
      }
      throw error
    }

    /// Closes the coroutine: resumes its body once more, to clean up.
    ///
    /// Control goes to the body, where `yield` throws ``GeneratorExit``, and returns when the body has ended. A body
    /// that was not started doesn't run. Closing a coroutine that has ended does nothing.
    ///
    /// ```swift
    /// @Generator func sum() -> some CompiledCoroutine<Void, Int, Int> {
    ///   var total = 0
    ///   do {
    ///     while true {
    ///       let number = try yield(())
    ///       total += number
    ///     }
    ///   } catch is GeneratorExit { return total }
    /// }
    /// var s = sum()
    /// try s.start()
    /// try s.send(1)
    /// try s.send(2)
    /// print(try s.close()!)  // 3
    /// ```
    ///
    /// - Returns: The value that the body returned after it caught the exit; otherwise `nil`. ``returnValue`` keeps
    ///   it.
    /// - Throws: An error other than ``GeneratorExit`` that leaves the body; ``GeneratorError`` of the kind
    ///   `ignoredExit` if the body yields instead and stays suspended there, or `alreadyExecuting` inside the body.
    /// - Complexity: O(1) beyond what the body does, for each coroutine in the chain of delegations.
    @inlinable @discardableResult
    public mutating func close() throws -> Return? {
      switch state {
      case .created: _discard()
      case .suspended: return try closeSuspended()
      case .running: throw GeneratorError(.alreadyExecuting, _origin)
      case .closed: break
      }
      return nil
    }

    @inlinable
    mutating func closeSuspended() throws -> Return? {
      guard _hasCleanup else {
        _discard()
        return nil
      }
      do {
        if let _ = try _resume(.raise(GeneratorExit._error)) {
          throw GeneratorError(.ignoredExit, _origin)
        }
      } catch is GeneratorExit {
        return nil
      }
      return returnValue
    }
  }

  extension CompiledCoroutine where Input == Void {
    /// Resumes the body until it yields or ends: Python's `next`.
    ///
    /// Starts a coroutine that was not started.
    ///
    /// - Returns: The element, or `nil` when the body has returned, and at each later call.
    /// - Throws: The error that leaves the body; ``GeneratorError/Kind-swift.enum/alreadyExecuting`` inside the body.
    /// - Complexity: O(1) beyond what the body does, without an allocation.
    @inlinable @inline(__always) @discardableResult
    public mutating func next() throws -> Element? { try send(()) }
  }

  extension CompiledCoroutine where Input: ExpressibleByNilLiteral {
    /// Resumes the body with `nil`: Python's `next`, which sends `None`.
    ///
    /// Starts a coroutine that was not started.
    ///
    /// - Returns: The element, or `nil` when the body has returned, and at each later call.
    /// - Throws: The error that leaves the body; ``GeneratorError/Kind-swift.enum/alreadyExecuting`` inside the body.
    /// - Complexity: O(1) beyond what the body does, without an allocation.
    @inlinable @inline(__always) @discardableResult
    public mutating func next() throws -> Element? {
      try send(nil)
    }
  }
#endif
