#if canImport(Glibc)
  public import Glibc
#elseif canImport(Musl)
  public import Musl
#else
  public import Darwin
#endif

/// The clock that is independent of the time of day.
@usableFromInline
package enum MonotonicClock {
  /// Nanoseconds since a fixed time.
  @inlinable
  package static var nanoseconds: Int {
    #if canImport(Darwin)
      Int(clock_gettime_nsec_np(CLOCK_UPTIME_RAW))
    #else
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
    #endif
  }
}
