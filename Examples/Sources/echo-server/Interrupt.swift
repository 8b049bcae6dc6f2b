import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// SIGINT and SIGTERM, as a descriptor that can be read from when one has come.
struct Interrupt {
  let descriptor: FileDescriptor

  /// The end that the handler writes to: set before the handler is, and never again.
  nonisolated(unsafe) private static var writeEnd: Int32 = -1

  /// Takes over the signals; a second one ends the process, as it does without this.
  init() throws {
    let (readEnd, writeEnd) = try FileDescriptor.pipe()
    descriptor = readEnd
    Self.writeEnd = writeEnd.rawValue
    for number in [SIGINT, SIGTERM] {
      // What may be done in a handler: a write, and giving the signal its old meaning.
      _ = signal(number) { number in
        var byte: UInt8 = 1
        _ = write(Interrupt.writeEnd, &byte, 1)
        _ = signal(number, SIG_DFL)
      }
    }
  }
}
