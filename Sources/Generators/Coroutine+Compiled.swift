public import CompiledGenerators

extension Coroutine {
  /// Creates a coroutine from one that is compiled to a state machine.
  ///
  /// Other bodies can delegate to it, and schedulers can run it. It needs no stack. It continues from the
  /// current position of `compiled`, which may have been started before. The last release of the coroutine
  /// closes the body.
  ///
  /// ```swift
  /// @Generator func averager() -> some CompiledCoroutine<Double, Double, Void> {
  ///   var sum = 0.0, count = 0.0
  ///   var value = yield(.nan)
  ///   while true {
  ///     sum += value
  ///     count += 1
  ///     value = yield(sum / count)
  ///   }
  /// }
  /// let c = Coroutine(averager())
  /// try c.start()
  /// print(try c.send(10)!, try c.send(20)!)  // 10.0 15.0
  /// ```
  ///
  /// - Parameters:
  ///   - compiled: The body.
  ///   - fileID: The file to name in messages.
  ///   - line: The line to name in messages.
  /// - Complexity: O(1), three allocations. A resumption costs one indirect call more than that of `compiled`.
  @inlinable
  public init(
    _ compiled: some CompiledCoroutine<Element, Input, Return>, fileID: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.init(compiled: compiled, origin: GeneratorOrigin(fileID: fileID, line: line))
  }

  @inlinable
  init<Base: CompiledCoroutine<Element, Input, Return>>(compiled: Base, origin: GeneratorOrigin) {
    core = TypedCore(
      frame: CallFrame(compiled: compiled), hasCleanup: compiled._hasCleanup, origin: origin)
    core.takeState(of: compiled)
  }
}

extension CompiledThrowingGenerator: ThrowingSource {
  /// `true`, because a body can catch the errors that are thrown into it.
  @inlinable
  public static var _takesErrors: Bool { true }
}

extension CompiledThrowingGenerator {
  /// Creates a generator whose errors during its release go to ``UnraisableError/hook``.
  @inlinable
  public convenience init(_ machine: Machine) {
    self.init(machine, _reportingTo: reportUnraisable)
  }
}

extension _CoroutineFrame {
  /// Creates a coroutine whose errors during its release go to ``UnraisableError/hook``.
  @inlinable
  public convenience init(_ machine: Machine) {
    self.init(machine, _reportingTo: reportUnraisable)
  }
}

@usableFromInline
func reportUnraisable(_ error: any Error, _ origin: GeneratorOrigin) {
  UnraisableError.hook(UnraisableError(error: error, origin: origin))
}

/// The result of a function that the macro has rejected.
@_documentation(visibility: private)
public struct _RefusedThrowingSource<Element, Failure: Error>: ThrowingSource, Sendable {
  /// Returns `nil`.
  public func next() throws(Failure) -> Element? { nil }
  /// Does nothing.
  public func abandon() {}
}
