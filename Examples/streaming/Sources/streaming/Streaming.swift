import AsyncHTTPClient
import Foundation
import Hummingbird
import StreamingKit

/// `streaming [PORT]` serves; `streaming get URL` and reports how fast and in how much memory.
@main
struct Streaming {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch (arguments.first, arguments.count) {
    case ("get", 2): try await get(arguments.last!)
    case (nil, _): try await serve(port: 8080)
    case (let text?, 1) where Int(text).map { 0...65_535 ~= $0 } == true:
      try await serve(port: Int(text)!)
    default:
      FileHandle.standardError.write(Data("usage: streaming [PORT] | streaming get URL\n".utf8))
      exit(64)
    }
  }

  static func serve(port: Int) async throws {
    let application = Application(
      router: streamingRouter(meter: Meter()),
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in
        print("open http://127.0.0.1:\(channel.localAddress?.port ?? port)/ in a browser")
      })
    try await application.runService()
  }

  static func get(_ url: String) async throws {
    let start = ContinuousClock.now
    let response = try await HTTPClient.shared.execute(
      HTTPClientRequest(url: url), timeout: .hours(1))
    var (lines, bytes) = (0, 0)
    for try await buffer in response.body {
      lines += buffer.readableBytesView.count { $0 == UInt8(ascii: "\n") }
      bytes += buffer.readableBytes
    }
    print("\(lines) lines, \(bytes) bytes in \(ContinuousClock.now - start)")
    if let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) {
      for line in status.split(separator: "\n") where line.hasPrefix("VmHWM") { print(line) }
    }
  }
}
