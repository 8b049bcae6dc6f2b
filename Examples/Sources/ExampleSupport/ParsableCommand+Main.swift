public import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The version that each example has: that of the package, as its CHANGELOG counts.
public let packageVersion = "0.1.0"

extension ParsableCommand {
  /// Runs the command that the arguments name.
  ///
  /// It is `main()` of ArgumentParser, except that help that can't be written is an error, and that
  /// messages have no control characters.
  public static func runAsMain() {
    // No file that is opened later may get the number of a standard descriptor that is closed.
    for number: Int32 in 0...2 where fcntl(number, F_GETFD) == -1 {
      _ = open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY)
    }
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let (text, code) = (fullMessage(for: error), exitCode(for: error))
      if code.isSuccess {
        let output = Output()
        output.print(text)
        output.flush()
      } else {
        writeError(text)
      }
      exit(withError: code)
    }
  }
}
