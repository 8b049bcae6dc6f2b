import Foundation
import GeneratorFoundation
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct URLInputTests {
  @Test func `a file URL is read, followed, written and walked`() throws {
    let directory = try TemporaryDirectory()
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
    let url = try TemporaryDirectory().url.appendingPathComponent("missing")
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

  @Test(arguments: [
    ("file:///etc/hosts%00.txt", "a path can't have a NUL character"),
    ("file:///%FF%FE", "the URL has no path that is UTF-8"),
    ("file://localhost", "the URL has no path that is UTF-8"),
  ])
  func `a URL with a path that no file can have is an error`(text: String, message: String) throws {
    let url = try #require(URL(string: text))
    let error = #expect(throws: SourceError.self) { try lines(of: url).next() }
    expectEqual(error?.description, "\(text): \(message)")
  }

  @Test(arguments: ["file://example.com/log.txt", "file:///a%00b", "file:///%FF%FE", "file:"])
  func `a writer names the whole URL if it has no path on this machine`(text: String) throws {
    let url = try #require(URL(string: text))
    expectEqual(url.name, text)
    let error = #expect(throws: SinkError.self) { try push(["x"], into: writer(to: url)) }
    expectEqual(error?.sink, text)
  }

  @Test(arguments: ["file://localhost", "file://LOCALHOST", "FILE://", "file:"])
  func `each form of a file URL is read`(prefix: String) throws {
    let directory = try TemporaryDirectory()
    let file = directory.url.appendingPathComponent("a b.txt")
    try push(["one"], into: writer(to: file))
    let url = try #require(URL(string: prefix + file.path(percentEncoded: true)))
    try expectEqual(lines(of: url).collect(), ["one"])
    expectEqual(url.name, file.name)
  }

  @Test func `a relative URL is resolved against its base`() throws {
    let directory = try TemporaryDirectory()
    let url = try #require(URL(string: "a%20b.txt", relativeTo: directory.url))
    try push(["one"], into: writer(to: url))
    try expectEqual(lines(of: url).collect(), ["one"])
    try expectEqual(files(in: directory.url).collect(), [url.filePath()])
  }
}
