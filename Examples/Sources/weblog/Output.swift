import ArgumentParser
import SystemPackage

/// Standard output, written in large pieces.
struct Output {
  private static let size = 64 << 10
  private var buffer: [UInt8] = []

  init() { buffer.reserveCapacity(2 * Self.size) }

  mutating func write(_ bytes: some Sequence<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.size { try flush() }
  }

  mutating func flush() throws {
    do {
      try FileDescriptor.standardOutput.writeAll(buffer)
    } catch Errno.brokenPipe {
      // Mostly the signal SIGPIPE has ended the process before this; where the parent ignores it,
      // the shell sees the same code.
      throw ExitCode(141)
    } catch {
      complain("standard output: \(error)")
      throw ExitCode.failure
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Writes a message to standard error.
func complain(_ message: String) {
  // Where standard error is closed there is nobody left to tell.
  _ = try? FileDescriptor.standardError.writeAll("weblog: \(message)\n".utf8)
}
