/// The result of a function that the macro has refused, so that the compiler has nothing to add.
@_documentation(visibility: private)
public struct _RefusedCompiledGenerator<Element>: CompiledGenerator, Sendable {
  public mutating func next() -> Element? { nil }
}

#if !hasFeature(Embedded)
  /// The result of a function that the macro has refused.
  @_documentation(visibility: private)
  public struct _RefusedCompiledCoroutine<Element, Input, Return>: CompiledCoroutine, Sendable {
    /// It has ended.
    public var state: GeneratorState { .closed }
    /// There is no value.
    public var returnValue: Return? { nil }
    /// There is no body.
    public var _origin: GeneratorOrigin { GeneratorOrigin(_fileID: "", line: 0) }
    /// There is nothing to run.
    public var _hasCleanup: Bool { false }
    /// It is not suspended.
    public var _isSuspended: Bool { false }
    /// Returns nothing.
    public mutating func _resume(_ message: consuming _Message<Input, any Error>) -> Element? {
      nil
    }
    /// Does nothing.
    public mutating func _discard() {}
  }
#endif
