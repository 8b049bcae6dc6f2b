/// A generator whose step is a closure, where the language lets no type be declared for its state.
///
/// It keeps the parameters, and makes the state when it is asked for an iterator.
@_documentation(visibility: private)
@frozen
public struct _ClosureGenerator<Element, Parameters, State>: Sequence {
  @usableFromInline let parameters: Parameters
  @usableFromInline let make: (Parameters) -> Iterator

  @inlinable @inline(__always)
  public init(_ parameters: Parameters, _ make: @escaping (Parameters) -> Iterator) {
    self.parameters = parameters
    self.make = make
  }

  @inlinable @inline(__always)
  public func makeIterator() -> Iterator { make(parameters) }

  @frozen
  public struct Iterator: CompiledGenerator {
    @usableFromInline var state: State
    @usableFromInline let step: (inout State) -> Element?

    @inlinable @inline(__always)
    public init(_ state: State, _ step: @escaping (inout State) -> Element?) {
      self.state = state
      self.step = step
    }

    @inlinable @inline(__always)
    public mutating func next() -> Element? { step(&state) }
  }
}

/// The same with `defer` blocks that run when the iterator is released.
@_documentation(visibility: private)
@frozen
public struct _DeferringClosureGenerator<Element, Parameters, State>: Sequence {
  @usableFromInline let parameters: Parameters
  @usableFromInline let make: (Parameters) -> Iterator

  @inlinable @inline(__always)
  public init(_ parameters: Parameters, _ make: @escaping (Parameters) -> Iterator) {
    self.parameters = parameters
    self.make = make
  }

  @inlinable @inline(__always)
  public func makeIterator() -> Iterator { make(parameters) }

  @frozen
  public struct Iterator: IteratorProtocol {
    @usableFromInline let frame: Frame
    @usableFromInline let step: (inout State) -> Element?

    @inlinable @inline(__always)
    public init(
      _ state: State, _ step: @escaping (inout State) -> Element?,
      _ runDefers: @escaping (inout State) -> Void
    ) {
      frame = Frame(state, runDefers)
      self.step = step
    }

    @inlinable @inline(__always)
    public mutating func next() -> Element? { step(&frame.state) }
  }

  @usableFromInline
  final class Frame {
    @usableFromInline var state: State
    @usableFromInline let runDefers: (inout State) -> Void

    @inlinable
    init(_ state: State, _ runDefers: @escaping (inout State) -> Void) {
      self.state = state
      self.runDefers = runDefers
    }

    @inlinable
    deinit { runDefers(&state) }
  }
}
