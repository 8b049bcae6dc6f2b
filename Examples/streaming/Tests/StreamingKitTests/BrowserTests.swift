import Foundation
import Generators
import StreamingKit
import Testing

@Suite(
  .enabled(
    if: Browser.path != nil, "there is no Chromium here: scripts/test-streaming installs it"))
struct BrowserTests {
  @Test func `the page shows the orders that have come`() async throws {
    try await withServer { url, meter in
      let page = try await Browser(opening: "\(url)/?count=57").page()
      try #require(!page.isEmpty, "the browser has printed nothing")
      let all = Array(orders()[..<57])
      #expect(page.contains(">all received</span>"))
      #expect(page.contains("<dd id=\"count\">57</dd>"))
      #expect(page.contains("<dd id=\"units\">\(all.reduce(0) { $0 + $1.units })</dd>"))
      #expect(page.contains("<dd id=\"turnover\">\(amount(all.reduce(0) { $0 + $1.cents }))</dd>"))
      for (city, orders) in Dictionary(grouping: all, by: \.city) {
        #expect(page.contains("<span>\(city)</span>"))
        #expect(page.contains("<b>\(amount(orders.reduce(0) { $0 + $1.cents }))</b>"))
      }
      let latest = all.suffix(8).reversed().map { order in
        "<tr><td>\(order.number)</td><td>\(order.city)</td><td>\(order.product)</td>"
          + "<td class=\"number\">\(order.units)</td><td class=\"number\">\(amount(order.cents))</td></tr>"
      }
      #expect(page.contains("<tbody id=\"latest\">\(latest.joined())</tbody>"))
      #expect(try await becomesTrue { meter.openBodies == 0 })
    }
  }

  @Test func `the events go on while the page is open, and are closed with it`() async throws {
    try await withServer { url, meter in
      let browser = try Browser(opening: url)
      defer { browser.close() }
      #expect(try await becomesTrue { meter.rowsMade >= 100 || !browser.isRunning })
      #expect(browser.isRunning)
      #expect(meter.openBodies == 1)
      browser.close()
      #expect(try await becomesTrue { meter.openBodies == 0 })
    }
  }
}

/// As the page has it.
private func amount(_ cents: Int) -> String {
  let digits = String(cents / 100)
  let whole = digits.count > 3 ? "\(digits.dropLast(3)),\(digits.suffix(3))" : digits
  return whole + "." + (cents % 100 < 10 ? "0" : "") + "\(cents % 100)"
}

/// A Chromium without a window that has one page open.
private struct Browser: Sendable {
  static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private let process = Process()
  private let output = Pipe()
  // Short, because the path of a socket in it has a limit.
  private let files = FileManager.default.temporaryDirectory
    .appendingPathComponent("page-\(UInt32.random(in: 0 ... .max))")

  init(opening url: String) throws {
    try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["TMPDIR": files.path], uniquingKeysWith: { $1 })
    process.executableURL = URL(fileURLWithPath: Self.path!)
    // The virtual time stands still while events may come, so that the page is printed after the last one.
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(files.path)",
      "--virtual-time-budget=1000", "--dump-dom", url,
    ]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  var isRunning: Bool { process.isRunning }

  /// Waits until the page has loaded and its events have ended, and returns what the page is then.
  func page() async throws -> String {
    defer { close() }
    return await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        let data = output.fileHandleForReading.readDataToEndOfFile()
        continuation.resume(returning: String(decoding: data, as: UTF8.self))
      }
    }
  }

  /// Ends the browser, if it runs, and removes its files.
  func close() {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: files)
  }
}
