#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#else
  public import Darwin
#endif

/// A lock that one thread at a time holds.
///
/// `Synchronization.Mutex` isn't used, because ThreadSanitizer on Linux doesn't see how it orders
/// its users, and reports races that don't exist. A suppression would hide real races, too.
@usableFromInline
package struct SystemMutex: ~Copyable {
  /// Sound, since the lock has an address of its own from `init` to `deinit`.
  ///
  /// No thread can hold it at `deinit`, since a thread that holds it borrows this value.
  @usableFromInline let pointer: UnsafeMutablePointer<pthread_mutex_t>

  package init() {
    pointer = .allocate(capacity: 1)
    pointer.initialize(to: pthread_mutex_t())
    let error = pthread_mutex_init(pointer, nil)
    guard error == 0 else { fatalError("pthread_mutex_init: \(error)") }
  }

  deinit {
    pthread_mutex_destroy(pointer)
    pointer.deallocate()
  }

  @inlinable
  package func lock() { pthread_mutex_lock(pointer) }

  @inlinable
  package func unlock() { pthread_mutex_unlock(pointer) }
}
