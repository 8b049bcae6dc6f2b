/// The state of a body that the macro has made a state machine of.
///
/// Its element has a name of its own, so that `Element` means in a machine what it means around it.
@_documentation(visibility: private)
public protocol _Machine {
  associatedtype _Yielded

  /// Lets the body run up to its next `yield`; returns `nil` at its end and ever after.
  mutating func _step() -> _Yielded?
}

/// A machine as a sequence.
@_documentation(visibility: private)
@frozen
public struct _MachineSequence<Machine: _Machine>: CompiledGenerator {
  public typealias Element = Machine._Yielded

  @usableFromInline var machine: Machine

  @inlinable @inline(__always)
  public init(_ machine: Machine) { self.machine = machine }

  @inlinable @inline(__always)
  public mutating func next() -> Machine._Yielded? { machine._step() }
}

extension _MachineSequence: Sendable where Machine: Sendable {}
