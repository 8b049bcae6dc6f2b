internal import Generators

/// The state that a body and its consumer share and that depends on the type of the elements.
///
/// Sound as ``AsyncDriver`` is: the side that has the turn uses the fields.
@usableFromInline
class ElementCore<Element>: AsyncDriver, @unchecked Sendable {
  /// The element that the body has yielded and the consumer hasn't taken.
  @exclusivity(unchecked) @usableFromInline final var element: Element?

  /// The source that the body has lent to its consumer.
  @exclusivity(unchecked) @usableFromInline final var lent: LentSource<Element>?

  /// Closes the lent source, if there is one, on the side of the consumer.
  ///
  /// - Returns: The error of closing, if there is one.
  @usableFromInline
  override final func closeLent() -> (any Error)? {
    guard let lent = lent.take() else { return nil }
    do { try lent.close() } catch { return error }
    return nil
  }

  /// Yields an element, and returns the value that the consumer sends.
  ///
  /// Sound, since the next request resumes the continuation, once, and the body doesn't continue before that.
  ///
  /// `_unsafeInheritExecutor_withUnsafeContinuation` is the standard library's own, kept for compilers before
  /// 6.0. The form with the isolation as a parameter makes two more hops, each with a look-up of the
  /// preferred executor: 230 ns an element instead of 167. After either form, the caller hops to its
  /// isolation.
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

  /// Returns the value that the consumer has sent.
  @inlinable @inline(__always)
  final func takeSent<Input>(as type: Input.Type) -> Input {
    // Sound, since `()` has no bits, and since a `yield` whose `Input` isn't `Void` has a core with that
    // `Input`: its body's own, or that of a body that delegates with the same type of `yield`.
    if Input.self == Void.self { return unsafeBitCast((), to: Input.self) }
    return unsafeDowncast(self, to: InputCore<Element, Input>.self).sent.take()!
  }
}

/// The shared state that also depends on the type of the values that the consumer sends.
@usableFromInline
class InputCore<Element, Input>: ElementCore<Element>, @unchecked Sendable {
  @exclusivity(unchecked) @usableFromInline final var sent: Input?
}

/// The shared state of one async generator, to which the body's task refers while it runs.
@usableFromInline
final class AsyncCore<Element, Input, Return>: InputCore<Element, Input>, @unchecked Sendable {
  /// A body in a type of its own, because generic code would wrap a bare closure in another one.
  struct Body {
    let run: (AsyncYield<Element, Input>) async throws -> sending Return
  }

  @exclusivity(unchecked) private var body: Body?

  /// The value that the body returned.
  ///
  /// Set once, before the body counts as ended.
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
      // A local variable, to release the closure before the body counts as ended.
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

/// The object that the copies of a generator share.
///
/// Its release is the release of the generator.
///
/// The core can't serve for that, because the task of a suspended body refers to it.
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
