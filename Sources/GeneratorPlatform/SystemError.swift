#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An error that the operating system reports, by its number.
///
/// The modules that use swift-system turn it into an `Errno` before a client sees it.
package struct SystemError: Error, Hashable {
  package let code: Int32

  package init(code: Int32) { self.code = code }

  /// The reason why the last call on this thread failed.
  ///
  /// Read it right after the call.
  ///
  /// Never inlined: a function reads the address of `errno` once, and a body may run on another
  /// thread after a `yield` or a wait.
  package static var last: SystemError {
    @inline(never) get { SystemError(code: errno) }
  }

  /// Calls a closure, and restores `errno` afterwards.
  ///
  /// - Parameter body: The code to run, which must not suspend the body of a generator.
  @inline(never)
  package static func preserving(_ body: () -> Void) {
    let before = errno
    body()
    errno = before
  }
}

extension SystemError: CustomStringConvertible {
  /// The system's description of the error: `No such file or directory`.
  package var description: String { String(cString: strerror(code)) }
}

// MARK: - The errors that the library distinguishes

// Where SystemPackage is imported, compare these by `==`. In a pattern, a name that `Errno` also
// has means the one of `Errno`, which matches no `SystemError`.

extension SystemError {
  package static var badDescriptor: SystemError { SystemError(code: EBADF) }
  package static var exists: SystemError { SystemError(code: EEXIST) }
  package static var interrupted: SystemError { SystemError(code: EINTR) }
  package static var noEntry: SystemError { SystemError(code: ENOENT) }
  package static var noSpace: SystemError { SystemError(code: ENOSPC) }
  package static var notConnected: SystemError { SystemError(code: ENOTCONN) }
  package static var notPermitted: SystemError { SystemError(code: EPERM) }
  package static var notSocket: SystemError { SystemError(code: ENOTSOCK) }

  /// A Boolean value that indicates whether the call would have had to wait.
  package var wouldBlock: Bool { code == EAGAIN || code == EWOULDBLOCK }
}
