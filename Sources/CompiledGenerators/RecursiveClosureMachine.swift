/// A recursive machine whose step is a closure, for a function beside which no type can be declared: a local
/// function, or a method of a protocol extension.
@frozen public struct RecursiveClosureMachine<State, Element, Failure: Error>: RecursiveMachine {
  @usableFromInline var state: State
  @usableFromInline let body: (inout State, Failure?) throws(Failure) -> RecursiveStep<Self>
  @usableFromInline let closing: ((inout State) -> Void)?

  /// Makes a machine that has not started.
  ///
  /// - Parameters:
  ///   - state: The parameters, the variables, and the point where the body goes on.
  ///   - body: Runs one step.
  ///   - close: Runs the `defer` blocks that are pending, and ends the body.
  @inlinable @inline(__always)
  public init(
    _ state: State,
    _ body: @escaping (inout State, Failure?) throws(Failure) -> RecursiveStep<Self>,
    close: ((inout State) -> Void)? = nil
  ) {
    self.state = state
    self.body = body
    closing = close
  }

  /// Runs one step of the body.
  @inlinable @inline(__always)
  public mutating func step(throwing error: Failure?) throws(Failure) -> RecursiveStep<Self> {
    try body(&state, error)
  }

  /// Runs the `defer` blocks that are pending.
  @inlinable
  public mutating func close() {
    closing?(&state)
  }
}
