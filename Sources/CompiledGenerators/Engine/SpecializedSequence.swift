/// A sequence like ``_RecipeSequence``, for a machine with generic slots, or a recursive one.
///
/// It keeps the ``_SpecializedStep``.
@_documentation(visibility: private)
@frozen
public struct _SpecializedSequence<Recipe: _Recipe>: Sequence {
  @usableFromInline let recipe: Recipe
  @usableFromInline let step: _SpecializedStep<Recipe._Made>

  @inlinable @inline(__always)
  public init(_ recipe: Recipe) {
    self.recipe = recipe
    step = _SpecializedStep()
  }

  @inlinable @inline(__always)
  public func makeIterator() -> _SpecializedIterator<Recipe._Made> {
    _SpecializedIterator(recipe._make(), step)
  }
}

extension _SpecializedSequence: Sendable where Recipe: Sendable {}

/// The iterator of a machine with generic slots, and a sequence of the elements that are left.
@_documentation(visibility: private)
@frozen
public struct _SpecializedIterator<Machine: _Machine>: CompiledGenerator {
  public typealias Element = Machine._Yielded

  @usableFromInline var machine: Machine
  @usableFromInline let step: _SpecializedStep<Machine>

  @inlinable @inline(__always)
  init(_ machine: Machine, _ step: _SpecializedStep<Machine>) {
    self.machine = machine
    self.step = step
  }

  @inlinable @inline(__always)
  public init(_ machine: Machine) { self.init(machine, _SpecializedStep()) }

  @inlinable @inline(__always)
  public mutating func next() -> Machine._Yielded? {
    _isConcrete(Machine.self) ? machine._step() : step(&machine)
  }
}

extension _SpecializedIterator: Sendable where Machine: Sendable {}
