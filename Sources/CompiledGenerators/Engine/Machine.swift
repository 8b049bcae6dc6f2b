/// The state of a body that the macro has made a state machine of.
///
/// Its element has a name of its own, so that `Element` means in a machine what it means around it.
@_documentation(visibility: private)
public protocol _Machine {
  associatedtype _Yielded

  /// Runs the body up to its next `yield`; returns `nil` at its end and from then on.
  mutating func _step() -> _Yielded?
}

/// The value that a call of a generator's function returns: it makes the machine.
@_documentation(visibility: private)
public protocol _Recipe {
  associatedtype _Made: _Machine

  func _make() -> _Made
}

/// A sequence that can be iterated again, each time from the beginning of the body.
///
/// It stores no machine. So it is small, and the optimizer knows an iteration's first state where it begins.
@_documentation(visibility: private)
@frozen
public struct _RecipeSequence<Recipe: _Recipe>: Sequence {
  @usableFromInline let recipe: Recipe

  @inlinable @inline(__always)
  public init(_ recipe: Recipe) { self.recipe = recipe }

  @inlinable @inline(__always)
  public func makeIterator() -> _MachineIterator<Recipe._Made> { _MachineIterator(recipe._make()) }
}

extension _RecipeSequence: Sendable where Recipe: Sendable {}

/// A machine as an iterator, and as a sequence of the elements that are left.
@_documentation(visibility: private)
@frozen
public struct _MachineIterator<Machine: _Machine>: CompiledGenerator {
  public typealias Element = Machine._Yielded

  @usableFromInline var machine: Machine

  @inlinable @inline(__always)
  public init(_ machine: Machine) { self.machine = machine }

  @inlinable @inline(__always)
  public mutating func next() -> Machine._Yielded? { machine._step() }
}

extension _MachineIterator: Sendable where Machine: Sendable {}
