import GeneratorSources
import Generators
import SystemPackage
import Testing

@testable import WeblogKit

@Suite struct LogBlockTests {
  private func lines(
    _ text: String, limit: Int = 1_000, size: Int = 1_000, readSize: Int = .max
  ) throws -> [String] {
    var lines: [String] = []
    let input = MemoryInput(content: Array(text.utf8), readSize: readSize)
    let blocks = logBlocks(of: input, limit: limit, size: size)
    while let block = try blocks.next() { block.forEachLine { lines.append($0.text) } }
    return lines
  }

  @Test(arguments: [
    ("", []), ("\n", [""]), ("\n\n", ["", ""]), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]),
    ("\r\n", [""]), ("a\r\n\r\nb\r", ["a", "", "b"]), ("\r", [""]), ("a\rb\n", ["a\rb"]),
    ("a\n\n\nb\n", ["a", "", "", "b"]), ("a\r\r\n", ["a\r"]), ("\n\r", ["", ""]),
  ])
  func whateverIsReadAtOnceTheLinesAreTheSame(text: String, expected: [String]) throws {
    for size in 1...10 { #expect(try lines(text, size: size) == expected) }
    for readSize in 1...10 { #expect(try lines(text, readSize: readSize) == expected) }
  }

  @Test func asRecordReaderHasThem() throws {
    var random = SplitMix64(seed: 77)
    let pieces = ["\n", "\r\n", "\r", "a", "bc", "defghi", "0123456789"]
    for _ in 0..<500 {
      let text = (0..<random.number(below: 60))
        .map { _ in pieces[random.number(below: pieces.count)] }.joined()
      var expected: [String] = []
      var reader = try RecordReader(linesOf: MemoryInput(content: Array(text.utf8)))
      while let line = try reader.next() { expected.append(line.text) }
      let (size, readSize) = (1 + random.number(below: 30), 1 + random.number(below: 30))
      #expect(try lines(text, size: size, readSize: readSize) == expected)
    }
  }

  @Test(arguments: [1, 3, 7, 100])
  func ofLinesThatAreTooLongSoMuchIsGivenThatItIsSeen(size: Int) throws {
    let long = String(repeating: "x", count: 50)
    let text = "ab\n\(long)\n12345\r\n123456\r\n\(long)"
    let lengths = try lines(text, limit: 5, size: size).map(\.utf8.count)
    #expect(lengths.count == 5)
    #expect(lengths.map { $0 > 5 } == [false, true, false, true, true])
    // No more of them is held than what is read at once, or the limit.
    #expect(lengths.allSatisfy { $0 <= max(size, 7) })
  }

  @Test func whatWasBegunWhenReadingFailsIsNotGiven() throws {
    let input = MemoryInput(name: "a.log", content: Array("a\nb\nc".utf8), failure: .ioError)
    for size in 1...6 {
      var lines: [String] = []
      let blocks = logBlocks(of: input, limit: 10, size: size)
      let error = #expect(throws: SourceError.self) {
        while let block = try blocks.next() { block.forEachLine { lines.append($0.text) } }
      }
      #expect(error?.source == "a.log")
      #expect(lines == ["a", "b"])
    }
  }
}
