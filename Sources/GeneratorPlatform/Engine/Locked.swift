/// A value that one thread at a time uses.
///
/// Sound as `Sendable`, since all uses of the value hold the lock, and the value itself is
/// `Sendable`.
@usableFromInline
package final class Locked<Value: Sendable & ~Copyable>: @unchecked Sendable {
  @usableFromInline let mutex = SystemMutex()

  /// Sound without a check for overlapping accesses, since each holds the lock, which a thread
  /// can't lock twice.
  @exclusivity(unchecked) @usableFromInline var value: Value

  package init(_ value: consuming Value) { self.value = value }

  /// Calls a closure with the value, while no other thread uses it.
  @inlinable
  package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    mutex.lock()
    defer { mutex.unlock() }
    return try body(&value)
  }
}
