public import Foundation

/// A program that was built next to the tests, run as a user does.
///
/// One that does not end within ten minutes is killed, so that no test waits permanently.
public final class Program {
  /// The output and the end of a program.
  public struct Outcome: Sendable {
    /// The text on standard output, unless that was sent elsewhere.
    public var output: String
    /// The text on standard error.
    public var errors: String
    /// The exit status, or the number of the signal that has ended it.
    public var status: Int32
    /// Whether it has ended itself.
    public var hasExited: Bool
  }

  private let process = Process()
  private let output = Pipe()
  private let errors = Pipe()

  /// Starts a program; one of the system has its path as its name.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - arguments: Its arguments.
  ///   - input: The text that it finds on standard input, which is empty if `nil`.
  ///   - output: Its standard output, unless that is to be collected.
  ///   - directory: Where it runs.
  /// - Throws: The reason if it can't be started.
  public init(
    _ name: String, _ arguments: [String], input: String? = nil, output: FileHandle? = nil,
    directory: String? = nil
  ) throws {
    process.executableURL = URL(filePath: Self.path(of: name))
    process.arguments = arguments
    if let directory { process.currentDirectoryURL = URL(filePath: directory) }
    // A file that is removed at once: a pipe might be full before the program reads.
    let file = try TemporaryFile(input ?? "")
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: file.path))
    process.standardOutput = output ?? self.output
    process.standardError = errors
    // The threads that run tests may have blocked signals, or not, and a process inherits that.
    var (signals, previous) = (sigset_t(), sigset_t())
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_UNBLOCK, &signals, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    try process.run()
    try self.output.fileHandleForWriting.close()
    try errors.fileHandleForWriting.close()
  }

  /// Returns the path of a program that was built next to the tests.
  public static func path(of name: String) -> String {
    if name.hasPrefix("/") { return name }
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    let url = bundle?.bundleURL ?? Bundle.main.bundleURL.appending(path: "x")
    return url.deletingLastPathComponent().appending(path: name).path
  }

  /// Runs a program to its end.
  public static func run(
    _ name: String, _ arguments: [String], input: String? = nil, directory: String? = nil
  ) throws -> Outcome {
    try Program(name, arguments, input: input, directory: directory).finish()
  }

  /// Runs a program to its end, by a shell that does something with its descriptors or its signals.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - arguments: Its arguments.
  ///   - setup: What the shell does before, such as `trap '' PIPE`.
  ///   - redirections: Such as `<&-`, which closes standard input.
  ///   - output: Its standard output, unless that is to be collected.
  /// - Returns: The outcome.
  /// - Throws: The reason if it can't be started.
  public static func run(
    _ name: String, _ arguments: [String], setup: String = ":", redirections: String,
    output: FileHandle? = nil
  ) throws -> Outcome {
    let script = #"\#(setup); exec "$@" \#(redirections)"#
    let command = ["-c", script, "sh", path(of: name)] + arguments
    return try Program("/bin/sh", command, output: output).finish()
  }

  /// Waits for the end.
  public func finish() throws -> Outcome {
    let identifier = process.processIdentifier
    let watchdog = DispatchWorkItem { kill(identifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 600, execute: watchdog)
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    let complained = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    watchdog.cancel()
    return Outcome(
      output: String(decoding: printed, as: UTF8.self),
      errors: String(decoding: complained, as: UTF8.self), status: process.terminationStatus,
      hasExited: process.terminationReason == .exit)
  }
}

/// A file that is removed when no reference to it is left.
public final class TemporaryFile {
  /// Where it is.
  public let path: String

  /// Writes a file.
  public init(_ content: some Sequence<UInt8>) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "test-\(UUID().uuidString)").path
    try Data(content).write(to: URL(filePath: path))
  }

  /// Writes a file with a text.
  public convenience init(_ text: String) throws { try self.init(text.utf8) }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
