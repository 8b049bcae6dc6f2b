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
  ///   - descriptors: what to wait for.
  ///   - deadline: when to return in any case; `nil`: never.
  /// - Returns: of each, in their order, whether it is so.
  /// - Throws: `SystemError`.
  package static func readable(
    _ descriptors: [Int32], until deadline: ContinuousClock.Instant?
  ) throws(SystemError) -> [Bool] {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while true {
      let wait = deadline.map { milliseconds(in: ContinuousClock.now.duration(to: $0)) } ?? -1
      // Sound, because the system writes to the array, whose length it is told, while it is called.
      let count = poll(&polled, nfds_t(polled.count), wait)
      if count > 0 || (count == 0 && wait == 0) { return polled.map { $0.revents != 0 } }
      // After a signal, or a part of a time that is longer than can be said, it waits for what is left.
      if count < 0 {
        let error = SystemError.last
        if error != .interrupted { throw error }
      }
    }
  }

  /// Whether a call would not wait now: it finds something, the end, or an error.
  package static func isReady(
    _ number: Int32, for readiness: Readiness
  ) -> Result<Bool, SystemError> {
    var polled = pollfd(
      fd: number, events: Int16(readiness == .readable ? POLLIN : POLLOUT), revents: 0)
    // poll(2) takes a negative number for one to be passed over.
    if number < 0 { return .failure(.badDescriptor) }
    // Sound, because the system reads and writes the one structure, which there is.
    while poll(&polled, 1, 0) < 0 {
      let error = SystemError.last
      if error != .interrupted { return .failure(error) }
    }
    if polled.revents & Int16(POLLNVAL) != 0 { return .failure(.badDescriptor) }
    return .success(polled.revents != 0)
  }

  /// Writes a byte to a pipe, as a signal handler may: no memory is taken, and `errno` is as it was.
  package static func wake(_ number: Int32) {
    SystemError.preserving {
      var byte: UInt8 = 1
      // Sound, because the system reads one byte of the one that there is.
      while write(number, &byte, 1) < 0 && SystemError.last == .interrupted {}
    }
  }

  /// A time for `poll`, 0 for one that is over.
  ///
  /// Rounded up: a thread must not wake before its time, and spin until then.
  package static func milliseconds(in duration: Duration) -> Int32 {
    if duration <= .zero { return 0 }
    let (seconds, attoseconds) = min(duration, .seconds(1_000_000)).components
    return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
