/// A generator whose step is a closure, where the language lets no type be declared for its state.
@_documentation(visibility: private)
@frozen
public struct _ClosureGenerator<Element, State>: Sequence {
  @usableFromInline let start: State
  @usableFromInline let step: (inout State) -> Element?

  @inlinable @inline(__always)
  public init(_ start: State, _ step: @escaping (inout State) -> Element?) {
    self.start = start
    self.step = step
  }

  @inlinable @inline(__always)
  public func makeIterator() -> Iterator { Iterator(start, step) }

  @frozen
  public struct Iterator: CompiledGenerator {
    @usableFromInline var state: State
    @usableFromInline let step: (inout State) -> Element?

    @inlinable @inline(__always)
    init(_ state: State, _ step: @escaping (inout State) -> Element?) {
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
public struct _DeferringClosureGenerator<Element, State>: Sequence {
  @usableFromInline let start: State
  @usableFromInline let step: (inout State) -> Element?
  @usableFromInline let runDefers: (inout State) -> Void

  @inlinable @inline(__always)
  public init(
    _ start: State, _ step: @escaping (inout State) -> Element?,
    _ runDefers: @escaping (inout State) -> Void
  ) {
    self.start = start
    self.step = step
    self.runDefers = runDefers
  }

  @inlinable @inline(__always)
  public func makeIterator() -> Iterator { Iterator(Frame(start, runDefers), step) }

  @frozen
  public struct Iterator: IteratorProtocol {
    @usableFromInline let frame: Frame
    @usableFromInline let step: (inout State) -> Element?

    @inlinable @inline(__always)
    init(_ frame: Frame, _ step: @escaping (inout State) -> Element?) {
      self.frame = frame
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

/// A closure over a state whose type only the compiler can write.
@inlinable @inline(__always)
public func _closure<State, Result>(
  _ state: State, _ body: @escaping (inout State) -> Result
) -> (inout State) -> Result { body }
