import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// The functions here that read `errno` are not inlined: a generator's body may go on on another thread
// after a `yield`, and a function reads the place of `errno` once.

/// Waiting for descriptors.
enum Poll {
  /// Waits until one of them can be read without waiting, has ended or has failed, or until `deadline`.
  ///
  /// - Parameters:
  ///   - descriptors: what to wait for.
  ///   - deadline: when to return in any case; `nil`: never.
  /// - Returns: of each, in their order, whether it is so.
  /// - Throws: `Errno`.
  @inline(never)
  static func readable(
    _ descriptors: [FileDescriptor], until deadline: ContinuousClock.Instant?
  ) throws -> [Bool] {
    var polled = descriptors.map {
      pollfd(fd: $0.rawValue, events: Int16(POLLIN), revents: 0)
    }
    while true {
      let wait = deadline.map { milliseconds(until: $0) } ?? -1
      // Sound, because the system writes to the array, whose length it is told, while it is called.
      let count = poll(&polled, nfds_t(polled.count), wait)
      if count > 0 || (count == 0 && wait == 0) { return polled.map { $0.revents != 0 } }
      // After a signal, or a part of a time that is longer than can be said, it waits for what is left.
      if count < 0 && errno != EINTR { throw Errno(rawValue: errno) }
    }
  }

  /// Writes a byte, as a signal handler may: no memory is taken, and `errno` is as it was.
  @inline(never)
  static func wake(_ descriptor: FileDescriptor) {
    let before = errno
    var byte: UInt8 = 1
    // Sound, because the system reads one byte of the one that there is.
    while write(descriptor.rawValue, &byte, 1) < 0 && errno == EINTR {}
    errno = before
  }

  /// The time that is left, rounded up: who waits must not wake before its time, and spin until then.
  private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
    let left = min(ContinuousClock.now.duration(to: deadline), .seconds(1_000_000))
    if left <= .zero { return 0 }
    let (seconds, attoseconds) = left.components
    return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}

extension FileDescriptor {
  /// Keeps the programs that this process starts from having it too.
  @inline(never)
  func closeOnExec() throws {
    if fcntl(rawValue, F_SETFD, FD_CLOEXEC) != 0 { throw Errno(rawValue: errno) }
  }
}
