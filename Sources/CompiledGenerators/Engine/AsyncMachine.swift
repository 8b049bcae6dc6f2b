#if !hasFeature(Embedded)
  /// The state of an async body that the macro has made a state machine of.
  @_documentation(visibility: private)
  public protocol _AsyncMachine {
    associatedtype _Yielded
    associatedtype _Failure: Error

    /// Runs the body up to its next `yield`; returns `nil` at its end and from then on.
    ///
    /// If it throws, the caller ends the machine.
    ///
    /// The parameter is `isolated`, not `nonisolated(nonsending)`, which the optimizer doesn't inline: in a pipeline
    /// of three generators, that took 30 times as long.
    mutating func _step(isolation: isolated (any Actor)?) async throws(_Failure) -> _Yielded?

    /// Runs the `defer` blocks that are pending, releases the variables, and ends the machine.
    ///
    /// A call on a machine that has ended does nothing.
    mutating func _end()

    /// The place where the body is written.
    static var _origin: GeneratorOrigin? { get }
  }

  extension _AsyncMachine {
    @inlinable
    public static var _origin: GeneratorOrigin? { nil }
  }

  /// The value that a call of an async generator's function returns: it makes the machine.
  @_documentation(visibility: private)
  public protocol _AsyncRecipe {
    associatedtype _Made: _AsyncMachine

    func _make() -> _Made
  }

  /// A sequence that can be iterated again, each time from the beginning of the body.
  @_documentation(visibility: private)
  @frozen
  public struct _AsyncRecipeSequence<Recipe: _AsyncRecipe>: AsyncSequence {
    public typealias Element = Recipe._Made._Yielded
    public typealias Failure = Recipe._Made._Failure

    @usableFromInline let recipe: Recipe

    @inlinable @inline(__always)
    public init(_ recipe: Recipe) { self.recipe = recipe }

    @inlinable @inline(__always)
    public func makeAsyncIterator() -> _AsyncMachineIterator<Recipe._Made> {
      _AsyncMachineIterator(recipe._make())
    }
  }

  extension _AsyncRecipeSequence: Sendable where Recipe: Sendable {}

  /// A machine as an iterator, and as a sequence of the elements that are left.
  @_documentation(visibility: private)
  @frozen
  public struct _AsyncMachineIterator<Machine: _AsyncMachine>: CompiledAsyncGenerator {
    public typealias Element = Machine._Yielded
    public typealias Failure = Machine._Failure

    @usableFromInline var machine: Machine
    /// Whether the body runs.
    ///
    /// Two tasks of one actor can call an iterator that a class keeps: exclusive access isn't enforced across
    /// tasks. Each would run the body from the same place, in variables that the other one is using.
    @usableFromInline var isRunning = false

    @inlinable @inline(__always)
    public init(_ machine: Machine) { self.machine = machine }

    @inlinable @inline(__always)
    public func makeAsyncIterator() -> Self { self }

    @inlinable @inline(__always)
    public mutating func next(
      isolation: isolated (any Actor)?
    ) async throws(Machine._Failure) -> Machine._Yielded? {
      if isRunning { try Machine._refuseNext() }
      isRunning = true
      defer { isRunning = false }
      do {
        return try await machine._step(isolation: isolation)
      } catch {
        machine._end()
        throw error
      }
    }

    @inlinable @inline(__always)
    nonisolated(nonsending)
      public mutating func next() async throws(Machine._Failure) -> Machine._Yielded?
    {
      try await next(isolation: #isolation)
    }

    @inlinable
    nonisolated(nonsending)
      public mutating func finish() async
    {
      if isRunning { Machine._trapForRunning() }
      machine._end()
    }
  }

  extension _AsyncMachineIterator: Sendable where Machine: Sendable {}

  extension _AsyncMachine {
    /// Refuses a `next()` during another one.
    ///
    /// Inlined down to the trap if `next()` can't throw: a call that might took each element twice as long.
    @inlinable @inline(__always)
    static func _refuseNext() throws(_Failure) -> Never {
      if _Failure.self != Never.self { try _throwForRunning() }
      _trapForRunning()
    }

    @usableFromInline @inline(never)
    static func _throwForRunning() throws(_Failure) {
      let error = GeneratorError(.alreadyExecuting, _origin, isAsync: true)
      if let error = error as? _Failure { throw error }
    }

    @usableFromInline @inline(never)
    static func _trapForRunning() -> Never {
      fatalError("\(GeneratorError(.alreadyExecuting, _origin, isAsync: true))")
    }
  }
#endif
