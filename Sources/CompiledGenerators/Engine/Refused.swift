/// The machine of a function that the macro has refused, so that the compiler has nothing to add.
@_documentation(visibility: private)
public struct _RefusedMachine<_Yielded, _Input, _Returned, _Failure: Error>: Sendable {}

extension _RefusedMachine: _Machine {
  public mutating func _step() -> _Yielded? { nil }
}

extension _RefusedMachine: _ResumableMachine {
  public var _pc: Int {
    get { -1 }
    set {}
  }

  public var _origin: GeneratorOrigin { fatalError("a refused function") }

  public mutating func _resume(
    _ message: consuming _Message<_Input, _Failure>
  ) throws(_Failure) -> _Step<_Yielded, _Returned> { fatalError("a refused function") }
}

#if !hasFeature(Embedded)
  extension _RefusedMachine: _AsyncMachine {
    public mutating func _step(
      isolation: isolated (any Actor)?
    ) async throws(_Failure) -> _Yielded? { nil }

    public mutating func _end() {}
  }
#endif
