import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The descriptors 0, 1 and 2.
public enum StandardDescriptors {
  /// Reserves the numbers of closed standard descriptors, so that no other file gets them.
  ///
  /// Otherwise the first file that is opened would be read as standard input, or written to as standard
  /// output. A closed descriptor is opened for the other direction, so reading from standard input or
  /// writing to the others still fails, with `EBADF`.
  public static func reserve() {
    // In this order, because each gets the lowest number that is free.
    for descriptor in [
      FileDescriptor.standardInput, .standardOutput, .standardError,
    ] where fcntl(descriptor.rawValue, F_GETFD) == -1 {
      _ = try? FileDescriptor.open(
        "/dev/null", descriptor == .standardInput ? .writeOnly : .readOnly)
    }
  }
}
