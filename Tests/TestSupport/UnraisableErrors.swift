package import Generators
import Synchronization

// The process has one hook, and tests run side by side. So every test that releases a generator
// whose body then throws does it in here.
private let hookIsMine = Mutex(())

/// Calls `action` with `hook` in place of ``UnraisableError/hook``.
package func withUnraisableErrorHook<Result>(
  _ hook: @escaping @Sendable (UnraisableError) -> Void, _ action: () throws -> Result
) rethrows -> Result {
  _ = routesAreUsed
  return try hookIsMine.withLock { _ in
    let former = UnraisableError.hook
    UnraisableError.hook = routing(hook)
    defer { UnraisableError.hook = former }
    return try action()
  }
}

/// Returns the errors that no caller could catch while `action` ran, in order.
package func unraisableErrors(during action: () throws -> Void) rethrows -> [UnraisableError] {
  let errors = Mutex<[UnraisableError]>([])
  try withUnraisableErrorHook({ error in errors.withLock { $0.append(error) } }, action)
  return errors.withLock { $0 }
}

// An asynchronous test can't hold a lock while it awaits. Its generators are identified by the line
// that they state as their origin.

private let routes = Guarded<[Int: @Sendable (UnraisableError) -> Void]>([:])

/// Evaluated once, before the hook is replaced.
private let routesAreUsed: Void = { UnraisableError.hook = routing(UnraisableError.hook) }()

private func routing(
  _ hook: @escaping @Sendable (UnraisableError) -> Void
) -> @Sendable (UnraisableError) -> Void {
  { error in
    if let route = routes({ $0[error.origin.line] }) { route(error) } else { hook(error) }
  }
}

private let linesInUse = Atomic<UInt>(1_000_000)

/// The unraisable errors of generators that are created at a line of their own.
package final class RoutedUnraisableErrors: Sendable {
  /// The line to create the generators with.
  package let line: UInt = linesInUse.add(1, ordering: .relaxed).newValue

  private let noted = Guarded<[UnraisableError]>([])

  /// - Parameter hook: called with each, also.
  package init(_ hook: @escaping @Sendable (UnraisableError) -> Void = { _ in }) {
    _ = routesAreUsed
    let noted = noted
    routes {
      $0[Int(line)] = { error in
        noted { $0.append(error) }
        hook(error)
      }
    }
  }

  deinit { routes { $0[Int(line)] = nil } }

  package var errors: [UnraisableError] { noted.current }
}
