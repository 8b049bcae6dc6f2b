import Foundation
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct StoppingTests {
  @Test func `a reading that waits is ended by another thread`() throws {
    let (reading, writing) = try FileDescriptor.pipe()
    defer { for end in [reading, writing] { try? end.close() } }
    let stop = try SourceStop()
    let g = lines(of: reading.stopping(by: stop))
    try writing.writeAll("one\ntwo".utf8)
    try expectEqual(g.next(), "one")
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.05)
      stop.stop()
    }
    try expectEqual(g.next(), "two")
    try expectEqual(g.next(), nil)
  }

  @Test func `a stopped input returns nothing, and any other returns all`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a", "one\ntwo\n")
    let stop = try SourceStop()
    try expectEqual(lines(of: path.stopping(by: stop)).collect(), ["one", "two"])
    stop.stop()
    try expectEqual(lines(of: path.stopping(by: stop)).collect(), [])
    try expectEqual(openCount(of: path), 0)
  }

  @Test func `one that can't be waited for is stopped between two readings`() throws {
    let stop = try SourceStop()
    let g = bytes(of: Memory("abc", pieceSize: 1).stopping(by: stop))
    try expectEqual(g.next(), [0x61])
    stop.stop()
    try expectEqual(g.next(), nil)
  }

  @Test func `errors and names are those of the input`() throws {
    let missing = FilePath("/no/such/file").stopping(by: try SourceStop())
    let error = #expect(throws: SourceError.self) { try lines(of: missing).next() }
    expectEqual(error.map { "\($0)" }, "/no/such/file: No such file or directory")
  }

  #if os(Linux)
    @Test func `a named pipe is read from its first writer on, also when that writes nothing`()
      throws
    {
      let directory = try TemporaryDirectory()
      let path = directory.path.appending("pipe")
      try #require(mkfifo(path.string, 0o600) == 0)
      let stop = try SourceStop()
      for (text, isStopped) in [("a\nb", true), ("", true), ("a\nb", false), ("", false)] {
        let writer = Background {
          usleep(2000)
          let pipe = try FileDescriptor.open(path, .writeOnly)
          _ = try pipe.writeAll(text.utf8)
          usleep(2000)
          try pipe.close()
        }
        let input: any ByteInput = isStopped ? path.stopping(by: stop) : path
        func all(_ input: some ByteInput) throws -> [String] { try lines(of: input).collect() }
        try expectEqual(all(input), text.split(separator: "\n").map(String.init))
        try writer.join()
      }
    }

    @Test func `a named pipe without a writer is stopped, and keeps no other input waiting`() throws
    {
      let directory = try TemporaryDirectory()
      let path = directory.path.appending("pipe")
      try #require(mkfifo(path.string, 0o600) == 0)
      let file = try directory.file("a", "a\n")
      let stops = [try SourceStop(), try SourceStop()]
      let received = Counter()
      let other = Background {
        usleep(2000)
        stops[0].stop()
        try waitUntil { received.count == 1 }
        stops[1].stop()
      }
      try expectEqual(lines(of: path.stopping(by: stops[0])).next(), nil)
      let several = interleavedLines(of: [path, file], stop: stops[1])
      try expectEqual(several.next()?.line, "a")
      received.add()
      #expect(try several.next() == nil)
      try other.join()
    }
  #endif
}
