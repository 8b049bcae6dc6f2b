import Foundation
import GeneratorNetworking
import GeneratorScheduling
import SystemPackage
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program, run as a user does.
@Suite struct EchoCommandTests {
  private func program(_ arguments: [String]) -> (Process, output: Foundation.Pipe) {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    let url = bundle?.bundleURL ?? Bundle.main.bundleURL.appending(path: "x")
    let process = Process()
    process.executableURL = url.deletingLastPathComponent().appending(path: "echo-server")
    process.arguments = arguments
    let output = Foundation.Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    return (process, output)
  }

  @Test(arguments: [[], ["--host", "localhost"], ["--host", "LOCALHOST", "--idle", "1e9"]])
  func `serves until it is interrupted`(arguments: [String]) throws {
    let (process, output) = program(["--port", "0"] + arguments)
    // A test runner may ignore the signal, and what it starts would too.
    try withUnblockedInterrupt { try process.run() }
    try output.fileHandleForWriting.close()
    let descriptor = FileDescriptor(rawValue: output.fileHandleForReading.fileDescriptor)
    let printed = try Scheduler().run { task in
      try task.withTimeout(.seconds(600)) {
        var (text, bytes) = ("", [UInt8]())
        func readUntil(_ part: String) throws {
          while !text.contains(part), try task.read(from: descriptor, into: &bytes) > 0 {
            text += String(decoding: bytes, as: UTF8.self)
          }
        }
        try readUntil("\n")
        let address = try #require(
          text.split(whereSeparator: \.isWhitespace).last.flatMap { SocketAddress(String($0)) })
        let client = try task.connect(to: address)
        try task.write("hello", to: client)
        var echo: [UInt8] = []
        try task.read(from: client, into: &echo)
        #expect(echo == Array("hello".utf8))
        try readUntil("has come\n")
        kill(process.processIdentifier, SIGINT)
        // The server says goodbye, and then what it has done.
        #expect(try task.read(from: client, into: &echo) == 0)
        try readUntil("bytes\n")
        return text
      }
    }
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(process.terminationReason == .exit)
    let lines = printed.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("listening on 127.0.0.1:"))
    #expect(lines[2].hasSuffix("the server ends"))
    #expect(lines[3] == "1 client, at most 1 at once, 5 bytes")
  }

  @Test(arguments: [
    (["--port", "70000"], "is no address to listen at"),
    (["--port", "70000"], "--port takes a number from 0 to 65535"),
    (["--host", "nowhere"], "is no address to listen at"),
    (["--host", "nowhere"], "--host takes an IP address, such as 127.0.0.1 or ::1, or localhost"),
    (["--idle", "0"], "a number of seconds greater than 0"),
    (["--idle", "1e300"], "and 1e9 at most"),
    (["--host", "192.0.2.1"], "192.0.2.1, port 7777: "),
  ])
  func `says what is wrong`(arguments: [String], message: String) throws {
    let (process, output) = program(arguments)
    try process.run()
    try output.fileHandleForWriting.close()
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus != 0)
    #expect(String(decoding: printed, as: UTF8.self).contains(message))
  }

  private func withUnblockedInterrupt(_ body: () throws -> Void) rethrows {
    var (set, before) = (sigset_t(), sigset_t())
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &set, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }
}
