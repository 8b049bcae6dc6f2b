// How `yield(from: f(...))` in the body of `f` becomes a call. The macro sees names, not types: the call
// may be one of the function itself, of an overload, or of a method of the same name of another type. The
// type of its result tells. Types are known when code is specialized, so that the casts cost nothing then.

extension _RecursiveStep {
  /// Returns the step of a body that may throw and that delegates to elements of another function.
  ///
  /// - Parameter elements: The elements.
  /// - Returns: The step that yields them.
  @inlinable @inline(__always)
  public static func delegate<Failure: Error>(to elements: some Sequence<Yielded>) -> Self
  where Other == _ErasedElements<Yielded, Failure> {
    .other(_ErasedElements(elements.makeIterator()))
  }

  /// Returns the same as ``delegate(to:)``, since elements of another function can't take the body's place.
  ///
  /// - Parameter elements: The elements.
  /// - Returns: The step that yields them.
  @inlinable @inline(__always)
  public static func delegateLast<Failure: Error>(to elements: some Sequence<Yielded>) -> Self
  where Other == _ErasedElements<Yielded, Failure> {
    .other(_ErasedElements(elements.makeIterator()))
  }
}

extension _RecursiveStep
where
  Machine: _RecursiveMachine, Machine._Yielded == Yielded, Machine._Failure == Never,
  Machine._Other == Other
{
  /// Returns the step of a body that delegates to the result of a call by its own name.
  ///
  /// - Parameter elements: The result of the call.
  /// - Returns: A call of its machine if the called function is the machine's own; otherwise its elements.
  @inlinable @inline(__always)
  public static func delegate<Elements: Sequence>(to elements: Elements) -> Self
  where Elements.Element == Yielded {
    if let machine = machine(of: elements) { return .call(machine) }
    return .other(_ErasedElements(elements.makeIterator()))
  }

  /// Returns the step of a body that delegates to the result of a call by its own name, and has nothing to
  /// do afterwards.
  ///
  /// - Parameter elements: The result of the call.
  /// - Returns: The step of ``delegate(to:)``, but the called machine replaces the calling one.
  @inlinable @inline(__always)
  public static func delegateLast<Elements: Sequence>(to elements: Elements) -> Self
  where Elements.Element == Yielded {
    if let machine = machine(of: elements) { return .tail(machine) }
    return .other(_ErasedElements(elements.makeIterator()))
  }

  @inlinable @inline(__always)
  static func machine<Elements>(of elements: Elements) -> Machine? {
    if let sequence = elements as? _SpecializedSequence<_RecursionRecipe<Machine>> {
      return sequence.recipe.machine
    }
    if let sequence = elements as? _DeferringSequence<_RecursionRecipe<Machine>> {
      return sequence.recipe.machine
    }
    if let generator = elements as? _SpecializedIterator<_RecursionMachine<Machine>> {
      return generator.machine.stack.only
    }
    return nil
  }
}

extension CompiledThrowingGenerator {
  /// Returns the machine of a recursive body that has not started, to be run by a body that delegates to it.
  ///
  /// The generator has ended then.
  @inlinable
  public func _takeMachine<Recursive: _RecursiveMachine>() -> Recursive?
  where Machine == _ResumableRecursion<Recursive> {
    guard phase == .idle, let machine = machine, machine._pc == 0 else { return nil }
    end()
    return machine.stack.only
  }
}
