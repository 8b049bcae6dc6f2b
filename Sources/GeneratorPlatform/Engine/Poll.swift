#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Waiting for descriptors by `poll(2)`.
package enum Poll {
  /// Waits until one of several descriptors can be read without waiting, has ended or has failed, or until
  /// `deadline`.
  ///
  /// - Parameters:
  ///   - descriptors: The descriptors to wait for.
  ///   - deadline: When to return in any case; `nil`: never.
  /// - Returns: For each descriptor, in order, whether it can be read, has ended or has failed.
  /// - Throws: `SystemError`.
  package static func readable(
    _ descriptors: [Int32], until deadline: ContinuousClock.Instant?
  ) throws(SystemError) -> [Bool] {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while true {
      let wait = deadline.map { milliseconds(in: ContinuousClock.now.duration(to: $0)) } ?? -1
      // Sound, because the system writes to the array only during the call, and knows its length.
      let count = poll(&polled, nfds_t(polled.count), wait)
      if count > 0 || (count == 0 && wait == 0) { return polled.map { $0.revents != 0 } }
      // After a signal, or a part of a duration that is too long for the call, it waits for the rest.
      if count < 0 {
        let error = SystemError.last
        if error != .interrupted { throw error }
      }
    }
  }

  /// Returns whether a call would return at once: with data, the end, or an error.
  package static func isReady(
    _ number: Int32, for readiness: Readiness
  ) -> Result<Bool, SystemError> {
    var polled = pollfd(
      fd: number, events: Int16(readiness == .readable ? POLLIN : POLLOUT), revents: 0)
    // poll(2) skips a negative number.
    if number < 0 { return .failure(.badDescriptor) }
    // Sound, because the system reads and writes this one structure.
    while poll(&polled, 1, 0) < 0 {
      let error = SystemError.last
      if error != .interrupted { return .failure(error) }
    }
    if polled.revents & Int16(POLLNVAL) != 0 { return .failure(.badDescriptor) }
    return .success(polled.revents != 0)
  }

  /// Writes a byte to a pipe, as a signal handler may: takes no memory, and restores `errno`.
  package static func wake(_ number: Int32) {
    SystemError.preserving {
      var byte: UInt8 = 1
      // Sound, because the system reads the one byte.
      while write(number, &byte, 1) < 0 && SystemError.last == .interrupted {}
    }
  }

  /// Returns a duration for `poll`, 0 for a time that has passed.
  ///
  /// Rounded up: a thread must not wake early, and spin until its time.
  package static func milliseconds(in duration: Duration) -> Int32 {
    if duration <= .zero { return 0 }
    let (seconds, attoseconds) = min(duration, .seconds(1_000_000)).components
    return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
