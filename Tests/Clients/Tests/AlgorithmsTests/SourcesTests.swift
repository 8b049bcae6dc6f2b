import Algorithms
import AsyncAlgorithms
import Foundation
import GeneratorAlgorithms
import GeneratorGzip
import GeneratorSources
import Generators
import SystemPackage
import Testing

/// The free functions of the sources and sinks, beside other packages with functions of the same names.
struct SourcesTests {
  private func withLog(_ body: (FilePath) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data("a,1\nb,2\n".utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(FilePath(url.path))
  }

  @Test func `each way to read compiles, and reads`() throws {
    try withLog { path in
      #expect(try lines(of: path).collect() == ["a,1", "b,2"])
      #expect(try lines(of: [path, path]).elementCount() == 4)
      #expect(try lines(of: path.gunzipped()).first() == "a,1")
      #expect(try records(of: path, separatedBy: ",").collect() == ["a", "1\nb", "2\n"])
      let sizes = try bytes(of: path, chunk: 3).map(\.count).collect()
      #expect(sizes == [3, 3, 2])
      #expect(try csvRows(of: path).collect() == [["a", "1"], ["b", "2"]])
      let fields = try csvRecords(of: path).map(\.fields).collect()
      #expect(fields == [["b", "2"]])
      let lengths = try decodedLines(of: path) { $0.bytes.byteCount }.collect()
      #expect(lengths == [3, 3])
      let ready = try interleavedLines(of: [path]).map(\.line).collect()
      #expect(ready == ["a,1", "b,2"])
      let name = Glob(path.lastComponent!.string)
      let found = files(in: path.removingLastComponent(), matching: name)
      #expect(try found.collect() == [path])
    }
  }

  @Test func `each sink compiles, and receives`() throws {
    let large = try push([1, 2, 3], into: filtering(where: { $0 > 1 }, into: counting()))
    #expect(large == 2)
    let found = try push(["a", "b"], into: grep("b", into: collecting()))
    #expect(found == ["b"])
    let first = try push(1...9, into: head(2, into: collecting()))
    #expect(first == [1, 2])
    let batches = try push(1...3, into: batching(2, into: collecting()))
    #expect(batches == [[1, 2], [3]])
    let sum = try push(1...3, into: mapping({ $0 * 2 }, into: reducing(into: 0) { $0 += $1 }))
    #expect(sum == 12)
    let counts = try push(1...3, into: broadcast(to: [counting(), counting()]))
    #expect(counts == [3, 3])
  }
}
