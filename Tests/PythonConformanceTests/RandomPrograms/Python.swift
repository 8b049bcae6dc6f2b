import Foundation

/// A process that reads all of its input before it prints.
struct ChildProcess {
  var lines: [String]
  var message: String
  /// The signal that has ended it, if one has.
  var signal: Int32?

  init(_ arguments: [String], input: String) throws {
    let process = Process()
    let (input, inputPipe, outputPipe, errorPipe) = (Data(input.utf8), Pipe(), Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardInput = inputPipe
    process.standardOutput = outputPipe
    process.standardError = errorPipe
    try process.run()
    try inputPipe.fileHandleForWriting.write(contentsOf: input)
    try inputPipe.fileHandleForWriting.close()
    let output = try outputPipe.fileHandleForReading.readToEnd() ?? Data()
    let message = try errorPipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    self.message = String(decoding: message, as: UTF8.self)
    signal = process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil
  }
}

/// The CPython of this machine, if it has one.
enum Python {
  /// The minor version of Python 3, or `nil` if the version there lacks what the harness needs.
  static let minorVersion: Int? = {
    let lines = try? run("import sys; print(*sys.version_info[:2])").lines
    let version = lines?.first?.split(separator: " ").compactMap { Int($0) }
    guard let version, version.count == 2, version[0] == 3, version[1] >= 8 else { return nil }
    return version[1]
  }()

  static func run(_ source: String) throws -> ChildProcess {
    try ChildProcess(["python3", "-"], input: source)
  }

  /// A trace in one line, as CPython of a version has it: before 3.13, `close()` does not return
  /// the value that the body returns.
  ///
  /// The values of async bodies are the harness's own, which knows them in every version.
  static func line(of events: [String], minorVersion: Int, isAsync: Bool = false) -> String {
    if events.isEmpty { return "-" }
    return events.map { event in
      minorVersion < 13 && !isAsync && event.hasPrefix("close ") && event.contains(": end")
        ? String(event.prefix { $0 != ":" }) + ": end" : event
    }.joined(separator: "|")
  }
}
