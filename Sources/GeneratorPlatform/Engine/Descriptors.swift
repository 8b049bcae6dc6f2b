#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Calls for descriptors of any kind, by their numbers.
package enum Descriptors {
  /// The number of descriptors that this process may have open, by its limit.
  package static var limit: Int {
    var limits = rlimit()
    #if canImport(Glibc)
      let result = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    #else
      let result = getrlimit(RLIMIT_NOFILE, &limits)
    #endif
    return result == 0 ? Int(clamping: limits.rlim_cur) : 256
  }

  /// Moves a descriptor that was just opened away from 0, 1 and 2.
  ///
  /// In a program that was started without standard input, output or error, the system reuses their numbers. A
  /// file with such a number would be read as standard input, or overwritten by `print`. The system has no call
  /// that opens a file above a number, so the descriptor is moved at once.
  ///
  /// - Parameter number: The descriptor, which the caller owns.
  /// - Returns: The descriptor to use: this one, or a duplicate, in which case this one is closed. Programs that
  ///   are started don't inherit a duplicate.
  /// - Throws: `SystemError`, if there are no more descriptors; this one is closed then.
  package static func aboveStandard(_ number: Int32) throws(SystemError) -> Int32 {
    guard number <= STDERR_FILENO else { return number }
    let copy = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    let error = SystemError.last
    close(number)
    if copy < 0 { throw error }
    return copy
  }

  /// Takes the result of a call that opens a descriptor: see ``aboveStandard(_:)``.
  package static func opened(_ result: Int32) throws(SystemError) -> Int32 {
    if result < 0 { throw .last }
    return try aboveStandard(result)
  }

  /// Makes a pipe for this library's own use, which started programs don't inherit.
  package static func makePipe() throws(SystemError) -> (readEnd: Int32, writeEnd: Int32) {
    var ends: (readEnd: Int32, writeEnd: Int32) = (-1, -1)
    // Sound, because the system writes two numbers, which lie one after the other in the tuple.
    let result = withUnsafeMutableBytes(of: &ends) {
      pipe($0.assumingMemoryBound(to: Int32.self).baseAddress!)
    }
    if result != 0 { throw .last }
    do {
      ends.readEnd = try aboveStandard(ends.readEnd)
    } catch {
      close(ends.writeEnd)
      throw error
    }
    do {
      ends.writeEnd = try aboveStandard(ends.writeEnd)
    } catch {
      close(ends.readEnd)
      throw error
    }
    do {
      try setCloseOnExec(ends.readEnd)
      try setCloseOnExec(ends.writeEnd)
    } catch {
      close(ends.readEnd)
      close(ends.writeEnd)
      throw error
    }
    return ends
  }

  /// Keeps programs that this process starts from inheriting a descriptor.
  package static func setCloseOnExec(_ number: Int32) throws(SystemError) {
    if fcntl(number, F_SETFD, FD_CLOEXEC) != 0 { throw .last }
  }

  /// Sets whether reading and writing wait, for all users of the open file.
  package static func setNonBlocking(
    _ number: Int32, _ isNonBlocking: Bool
  ) throws(SystemError) {
    let flags = fcntl(number, F_GETFL)
    if flags < 0 { throw .last }
    let changed = isNonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK
    if fcntl(number, F_SETFL, changed) < 0 { throw .last }
  }

  /// Closes a descriptor.
  ///
  /// Its number is free afterwards, whatever the system returns.
  package static func close(_ number: Int32) { _ = systemClose(number) }
}

/// Calls the system's function, whose name a function above has, too.
private func systemClose(_ number: Int32) -> Int32 { close(number) }
