#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Threads, by number.
enum OSThread {
  /// The number of the one that asks.
  ///
  /// Not inlined: a body may ask again on another.
  @inline(never)
  static var current: UInt {
    #if canImport(Darwin)
      UInt(bitPattern: pthread_self())
    #else
      UInt(pthread_self())
    #endif
  }
}
