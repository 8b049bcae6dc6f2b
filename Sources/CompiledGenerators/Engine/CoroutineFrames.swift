#if !hasFeature(Embedded)
  /// A machine without a pending `defer`, as a value.
  @frozen
  public struct _CoroutineValue<Machine: _ResumableMachine>: CompiledCoroutine
  where Machine._Failure == any Error {
    /// The type of the elements that the body yields.
    public typealias Element = Machine._Yielded
    /// The type of the values that the body is sent.
    public typealias Input = Machine._Input
    /// The type of the value that the body returns.
    public typealias Return = Machine._Returned

    @usableFromInline var machine: Machine
    @usableFromInline let step: _SpecializedResumption<Machine>
    @usableFromInline var result: Return?

    /// Creates a coroutine of a machine that was not started.
    @inlinable @inline(__always)
    public init(_ machine: Machine) {
      self.machine = machine
      step = _SpecializedResumption()
    }

    /// The state of the coroutine.
    @inlinable
    public var state: GeneratorState { machine.state }
    /// The value that the body returned.
    @inlinable
    public var returnValue: Return? { result }

    /// The place where the body is written.
    @inlinable
    public var _origin: GeneratorOrigin { machine._origin }
    /// Whether a body that is closed has anything to run.
    @inlinable
    public var _hasCleanup: Bool { machine._hasCleanup }
    /// Whether the body is suspended at a `yield`.
    @inlinable
    public var _isSuspended: Bool { machine.isSuspended }

    /// Resumes the body.
    @inlinable
    public mutating func _resume(
      _ message: consuming _Message<Input, any Error>
    ) throws -> Element? {
      do {
        let step =
          _isConcrete(Machine.self)
          ? try machine._resume(message) : try self.step(&machine, message)
        switch step {
        case .yielded(let element): return .some(element)
        case .returned(let result):
          machine._pc = -1
          self.result = .some(result)
          return nil
        }
      } catch {
        machine._pc = -1
        throw error
      }
    }

    /// Ends the coroutine without running its body.
    @inlinable
    public mutating func _discard() { machine._pc = -1 }
  }

  extension _CoroutineValue: Sendable where Machine: Sendable, Machine._Returned: Sendable {}

  /// A machine with a pending `defer`, as a reference whose release closes it.
  public final class _CoroutineFrame<Machine: _ResumableMachine>: _MachineFrame<Machine>,
    CompiledCoroutine
  where Machine._Failure == any Error {
    /// The type of the elements that the body yields.
    public typealias Element = Machine._Yielded
    /// The type of the values that the body is sent.
    public typealias Input = Machine._Input
    /// The type of the value that the body returns.
    public typealias Return = Machine._Returned

    @exclusivity(unchecked) @usableFromInline
    var result: Return?

    /// The value that the body returned.
    @inlinable
    public var returnValue: Return? { result }

    /// Creates a coroutine that reports the errors of its release.
    @inlinable
    public init(_ machine: Machine, _reportingTo report: @escaping _UnraisableReport) {
      super.init(machine: machine, report: report)
    }

    /// Creates a coroutine whose errors of release stop the program.
    @_disfavoredOverload
    @inlinable
    public convenience init(_ machine: Machine) {
      self.init(machine, _reportingTo: _trapForUnraisable)
    }

    /// Whether a body that is closed has anything to run.
    @inlinable
    public var _hasCleanup: Bool { hasCleanup && phase != .closed }
    /// Whether the body is suspended at a `yield`.
    @inlinable
    public var _isSuspended: Bool { phase == .idle && machine!.isSuspended }

    /// Resumes the body.
    ///
    /// The caller may be a coroutine of the engine, which doesn't know of calls by another name of this coroutine.
    @inlinable
    public func _resume(_ message: consuming _Message<Input, any Error>) throws -> Element? {
      guard phase == .idle else { return try refuse(message) }
      if message.isStart, machine!.isSuspended {
        throw GeneratorError(.alreadyStarted, _origin)
      }
      switch try resume(message) {
      case .yielded(let element): return .some(element)
      case .returned(let result):
        self.result = .some(result)
        return nil
      }
    }

    /// Refuses messages while the body runs, or after its end.
    @inlinable @inline(never)
    func refuse(_ message: consuming _Message<Input, any Error>) throws -> Element? {
      if phase == .running { throw GeneratorError(.alreadyExecuting, _origin) }
      if case .raise(let error) = message { throw error }
      return nil
    }

    /// Ends the coroutine without running its body.
    @inlinable
    public func _discard() {
      if phase != .running { end() }
    }
  }
#endif
