#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#else
  public import Darwin
#endif

/// A lock with conditions that threads can wait for.
@usableFromInline
package final class Monitor {
  @usableFromInline let mutex = SystemMutex()

  package init() {}

  @inlinable
  package func lock() { mutex.lock() }

  @inlinable
  package func unlock() { mutex.unlock() }

  /// An event for which threads wait.
  ///
  /// They hold the monitor's lock before and after.
  @usableFromInline
  package final class Condition {
    @usableFromInline let monitor: Monitor

    /// Sound, since the condition has an address of its own from `init` to `deinit`.
    ///
    /// No thread can wait for it at `deinit`, since a waiting thread has a reference.
    @usableFromInline let pointer: UnsafeMutablePointer<pthread_cond_t>

    package init(of monitor: Monitor) {
      self.monitor = monitor
      pointer = .allocate(capacity: 1)
      pointer.initialize(to: pthread_cond_t())
      #if canImport(Darwin)
        let error = pthread_cond_init(pointer, nil)
      #else
        // Not the wall clock, which is the default and can be set.
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        let error = pthread_cond_init(pointer, &attributes)
        pthread_condattr_destroy(&attributes)
      #endif
      guard error == 0 else { fatalError("pthread_cond_init: \(error)") }
    }

    deinit {
      pthread_cond_destroy(pointer)
      pointer.deallocate()
    }

    /// Releases the lock, waits for a signal and locks again; may return without a signal.
    @inlinable
    package func wait() { pthread_cond_wait(pointer, monitor.mutex.pointer) }

    /// Waits as ``wait()`` does, but at most for a duration.
    ///
    /// - Returns: Whether there was a signal, or a wakeup that looked like one.
    package func wait(nanoseconds: Int) -> Bool {
      #if canImport(Darwin)
        var time = timespec(
          tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
        return pthread_cond_timedwait_relative_np(pointer, monitor.mutex.pointer, &time) == 0
      #else
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let sum = Int(time.tv_nsec) + nanoseconds
        time.tv_sec += numericCast(sum / 1_000_000_000)
        time.tv_nsec = numericCast(sum % 1_000_000_000)
        return pthread_cond_timedwait(pointer, monitor.mutex.pointer, &time) == 0
      #endif
    }

    /// Wakes one waiting thread, if there is one.
    @inlinable
    package func signal() { pthread_cond_signal(pointer) }

    /// Wakes all waiting threads.
    @inlinable
    package func broadcast() { pthread_cond_broadcast(pointer) }
  }
}
