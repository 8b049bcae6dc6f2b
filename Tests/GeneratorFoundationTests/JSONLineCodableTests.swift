import GeneratorFoundation
import GeneratorSources
import TestSupport
import Testing

struct JSONLineCodableTests {
  private struct Visit: Codable, JSONLineCodable, Equatable {
    var path: String
    var bytes: Int
    var agent: String?
  }

  @Test func `a value is one line, with its keys sorted`() throws {
    var line: [UInt8] = Array("<".utf8)
    try Visit(path: "/a\n\tb", bytes: 17).encode(into: &line)
    expectEqual(String(decoding: line, as: UTF8.self), #"<{"bytes":17,"path":"/a\n\tb"}"#)
    expectEqual(try Visit(decoding: line.dropFirst()), Visit(path: "/a\n\tb", bytes: 17))
  }

  @Test func `other JSON is an error`() {
    for text in ["", "{}", "{", #"{"bytes":"x","path":""}"#] {
      #expect(throws: (any Error).self) { try Visit(decoding: ArraySlice(text.utf8)) }
    }
  }
}
