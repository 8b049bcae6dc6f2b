// What the operations of a `ThrowingGenerator` have in common: none needs a stack, and none leaves
// a source half read behind an error.

extension Coroutine where Input == Void, Return == Void {
  /// A generator without a stack whose elements come from a closure.
  ///
  /// The closure leaves `nil` where there are no more elements; then, and when it has thrown, it is
  /// released with all that it holds.
  @inlinable
  init(pulling next: @escaping (inout Element?) throws -> Void, origin: GeneratorOrigin) {
    self.init(frame: CallFrame(pulling: next), origin: origin)
  }

  /// The result of `action`; if that fails, this generator is closed.
  @inlinable @inline(__always)
  func closingAtFailure<Result>(_ action: () throws -> Result) throws -> Result {
    do {
      return try action()
    } catch {
      closeAfterFailure()
      throw error
    }
  }

  /// Closes it, where an error is on its way already: one of its own has nobody left to go to.
  @usableFromInline @inline(never)
  package func closeAfterFailure() {
    do {
      _ = try core.close()
    } catch GeneratorError.alreadyExecuting {
      // It was asked from inside of its own body, which has been told so.
    } catch {
      UnraisableError.hook(UnraisableError(error: error, origin: core.origin))
    }
  }
}
