/// A sequence like ``_RecipeSequence``, for a machine with generic slots.
///
/// The step of such a machine is generic. Where the compiler doesn't know the machine's type, as in another module
/// or behind `any Sequence`, the generic step looks up the types of the body's iterators for each element, which
/// took 50 times as long. So the sequence keeps a pointer to the step as it was specialized where the type is
/// known: in the function that returns the sequence.
@_documentation(visibility: private)
@frozen
public struct _SpecializedSequence<Recipe: _Recipe>: Sequence {
  @usableFromInline let recipe: Recipe
  @usableFromInline let step: _SpecializedStep<Recipe._Made>

  @inlinable @inline(__always)
  public init(_ recipe: Recipe) {
    self.recipe = recipe
    step = _SpecializedStep { $0._step() }
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
  public init(_ machine: Machine) { self.init(machine, _SpecializedStep { $0._step() }) }

  @inlinable @inline(__always)
  public mutating func next() -> Machine._Yielded? {
    _isConcrete(Machine.self) ? machine._step() : step(&machine)
  }
}

extension _SpecializedIterator: Sendable where Machine: Sendable {}

/// A pointer to a machine's step, in one word that needs no release.
@_documentation(visibility: private)
@frozen
public struct _SpecializedStep<Machine: _Machine>: BitwiseCopyable, Sendable {
  @usableFromInline typealias Function = (inout Machine) -> Machine._Yielded?

  /// Zero if the function has a context, as without optimization.
  @usableFromInline let pointer: UInt

  /// Sound, since a function is two words: of its code, and of its context.
  @inlinable @inline(__always)
  init(_ function: @escaping (inout Machine) -> Machine._Yielded?) {
    let words = unsafeBitCast(function as Function, to: (code: UInt, context: UInt).self)
    pointer = words.context == 0 ? words.code : 0
  }

  /// Sound, since the pointer is of a function of this type that has no context.
  @inlinable
  func callAsFunction(_ machine: inout Machine) -> Machine._Yielded? {
    guard pointer != 0 else { return machine._step() }
    return unsafeBitCast((code: pointer, context: 0 as UInt), to: Function.self)(&machine)
  }
}
