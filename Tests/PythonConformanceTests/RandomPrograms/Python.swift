import Foundation

/// The CPython of this machine, if it has one.
enum Python {
  /// The minor version of Python 3, or `nil` where there is none that knows what the harness needs.
  static let minorVersion: Int? = {
    let lines = try? run("import sys; print(*sys.version_info[:2])")
    let version = lines?.first?.split(separator: " ").compactMap { Int($0) }
    guard let version, version.count == 2, version[0] == 3, version[1] >= 8 else { return nil }
    return version[1]
  }()

  /// The lines that a program prints.
  static func run(_ source: String) throws -> [String] {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-"]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // Python reads the whole program before it prints, so neither waits for the other.
    try input.fileHandleForWriting.write(contentsOf: Data(source.utf8))
    try input.fileHandleForWriting.close()
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: printed, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
