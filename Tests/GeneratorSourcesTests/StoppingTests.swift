import Foundation
import GeneratorSources
import Generators
import SystemPackage
import Testing

struct StoppingTests {
  @Test("a reading that waits is ended by another thread")
  func waiting() throws {
    let (reading, writing) = try FileDescriptor.pipe()
    defer { for end in [reading, writing] { try? end.close() } }
    let stop = try SourceStop()
    let g = lines(of: reading.stopping(by: stop))
    try writing.writeAll("one\ntwo".utf8)
    #expect(try g.next() == "one")
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.05)
      stop.stop()
    }
    #expect(try g.next() == "two")
    #expect(try g.next() == nil)
  }

  @Test("what is stopped before gives nothing, and what is not gives all")
  func before() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a", "one\ntwo\n")
    let stop = try SourceStop()
    #expect(try lines(of: path.stopping(by: stop)).collect() == ["one", "two"])
    stop.stop()
    #expect(try lines(of: path.stopping(by: stop)).collect() == [])
    #expect(try openCount(of: path) == 0)
  }

  @Test("one that can't be waited for is stopped between two readings")
  func notPollable() throws {
    let stop = try SourceStop()
    let g = bytes(of: Memory("abc", pieceSize: 1).stopping(by: stop))
    #expect(try g.next() == [0x61])
    stop.stop()
    #expect(try g.next() == nil)
  }

  @Test("errors and names are those of the input")
  func errors() throws {
    let missing = FilePath("/no/such/file").stopping(by: try SourceStop())
    let error = #expect(throws: SourceError.self) { try lines(of: missing).next() }
    #expect(error.map { "\($0)" } == "/no/such/file: No such file or directory")
  }
}
