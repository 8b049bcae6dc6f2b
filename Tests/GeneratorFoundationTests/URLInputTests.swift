import Foundation
import GeneratorFoundation
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct URLInputTests {
  @Test func `a file URL is read, followed, written and walked`() throws {
    let directory = try FreshDirectory()
    let url = directory.url.appendingPathComponent("größe 100%.txt")
    try expectEqual(push(["one", "two"], into: writer(to: url)), 8)
    try expectEqual(lines(of: url).collect(), ["one", "two"])
    try expectEqual(lines(of: [url, url]).collect().count, 4)
    try expectEqual(
      lines(of: url.following(from: .beginning, idle: .zero)).collect(), ["one", "two"])
    try expectEqual(files(in: directory.url).collect(), [url.filePath()])
    expectEqual(url.name, url.path)
    #expect(Glob("/**/*.txt").matches(url))
  }

  @Test func `a URL of a file that doesn't exist is the system's error`() throws {
    let url = try FreshDirectory().url.appendingPathComponent("missing")
    let error = #expect(throws: SourceError.self) { try lines(of: url).next() }
    expectEqual(error?.description, "\(url.path): No such file or directory")
  }

  @Test(arguments: [
    "https://example.com/log.txt", "file://example.com/log.txt", "log.txt", "data:,a",
  ])
  func `a URL that isn't of a file of this machine is an error`(text: String) throws {
    let url = try #require(URL(string: text))
    let error = #expect(throws: SourceError.self) { try lines(of: url).next() }
    expectEqual(error?.description, "\(text): not the URL of a file of this machine")
  }

  @Test(arguments: ["file:///etc/hosts%00.txt", "file:///%FF%FE"])
  func `a URL whose path no file can have is an error`(text: String) throws {
    let url = try #require(URL(string: text))
    let error = #expect(throws: SourceError.self) { try lines(of: url).next() }
    guard case .malformed? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

/// A directory that is removed with all that is in it.
final class FreshDirectory {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("swift-generators-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(at: url) }
}
