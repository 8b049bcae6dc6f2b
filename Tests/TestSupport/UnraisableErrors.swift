package import Generators
import Synchronization

// The hook is one for the process, and tests run side by side: every test that drops a generator
// whose body then throws does it in here.
private let hookIsMine = Mutex(())

/// Calls `action` with `hook` in the place of ``UnraisableError/hook``.
package func withUnraisableErrorHook<Result>(
  _ hook: @escaping @Sendable (UnraisableError) -> Void, _ action: () throws -> Result
) rethrows -> Result {
  try hookIsMine.withLock { _ in
    let former = UnraisableError.hook
    UnraisableError.hook = hook
    defer { UnraisableError.hook = former }
    return try action()
  }
}

/// The errors that nobody could catch while `action` ran, in order.
package func unraisableErrors(during action: () throws -> Void) rethrows -> [UnraisableError] {
  let errors = Mutex<[UnraisableError]>([])
  try withUnraisableErrorHook({ error in errors.withLock { $0.append(error) } }, action)
  return errors.withLock { $0 }
}
