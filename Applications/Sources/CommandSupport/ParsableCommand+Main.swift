public import ArgumentParser
import SystemPackage
import TerminalText

extension ParsableCommand {
  /// Runs the command that the arguments name, and ends the process if it fails.
  ///
  /// It does what `main()` of ArgumentParser does, with three differences. Help and versions that can't be
  /// written are an error, messages have no control characters, and a closed standard descriptor stays
  /// unusable: see ``StandardDescriptors/reserve()``.
  public static func runAsMain() {
    StandardDescriptors.reserve()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      end(with: error)
    }
  }

  private static func end(with error: any Error) -> Never {
    // Messages contain arguments, such as names of files.
    let text = fullMessage(for: error)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .map(\.escapedForTerminal).joined(separator: "\n")
    let code = exitCode(for: error)
    if !text.isEmpty {
      if code.isSuccess {
        var output = StandardOutput()
        do {
          try output.write("\(text)\n")
          try output.flush()
        } catch {
          exit(withError: error)
        }
      } else {
        // If standard error is closed, the code is the only report.
        _ = try? FileDescriptor.standardError.writeAll("\(text)\n".utf8)
      }
    }
    exit(withError: code)
  }
}
