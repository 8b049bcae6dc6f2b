#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A value that one thread at a time has to itself.
///
/// It is what `Synchronization.Mutex` is. But on Linux ThreadSanitizer does not see how that one orders
/// its users, and takes what they do for races; a suppression would hide the real ones too.
///
/// Sound as `Sendable`, since all use of the value is under the lock, and the value itself is
/// `Sendable`.
final class Locked<Value: Sendable>: @unchecked Sendable {
  /// Sound, since the lock has an address of its own from `init` to `deinit`, when no thread can
  /// hold it.
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private var value: Value

  init(_ value: Value) {
    self.value = value
    lock = .allocate(capacity: 1)
    lock.initialize(to: pthread_mutex_t())
    let error = pthread_mutex_init(lock, nil)
    precondition(error == 0, "pthread_mutex_init: \(error)")
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// Does something with the value, while no other thread does.
  func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&value)
  }
}
