import Foundation

/// The program, run as a user does.
enum Program {
  struct Outcome {
    var output: String
    var errors: String
    var status: Int32
    var reason: Process.TerminationReason
  }

  /// The program that was built next to the tests.
  static var url: URL {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    let url = bundle?.bundleURL ?? Bundle.main.bundleURL.appendingPathComponent("x")
    return url.deletingLastPathComponent().appendingPathComponent("weblog")
  }

  /// Runs it to its end.
  static func run(
    _ arguments: [String], input: Data = Data(), output: FileHandle? = nil,
    directory: String? = nil, by executable: String? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = executable.map { URL(filePath: $0) } ?? url
    process.arguments = arguments
    if let directory { process.currentDirectoryURL = URL(filePath: directory) }
    let (standardOutput, standardError) = (Pipe(), Pipe())
    process.standardOutput = output ?? standardOutput
    process.standardError = standardError
    let inputFile = try TemporaryFile(input)
    process.standardInput = try FileHandle(forReadingFrom: inputFile.url)
    try process.run()
    try standardOutput.fileHandleForWriting.close()
    try standardError.fileHandleForWriting.close()
    let printed = try standardOutput.fileHandleForReading.readToEnd() ?? Data()
    let errors = try standardError.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(
      output: String(decoding: printed, as: UTF8.self),
      errors: String(decoding: errors, as: UTF8.self),
      status: process.terminationStatus, reason: process.terminationReason)
  }

  private static let setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Whether it can be run so that a file may be unreadable.
  static var canLosePrivileges: Bool { getuid() != 0 || setpriv != nil }

  /// Runs it to its end as a user other than root.
  static func runUnprivileged(_ arguments: [String], directory: String) throws -> Outcome {
    guard getuid() == 0, let setpriv else { return try run(arguments, directory: directory) }
    return try run(
      ["--reuid=65534", "--regid=65534", "--clear-groups", url.path] + arguments,
      directory: directory, by: setpriv)
  }

  /// Sends SIGINT, and waits for the end.
  ///
  /// A program that doesn't end is killed.
  static func interrupt(_ process: Process) {
    kill(process.processIdentifier, SIGINT)
    let identifier = process.processIdentifier
    let watchdog = DispatchWorkItem { kill(identifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 600, execute: watchdog)
    process.waitUntilExit()
    watchdog.cancel()
  }

  /// Runs `body` with a signal blocked or not.
  ///
  /// A process inherits this from the thread that starts it, and the threads that run tests may have any signal
  /// blocked.
  static func withSignal<Result>(
    _ signal: Int32, blocked: Bool, _ body: () throws -> Result
  ) rethrows -> Result {
    var (signals, previous) = (sigset_t(), sigset_t())
    sigemptyset(&signals)
    sigaddset(&signals, signal)
    pthread_sigmask(blocked ? SIG_BLOCK : SIG_UNBLOCK, &signals, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    return try body()
  }
}

/// A file that is removed when its last reference is released.
final class TemporaryFile {
  let url: URL

  init(_ content: Data) throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "weblog-test-\(UUID().uuidString)")
    try content.write(to: url)
  }

  deinit { try? FileManager.default.removeItem(at: url) }
}

/// A directory that is removed with its content when its last reference is released.
final class TemporaryDirectory {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "weblog-test-\(UUID().uuidString)"
      ).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, creates its directories, and returns its path.
  @discardableResult
  func file(_ name: String, _ content: some Sequence<UInt8>) throws -> String {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content).write(to: url)
    return url.path
  }
}

/// Compresses with the program that every system has.
func gzipped(_ data: Data) throws -> Data {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["gzip", "-c"]
  // A file, because writing all of it to a pipe may wait for the reader of the output.
  let input = try TemporaryFile(data)
  let output = Pipe()
  process.standardInput = try FileHandle(forReadingFrom: input.url)
  process.standardOutput = output
  try process.run()
  let compressed = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return compressed
}
