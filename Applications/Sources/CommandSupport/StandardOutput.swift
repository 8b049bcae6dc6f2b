import ArgumentParser
import SystemPackage
import TerminalText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard output, a line at a time on a terminal, and in larger pieces elsewhere.
public struct StandardOutput {
  private static let size = 64 << 10
  private var buffer: [UInt8] = []
  private let isTerminal = StandardOutput.isTerminal

  /// Makes one that has nothing to write.
  public init() { buffer.reserveCapacity(Self.size + 64) }

  /// Whether a person sees what is written.
  public static var isTerminal: Bool { isatty(FileDescriptor.standardOutput.rawValue) == 1 }

  /// Writes a text.
  ///
  /// - Throws: `ExitCode`, with which the command has to end.
  public mutating func write(_ text: String) throws { try write(text.utf8) }

  /// Writes bytes.
  ///
  /// - Throws: `ExitCode`, with which the command has to end.
  public mutating func write(_ bytes: some Sequence<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    if isTerminal || buffer.count >= Self.size { try flush() }
  }

  /// Writes a number and the end of its line.
  ///
  /// - Throws: `ExitCode`, with which the command has to end.
  public mutating func writeLine(_ number: UInt64) throws {
    let start = buffer.count
    var rest = number
    repeat {
      buffer.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    buffer[start...].reverse()
    buffer.append(UInt8(ascii: "\n"))
    if isTerminal || buffer.count >= Self.size { try flush() }
  }

  /// Writes what was kept back.
  ///
  /// - Throws: `ExitCode`, with which the command has to end.
  public mutating func flush() throws {
    if buffer.isEmpty { return }
    defer { buffer.removeAll(keepingCapacity: true) }
    do {
      try FileDescriptor.standardOutput.writeAll(buffer)
    } catch Errno.brokenPipe {
      // Where SIGPIPE is not ignored, it has ended the process already; a shell says 141 of that too.
      throw ExitCode(141)
    } catch {
      complain("standard output: \(error)")
      throw ExitCode.failure
    }
  }
}

/// Writes a message to standard error, behind the name that the program was called by.
///
/// It is one line, whatever is in it: the names of files may have control characters, and line feeds.
public func complain(_ message: String) {
  let name = CommandLine.arguments.first.flatMap { FilePath($0).lastComponent?.string }
  // Where standard error is closed there is nobody left to tell.
  let text = "\(name.map { "\($0): " } ?? "")\(message)".escapedForTerminal
  _ = try? FileDescriptor.standardError.writeAll("\(text)\n".utf8)
}
