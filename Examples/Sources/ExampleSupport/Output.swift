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
  /// - Parameter isLive: whether each line is written at once, as it is on a terminal.
  public init(isLive: Bool = false) { self.isLive = isLive || isatty(1) == 1 }

  /// Prints an item and the end of its line.
  public func print(_ item: Any = "") {
    buffer += "\(item)\n".utf8
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

  /// The number of columns of the terminal that shows the output; 100 where there is none.
  public static var width: Int {
    var size = winsize()
    guard isatty(1) == 1, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 100
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
  // Arguments and names of files are a part of messages, and a terminal would obey what is in them.
  let shown = text.unicodeScalars.map { scalar in
    scalar == "\n" || (0x20...0x7E).contains(scalar.value)
      ? String(scalar) : scalar.escaped(asASCII: true)
  }
  // Where standard error is closed, the exit status is all that there is to say.
  _ = try? FileDescriptor.standardError.writeAll("\(shown.joined())\n".utf8)
}
