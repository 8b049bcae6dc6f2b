/// A ``GeneratorCore`` with the types of its elements, the values that it is sent and its result.
///
/// Generic code is small and inlinable, so that it is specialised where it is used: it takes an
/// element from the body's stack, and handles the values around it.
@usableFromInline
final class TypedCore<Element, Input, Return>: GeneratorCore {
  /// The value that the body returned.
  ///
  /// In a box, since a field of a generic type makes the object slower to destroy, and most bodies
  /// return nothing.
  @exclusivity(unchecked) @usableFromInline
  var result = Held<Box<Return>>()

  @inlinable
  init(
    body: @escaping (Yield<Element, Input>) throws -> Void, stackSize: Int, origin: GeneratorOrigin
  ) where Return == Void {
    super.init(stackSize: Self.withRoomForValues(stackSize), origin: origin)
    TypedBody(run: body).move(to: &self.body)
  }

  @inlinable
  init(
    returning body: @escaping (Yield<Element, Input>) throws -> Return, stackSize: Int,
    origin: GeneratorOrigin
  ) {
    super.init(stackSize: Self.withRoomForValues(stackSize), origin: origin)
    // Unowned, or the core would own itself. It outlives its body, which ends in `deinit` at the
    // latest.
    let body = TypedBody<Element, Input> { [unowned(unsafe) self] yield in
      // Not in one line: without optimisation, the body's stack would retain `self` first.
      let result = try body(yield)
      self.result = Held(Box(result))
    }
    body.move(to: &self.body)
  }

  /// Returns the size of a stack with room for the values that a `yield` passes.
  ///
  /// Without optimisation, the frames between a `yield` and its resumption hold up to 14 copies of
  /// a value. Small values fit into any stack.
  @inlinable @inline(__always)
  static func withRoomForValues(_ stackSize: Int) -> Int {
    let bytes = MemoryLayout<Element>.size + MemoryLayout<Input>.size + MemoryLayout<Return>.size
    if bytes <= 1024 { return stackSize }
    let (sum, overflow) = stackSize.addingReportingOverflow(16 * bytes)
    return overflow ? .max : sum
  }

  @inlinable
  init(
    frame: consuming CallFrame<Element, Return>, hasCleanup: Bool = false, origin: GeneratorOrigin
  ) {
    super.init(hasCleanup: hasCleanup, origin: origin)
    frame.move(to: &body)
  }

  deinit {
    if phase == .live {
      if !hasCallFrame {
        drop()
        if result.isEmpty { return }  // the start took the body, and an error was reported
      } else if hasCleanup {
        dropCalled()
      }
    } else if body.isEmpty && result.isEmpty && failure.isEmpty {
      return
    }
    releaseContents()
  }

  /// Moves the element out of the place where the body has put it.
  @inlinable @inline(__always)
  func take(_ slot: UnsafeMutableRawPointer) -> Element {
    // The body may have released all references to this generator except the resumer's. That
    // reference must live until the element is out of the body's stack.
    withExtendedLifetime(self) { Slot<Element>.take(from: slot) }
  }

  /// The value that the body returned; `nil` before that, and if it never returned.
  @inlinable
  var returned: Return? { result.access { $0?.value } }

  /// Ends a generator whose body does not run and never will.
  @inlinable
  func discard() {
    phase = .closed
    isIdle = false
    _ = body.take()
  }
}
