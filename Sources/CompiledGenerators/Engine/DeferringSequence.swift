/// A machine that may have `defer` blocks to run when it is released.
@_documentation(visibility: private)
public protocol _DeferringMachine: _Machine {
  /// Runs the `defer` blocks that are pending, and ends the machine.
  mutating func _runDefers()
}

/// A generator whose body has `defer` blocks that are pending while it is suspended.
@_documentation(visibility: private)
@frozen
public struct _DeferringSequence<Recipe: _Recipe>: Sequence where Recipe._Made: _DeferringMachine {
  public typealias Machine = Recipe._Made

  @usableFromInline let recipe: Recipe
  @usableFromInline let step: _SpecializedStep<Machine>

  @inlinable @inline(__always)
  public init(_ recipe: Recipe) {
    self.recipe = recipe
    step = _SpecializedStep()
  }

  @inlinable @inline(__always)
  public func makeIterator() -> Iterator { Iterator(recipe._make(), step) }

  /// An iterator that is a reference: its copies share one position, because the `defer` blocks must run once.
  @frozen
  public struct Iterator: IteratorProtocol {
    @usableFromInline let frame: Frame

    @inlinable @inline(__always)
    init(_ machine: Machine, _ step: _SpecializedStep<Machine>) { frame = Frame(machine, step) }

    @inlinable @inline(__always)
    public mutating func next() -> Machine._Yielded? {
      _isConcrete(Machine.self) ? frame.machine._step() : frame.step(&frame.machine)
    }
  }

  @usableFromInline
  final class Frame {
    @usableFromInline var machine: Machine
    @usableFromInline let step: _SpecializedStep<Machine>

    @inlinable
    init(_ machine: Machine, _ step: _SpecializedStep<Machine>) {
      self.machine = machine
      self.step = step
    }

    @inlinable
    deinit { machine._runDefers() }
  }
}

extension _DeferringSequence: Sendable where Recipe: Sendable {}
