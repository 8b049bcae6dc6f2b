public import Foundation

/// A program that was built next to the tests, run as a user does.
///
/// A program that doesn't end within ten minutes is killed, so that no test waits permanently.
public final class Program {
  /// The outcome of a program.
  public struct Outcome: Sendable {
    /// Its standard output, if that was collected.
    public var output: String
    /// Its standard error, if that was collected.
    public var errors: String
    /// Its exit code, or the number of the signal that ended it.
    public var status: Int32
    /// Whether it exited by itself.
    public var hasExited: Bool
  }

  private let process = Process()
  private let output = Pipe()
  private let errors = Pipe()

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - arguments: Its arguments.
  ///   - input: The source of its standard input; without one the input is empty.
  ///   - output: The destination of its standard output, if that isn't collected.
  ///   - errors: The destination of its standard error, if that isn't collected.
  ///   - directory: Its working directory.
  /// - Throws: The reason why it can't be started.
  public init(
    _ name: String, _ arguments: [String], input: Any? = nil, output: FileHandle? = nil,
    errors: FileHandle? = nil, directory: String? = nil
  ) throws {
    process.executableURL = Self.url(of: name)
    process.arguments = arguments
    if let directory { process.currentDirectoryURL = URL(filePath: directory) }
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = output ?? self.output
    process.standardError = errors ?? self.errors
    // The threads that run tests may have signals blocked, and a process inherits that.
    var (signals, previous) = (sigset_t(), sigset_t())
    sigfillset(&signals)
    pthread_sigmask(SIG_UNBLOCK, &signals, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    try process.run()
    try self.output.fileHandleForWriting.close()
    try self.errors.fileHandleForWriting.close()
  }

  /// Returns the URL of a program that was built next to the tests; the name of a program of the system is its
  /// path.
  private static func url(of name: String) -> URL {
    if name.hasPrefix("/") { return URL(filePath: name) }
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    let url = bundle?.bundleURL ?? Bundle.main.bundleURL.appending(path: "x")
    return url.deletingLastPathComponent().appending(path: name)
  }

  /// Returns the path of a program that was built next to the tests.
  public static func path(of name: String) -> String { url(of: name).path }

  /// Runs a program to its end, by a shell that changes its descriptors or its signals.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - arguments: Its arguments.
  ///   - setup: The shell's commands before it, such as `trap '' PIPE`.
  ///   - redirections: Redirections such as `<&-`, which closes standard input.
  ///   - directory: Its working directory.
  /// - Returns: The outcome.
  /// - Throws: The reason why it can't be started.
  public static func run(
    _ name: String, _ arguments: [String], setup: String = ":", redirections: String,
    directory: String? = nil
  ) throws -> Outcome {
    let script = #"\#(setup); exec "$@" \#(redirections)"#
    return try Program(
      "/bin/sh", ["-c", script, "sh", url(of: name).path] + arguments, directory: directory
    ).finish()
  }

  /// Runs a program to its end.
  public static func run(
    _ name: String, _ arguments: [String], input: String? = nil, directory: String? = nil
  ) throws -> Outcome {
    let file = try input.map { try TemporaryDirectory().file("input", Data($0.utf8)) }
    let handle = try file.map { try FileHandle(forReadingFrom: URL(filePath: $0.path)) }
    return try Program(name, arguments, input: handle, directory: directory).finish()
  }

  /// Its standard output, if that is collected, to read from before it ends.
  public var outputHandle: FileHandle { output.fileHandleForReading }

  /// Waits until the program handles SIGINT.
  public func waitUntilReady() throws {
    #if os(Linux)
      for _ in 0..<1_200 where process.isRunning {
        let status = try String(
          contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let caught = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }
        let mask = caught.flatMap {
          $0.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
        }
        if let mask, mask & 2 != 0 { return }
        Thread.sleep(forTimeInterval: 0.05)
      }
    #else
      Thread.sleep(forTimeInterval: 2)
    #endif
  }

  /// Sends SIGINT, or another signal.
  public func interrupt(by signal: Int32 = SIGINT) { kill(process.processIdentifier, signal) }

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

/// A directory that is removed with its content when its last reference is released.
public final class TemporaryDirectory {
  /// Its path.
  public let path: String

  /// A file in a directory.
  ///
  /// It keeps the directory.
  public struct File {
    /// Its path.
    public let path: String
    private let directory: TemporaryDirectory

    fileprivate init(path: String, directory: TemporaryDirectory) {
      (self.path, self.directory) = (path, directory)
    }
  }

  /// Creates an empty directory.
  public init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, and creates its directories.
  @discardableResult
  public func file(_ name: String, _ content: some Sequence<UInt8>) throws -> File {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content).write(to: url)
    return File(path: url.path, directory: self)
  }

  /// Creates a symbolic link.
  public func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/\(name)", withDestinationPath: target)
  }
}
