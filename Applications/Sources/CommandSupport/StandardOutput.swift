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

/// Standard output, written line by line on a terminal, and in larger pieces elsewhere.
public struct StandardOutput {
  private static let size = 64 << 10
  private var buffer: [UInt8] = []
  private let isTerminal = StandardOutput.isTerminal

  /// Creates an output with nothing to write.
  public init() { buffer.reserveCapacity(Self.size + 64) }

  /// Whether the output is a terminal.
  public static var isTerminal: Bool { isatty(FileDescriptor.standardOutput.rawValue) == 1 }

  /// Writes a text.
  ///
  /// - Throws: `ExitCode`, the code with which the command must end.
  public mutating func write(_ text: String) throws { try write(text.utf8) }

  /// Writes bytes.
  ///
  /// - Throws: `ExitCode`, the code with which the command must end.
  public mutating func write(_ bytes: some Sequence<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    if isTerminal || buffer.count >= Self.size { try flush() }
  }

  /// Writes a number and the end of its line.
  ///
  /// - Throws: `ExitCode`, the code with which the command must end.
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

  /// Writes the buffered bytes.
  ///
  /// - Throws: `ExitCode`, the code with which the command must end.
  public mutating func flush() throws {
    if buffer.isEmpty { return }
    defer { buffer.removeAll(keepingCapacity: true) }
    do {
      try FileDescriptor.standardOutput.writeAll(buffer)
    } catch Errno.brokenPipe {
      // Unless SIGPIPE is ignored, it has already ended the process. A shell also reports 141 then.
      throw ExitCode(141)
    } catch {
      complain("standard output: \(error)")
      throw ExitCode.failure
    }
  }
}

/// Writes a message to standard error, after the program's name.
///
/// It takes one line, even if the name of a file has control characters and line feeds.
public func complain(_ message: String) {
  let name = CommandLine.arguments.first.flatMap { FilePath($0).lastComponent?.string }
  // If standard error is closed, the message can't be reported.
  let text = "\(name.map { "\($0): " } ?? "")\(message)".escapedForTerminal
  _ = try? FileDescriptor.standardError.writeAll("\(text)\n".utf8)
}
