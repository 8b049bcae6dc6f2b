#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A lock, for whose conditions threads can wait.
///
/// Not `Synchronization.Mutex`: that has no conditions, and on Linux ThreadSanitizer does not see how
/// it orders its users.
final class Monitor {
  /// Sound, since the lock has an address of its own from `init` to `deinit`, when nobody can hold
  /// it: who does has a reference.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>

  init() {
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    let error = pthread_mutex_init(mutex, nil)
    guard error == 0 else { fatalError("pthread_mutex_init: \(error)") }
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  func lock() { pthread_mutex_lock(mutex) }

  func unlock() { pthread_mutex_unlock(mutex) }

  /// What threads that have the lock can wait for.
  final class Condition {
    private let monitor: Monitor
    /// Sound as the lock is; who waits has a reference.
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init(of monitor: Monitor) {
      self.monitor = monitor
      condition = .allocate(capacity: 1)
      condition.initialize(to: pthread_cond_t())
      #if canImport(Darwin)
        let error = pthread_cond_init(condition, nil)
      #else
        // Not the wall clock, which is the default and may be set.
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        let error = pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
      #endif
      guard error == 0 else { fatalError("pthread_cond_init: \(error)") }
    }

    deinit {
      pthread_cond_destroy(condition)
      condition.deallocate()
    }

    /// Waits, without the lock meanwhile, for a signal; it may return without one.
    func wait() { pthread_cond_wait(condition, monitor.mutex) }

    /// Waits so long at most.
    ///
    /// - Returns: whether there was a signal, or it looked like one.
    func wait(nanoseconds: Int) -> Bool {
      #if canImport(Darwin)
        var time = timespec(
          tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
        return pthread_cond_timedwait_relative_np(condition, monitor.mutex, &time) == 0
      #else
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let sum = Int(time.tv_nsec) + nanoseconds
        time.tv_sec += numericCast(sum / 1_000_000_000)
        time.tv_nsec = numericCast(sum % 1_000_000_000)
        return pthread_cond_timedwait(condition, monitor.mutex, &time) == 0
      #endif
    }

    func signal() { pthread_cond_signal(condition) }

    func broadcast() { pthread_cond_broadcast(condition) }
  }
}

/// Nanoseconds since some time, which the setting of the clock does not change.
func monotonicTime() -> Int {
  #if canImport(Darwin)
    Int(clock_gettime_nsec_np(CLOCK_UPTIME_RAW))
  #else
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  #endif
}
