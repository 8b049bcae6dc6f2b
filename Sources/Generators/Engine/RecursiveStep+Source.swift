public import CompiledGenerators

// How a throwing generator that delegates to itself becomes a call, as module CompiledGenerators does for
// sequences.

extension _RecursiveStep
where Machine: _RecursiveMachine, Machine._Yielded == Yielded, Machine._Other == Other {
  /// Returns the step of a body that delegates to a source.
  @inlinable @inline(__always)
  public static func delegate<Source: ThrowingSource>(to source: Source) -> Self
  where Source.Element == Yielded, Source.Failure == Machine._Failure {
    if let machine = machine(of: source) { return .call(machine) }
    return .other(_ErasedElements { () throws(Source.Failure) in try source.next() })
  }

  /// Returns the step of a body that delegates to a source.
  @inlinable @inline(__always)
  public static func delegateLast<Source: ThrowingSource>(to source: Source) -> Self
  where Source.Element == Yielded, Source.Failure == Machine._Failure {
    if let machine = machine(of: source) { return .tail(machine) }
    return .other(_ErasedElements { () throws(Source.Failure) in try source.next() })
  }

  @inlinable @inline(__always)
  static func machine(of source: some ThrowingSource) -> Machine? {
    (source as? CompiledThrowingGenerator<_ResumableRecursion<Machine>>)?._takeMachine()
  }
}

extension _RecursiveStep where Other == _ErasedElements<Yielded, any Error> {
  /// Returns the step of a body that delegates to a source with an error type of its own.
  @_disfavoredOverload
  @inlinable
  public static func delegate<Source: ThrowingSource>(to source: Source) -> Self
  where Source.Element == Yielded {
    .other(_ErasedElements { () throws(any Error) in try source.next() })
  }

  /// Returns the step of a body that delegates to a source.
  @_disfavoredOverload
  @inlinable
  public static func delegateLast<Source: ThrowingSource>(to source: Source) -> Self
  where Source.Element == Yielded {
    .other(_ErasedElements { () throws(any Error) in try source.next() })
  }
}
