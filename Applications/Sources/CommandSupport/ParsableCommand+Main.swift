public import ArgumentParser
import SystemPackage
import TerminalText

extension ParsableCommand {
  /// Runs the command that the arguments name, and ends the process when it has not worked.
  ///
  /// It does what `main()` of ArgumentParser does, and more: help and versions that can't be written
  /// are an error, messages have no control characters, and a standard descriptor that is closed stays
  /// unusable, as ``StandardDescriptors/reserve()`` says.
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
    // Arguments, such as the names of files, are a part of messages.
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
        // Where standard error is closed, the code is all that there is to say.
        _ = try? FileDescriptor.standardError.writeAll("\(text)\n".utf8)
      }
    }
    exit(withError: code)
  }
}
