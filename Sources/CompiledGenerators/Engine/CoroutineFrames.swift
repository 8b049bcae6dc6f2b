#if !hasFeature(Embedded)
  /// A machine without a pending `defer`, as a value.
  @frozen
  public struct _CoroutineValue<Machine: _ResumableMachine>: CompiledCoroutine
  where Machine._Failure == any Error {
    public typealias Element = Machine._Yielded
    public typealias Input = Machine._Input
    public typealias Return = Machine._Returned

    @usableFromInline var machine: Machine
    @usableFromInline var result: Return?

    @inlinable @inline(__always)
    public init(_ machine: Machine) { self.machine = machine }

    @inlinable
    public var state: GeneratorState { machine.state }
    @inlinable
    public var returnValue: Return? { result }

    @inlinable
    public var _origin: GeneratorOrigin { machine._origin }
    @inlinable
    public var _hasCleanup: Bool { machine._hasCleanup }
    @inlinable
    public var _isSuspended: Bool { machine.isSuspended }

    @inlinable
    public mutating func _resume(
      _ message: consuming _Message<Input, any Error>
    ) throws -> Element? {
      do {
        switch try machine._resume(message) {
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

    @inlinable
    public mutating func _discard() { machine._pc = -1 }
  }

  extension _CoroutineValue: Sendable where Machine: Sendable, Machine._Returned: Sendable {}

  /// A machine with a pending `defer`, as a reference whose release closes it.
  public final class _CoroutineFrame<Machine: _ResumableMachine>: _MachineFrame<Machine>,
    CompiledCoroutine
  where Machine._Failure == any Error {
    public typealias Element = Machine._Yielded
    public typealias Input = Machine._Input
    public typealias Return = Machine._Returned

    @exclusivity(unchecked) @usableFromInline
    var result: Return?

    @inlinable
    public var returnValue: Return? { result }

    @inlinable
    public init(_ machine: Machine, _reportingTo report: @escaping _UnraisableReport) {
      super.init(machine: machine, report: report)
    }

    /// Makes one whose errors of release stop the program.
    @_disfavoredOverload
    @inlinable
    public convenience init(_ machine: Machine) {
      self.init(machine, _reportingTo: _trapForUnraisable)
    }

    @inlinable
    public var _hasCleanup: Bool { machine?._hasCleanup ?? false }
    @inlinable
    public var _isSuspended: Bool { phase == .idle && machine!.isSuspended }

    @inlinable
    public func _resume(_ message: consuming _Message<Input, any Error>) throws -> Element? {
      switch try resume(message) {
      case .yielded(let element): return .some(element)
      case .returned(let result):
        self.result = .some(result)
        return nil
      }
    }

    @inlinable
    public func _discard() { end() }
  }
#endif
