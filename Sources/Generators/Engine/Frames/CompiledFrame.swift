public import CompiledGenerators

// The frame of a body that is compiled to a state machine. The core applies the protocol's rules
// (`GeneratorState.reaction(to:)`), so the messages that arrive here are the machine's own.

/// A compiled coroutine as a call frame's body.
///
/// No other code uses it while it runs, because the core is running then. So the coroutine is not checked for exclusive
/// access.
@usableFromInline
final class CompiledFrame<Base: CompiledCoroutine> {
  @exclusivity(unchecked) @usableFromInline
  final var base: Base

  @inlinable
  init(_ base: Base) { self.base = base }

  @inlinable
  deinit {}

  @inlinable
  final func resume(
    _ message: Message, _ element: inout Base.Element?, _ result: inout Box<Base.Return>?
  ) throws {
    // One call, so that the machine is inlined here.
    element = try base._resume(Self.message(for: message))
    if element == nil, let value = base.returnValue { result = Box(value) }
  }

  @inlinable @inline(__always)
  static func message(for message: Message) -> _Message<Base.Input, any Error> {
    switch message {
    case .send(let place):
      // A machine ignores the value that it is started with.
      if Base.Input.self == Void.self { return .send(unsafeBitCast((), to: Base.Input.self)) }
      // Only a consumer with the same `Input` can resume this body.
      return place.map { .send(Slot<Base.Input>.take(from: $0)) } ?? .start
    case .raise(let error): return .raise(error)
    case .close: return .raise(GeneratorExit.shared)
    }
  }
}

extension CallFrame {
  @inlinable
  init<Base: CompiledCoroutine>(compiled base: Base)
  where Base.Element == Element, Base.Return == Return {
    let frame = CompiledFrame(base)
    self.init { message, element, result in try frame.resume(message, &element, &result) }
  }
}

extension CallFrame where Return == Void {
  /// Creates a frame of a source that can catch an error where it is suspended.
  @inlinable
  init(raisingIn source: some ThrowingSource<Element, some Error>) {
    self.init { message, element, _ in
      switch message {
      case .send: element = try source.nextErasingFailure()
      case .raise(let error): element = try source._raise(error)
      case .close: element = try source._raise(GeneratorExit.shared)
      }
    }
  }
}

extension TypedCore {
  /// Takes over the state of a coroutine that was used before.
  @inlinable
  func takeState(of base: some CompiledCoroutine<Element, Input, Return>) {
    switch base.state {
    case .created, .running: break
    case .suspended: phase = .live
    case .closed:
      discard()
      if let value = base.returnValue { result = Held(Box(value)) }
    }
  }
}
