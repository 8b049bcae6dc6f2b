import Foundation
import GeneratorPlatform
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct FileTests {
  /// A directory with a file `a`, a directory `b` and a link `c` to nothing.
  private final class Place {
    let path = FileManager.default.temporaryDirectory.path + "/platform-" + UUID().uuidString

    init() throws {
      try FileManager.default.createDirectory(
        atPath: path + "/b", withIntermediateDirectories: true)
      try Data("12345".utf8).write(to: URL(fileURLWithPath: path + "/a"))
      try FileManager.default.createSymbolicLink(
        atPath: path + "/c", withDestinationPath: path + "/nothing")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  @Test func `the entries of a directory are sorted, with their kinds`() throws {
    let place = try Place()
    var directory = try Directory(taking: open(place.path, O_RDONLY))
    let entries = try directory.entries()
    #expect(entries.map { String(decoding: $0.name, as: UTF8.self) } == ["a", "b", "c"])
    // A file system need not say.
    for (entry, kind) in zip(entries, [Directory.Kind.file, .directory]) {
      #expect(entry.kind == nil || entry.kind == kind)
    }
    #expect(entries[2].kind == nil)
  }

  @Test func `what is no directory can't be read as one, and is closed`() throws {
    let (readEnd, writeEnd) = try Descriptors.makePipe()
    defer { Descriptors.close(readEnd) }
    #expect(throws: SystemError(code: ENOTDIR)) { _ = try Directory(taking: writeEnd) }
    // Its number may be another test's by now. A pipe whose last writer has gone can be read to its end.
    #expect(try Poll.readable([readEnd], until: nil) == [true])
    var byte: UInt8 = 0
    #expect(read(readEnd, &byte, 1) == 0)
  }

  @Test func `a link is removed, and not the file that it leads to`() throws {
    let place = try Place()
    try FileManager.default.createSymbolicLink(
      atPath: place.path + "/d", withDestinationPath: place.path + "/a")
    removeEntry(at: place.path + "/d")
    removeEntry(at: place.path + "/nothing")
    var directory = try Directory(taking: open(place.path, O_RDONLY))
    let names = try directory.entries().map { String(decoding: $0.name, as: UTF8.self) }
    #expect(names == ["a", "b", "c"])
  }
}
