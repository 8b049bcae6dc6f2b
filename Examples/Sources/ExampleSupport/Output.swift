import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard output that ends the program when it can't be written: a full disk is no success.
public final class Output {
  private var buffer: [UInt8] = []
  private let isLive: Bool

  /// Makes an output.
  ///
  /// - Parameter isLive: Whether each line is written at once, as it is on a terminal.
  public init(isLive: Bool = false) { self.isLive = isLive || isatty(1) == 1 }

  /// Prints an item, with its control characters escaped, and the end of its line.
  public func print(_ item: Any = "") {
    buffer += "\(escaped("\(item)"))\n".utf8
    if isLive || buffer.count >= 64 << 10 { flush() }
  }

  /// Writes the lines that are still in memory; to be called at the end.
  public func flush() {
    defer { buffer = [] }
    do {
      try FileDescriptor.standardOutput.writeAll(buffer)
    } catch Errno.brokenPipe {
      // The reader has gone. Unless the signal is ignored, it has ended the process already.
      exit(128 + SIGPIPE)
    } catch {
      complain("standard output: \(error)")
      exit(1)
    }
  }

  /// The number of columns of the terminal that shows the output; 120 where there is none.
  public static var width: Int {
    var size = winsize()
    guard isatty(1) == 1, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 120
    }
    return Int(size.ws_col)
  }
}

/// Writes a message to standard error, behind the name of the program.
public func complain(_ message: String) {
  let program = CommandLine.arguments.first.flatMap { FilePath($0).lastComponent?.string }
  writeError("\(program ?? "example"): \(message)")
}

/// Writes a text to standard error, with its control characters escaped.
func writeError(_ text: String) {
  if text.isEmpty { return }
  // Where standard error is closed, the exit status is all that there is to say.
  _ = try? FileDescriptor.standardError.writeAll("\(escaped(text))\n".utf8)
}

/// Returns a text that a terminal shows, and doesn't obey: it may be from a log or an argument.
private func escaped(_ text: String) -> String {
  if text.utf8.allSatisfy({ 0x20...0x7E ~= $0 || $0 == 0x0A }) { return text }
  return text.unicodeScalars.map { scalar in
    switch scalar.properties.generalCategory {
    case .control where scalar != "\n", .format, .lineSeparator, .paragraphSeparator:
      scalar.escaped(asASCII: true)
    default: String(scalar)
    }
  }.joined()
}
