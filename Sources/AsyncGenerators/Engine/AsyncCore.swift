internal import Generators

/// What a body and its consumer share that depends on the type of the elements.
///
/// Sound as ``AsyncDriver``: the side that has the turn uses the fields.
@usableFromInline
class ElementCore<Element>: AsyncDriver, @unchecked Sendable {
  /// What the body has yielded and the consumer has not taken.
  @exclusivity(unchecked) @usableFromInline final var element: Element?

  /// The source that the body has lent to its consumer.
  @exclusivity(unchecked) @usableFromInline final var lent: LentSource<Element>?

  /// Closes the lent source, if there is one, on the side of the consumer.
  ///
  /// - Returns: an error of closing.
  @usableFromInline
  override final func closeLent() -> (any Error)? {
    guard let lent = lent.take() else { return nil }
    do { try lent.close() } catch { return error }
    return nil
  }

  /// Yields an element, and returns what is sent for it.
  ///
  /// Sound, since the continuation is resumed once, by the next request, before which the body doesn't go on.
  /// The function that inherits its caller's executor is the standard library's own, kept for compilers before 6.0. With
  /// the isolation as a parameter there are two more hops, each with a look-up of the preferred executor: 230 ns an
  /// element in place of 167. Afterwards the caller hops to its isolation in both forms.
  @inlinable @inline(__always)
  nonisolated(nonsending) final func yield<Input>(_ element: sending Element) async throws -> Input
  {
    self.element = consume element
    #if compiler(<6.4)
      await _unsafeInheritExecutor_withUnsafeContinuation { suspendBody($0) }
    #else
      await withUnsafeContinuation { suspendBody($0) }
    #endif
    acquireRequest()
    if let error = thrown.take() { throw error }
    return takeSent(as: Input.self)
  }

  /// Returns what was sent, for a `yield` that returns it.
  @inlinable @inline(__always)
  final func takeSent<Input>(as type: Input.Type) -> Input {
    // Sound, since `()` has no bits, and since a `yield` whose `Input` isn't `Void` is made only of a core with
    // that `Input`: its body's own, or that of a body which delegates with the same type of `yield`.
    if Input.self == Void.self { return unsafeBitCast((), to: Input.self) }
    return unsafeDowncast(self, to: InputCore<Element, Input>.self).sent.take()!
  }
}

/// What they share that depends on the type of what is sent.
@usableFromInline
class InputCore<Element, Input>: ElementCore<Element>, @unchecked Sendable {
  @exclusivity(unchecked) @usableFromInline final var sent: Input?
}

/// What belongs to one async generator, and is held by its task while that runs.
@usableFromInline
final class AsyncCore<Element, Input, Return>: InputCore<Element, Input>, @unchecked Sendable {
  /// A closure in a type of its own: in a generic function, a closure itself is wrapped in another one.
  struct Body {
    let run: (AsyncYield<Element, Input>) async throws -> sending Return
  }

  @exclusivity(unchecked) private var body: Body?

  /// What the body returned: set once, before the body counts as ended.
  @exclusivity(unchecked) @usableFromInline var returned: Return?

  init(
    origin: GeneratorOrigin,
    body: @escaping @isolated(any) (AsyncYield<Element, Input>) async throws -> sending Return
  ) {
    self.body = Body(run: body)
    super.init(origin: origin)
    bodyIsolation = body.isolation
  }

  override func runBody() async {
    do {
      // Released before the body counts as ended.
      let body = takeBody()
      returned = try await body.run(AsyncYield(core: self))
    } catch {
      failure = error
    }
  }

  override func discardBody() { Releases.release(&body) }

  /// Takes the body, to run it once.
  func takeBody() -> Body { body.take()! }
}

/// What the copies of a generator share: its release is the release of the generator.
///
/// The task of a suspended body refers to the core, which its own release therefore can't close.
///
/// Sound, since a core takes one request at a time.
@usableFromInline
final class AsyncHandle<Element, Input, Return>: @unchecked Sendable {
  @usableFromInline let core: AsyncCore<Element, Input, Return>

  @usableFromInline
  init(
    fileID: StaticString, line: UInt,
    body: @escaping @isolated(any) (AsyncYield<Element, Input>) async throws -> sending Return
  ) {
    core = AsyncCore(origin: GeneratorOrigin(fileID: fileID, line: line), body: body)
  }

  deinit { core.drop() }
}
