import Foundation
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct JSONLinesTests {
  struct Event: Codable, Equatable {
    var name: String
    var count: Int?
  }

  @Test("values are decoded by Foundation's decoder as it is", arguments: [1, 3, 1000])
  func events(pieceSize: Int) throws {
    let text = """
      \u{feff}{"name": "größer", "count": 1}

      {"name": "\\u65e5\\n", "count": null}\r
       \t
        {"count": 3, "name": ""}
      """
    let input = Memory(text, pieceSize: pieceSize)
    let events = try jsonLines(of: input, as: Event.self, decode: JSONDecoder().decode).collect()
    #expect(
      events == [
        Event(name: "größer", count: 1), Event(name: "日\n"), Event(name: "", count: 3),
      ])
    let inferred: ThrowingGenerator<Event> = jsonLines(of: input, decode: JSONDecoder().decode)
    #expect(try inferred.collect() == events)
  }

  @Test("values of any kind, and an empty input")
  func values() throws {
    let numbers = jsonLines(of: Memory("[1,2]\n[]\n"), as: [Int].self, decode: JSONDecoder().decode)
    #expect(try numbers.collect() == [[1, 2], []])
    let empty = jsonLines(of: Memory(""), as: Event.self, decode: JSONDecoder().decode)
    #expect(try empty.next() == nil)
  }

  @Test("the decoder's settings are used")
  func settings() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    struct Named: Decodable { var firstName: String }
    let line = Memory("{\"first_name\": \"Ann\"}")
    let g = jsonLines(of: line, as: Named.self, decode: decoder.decode)
    #expect(try g.next()?.firstName == "Ann")
  }

  @Test("what was encoded comes back, over many buffers")
  func roundTrip() throws {
    var random = SeededRandom(seed: 7)
    let events = (0..<5000).map { count in
      let parts = (0..<Int.random(in: 0...30, using: &random)).map { _ in
        random.pick(["a", "\"", "\\", "\n", "é", "日", "/", "🎈"])
      }
      return Event(name: parts.joined(), count: random.chance(50) ? count : nil)
    }
    let directory = try TemporaryDirectory()
    let encoder = JSONEncoder()
    let content = try events.map { try encoder.encode($0) }.joined(separator: "\n".utf8)
    let path = try directory.file("events.jsonl", Array(content))
    #expect(
      try jsonLines(of: path, as: Event.self, decode: JSONDecoder().decode).collect() == events)
    #expect(try openCount(of: path) == 0)
  }

  @Test("a bad line is an error with its number and what the decoder said")
  func failing() throws {
    let text = "{\"name\": \"a\"}\n\n{\"name\": 1}\n{\"name\": \"b\"}\n"
    let g = jsonLines(of: Memory(text), as: Event.self, decode: JSONDecoder().decode)
    #expect(try g.next() == Event(name: "a"))
    let error = #expect(throws: SourceError.self) { try g.next() }
    #expect(error?.line == 3)
    guard case .undecodable(let underlying as DecodingError) = error?.reason,
      case .typeMismatch(_, let context) = underlying
    else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(context.codingPath.map(\.stringValue) == ["name"])
    #expect(try g.next() == nil)
  }

  @Test("bad lines are skipped and counted where that is wanted")
  func skipping() throws {
    var lines: [Int?] = []
    var input = Memory(
      "{}\n{\"name\": \"a\"}\n{\"name\": \"b\"\n\n{\"name\": \"c\"} x\n{\"name\": \"")
    input.content += [0xff] + Array("\"}\n{\"name\": \"d\"}".utf8)
    let g = jsonLines(
      of: input, as: Event.self, decode: JSONDecoder().decode,
      badLines: .skip { lines.append($0.line) })
    #expect(try g.collect() == [Event(name: "a"), Event(name: "d")])
    #expect(lines == [1, 3, 5, 6])
  }

  @Test("a decoder of one's own gets the bytes in its own type")
  func ownDecoder() throws {
    let g = jsonLines(of: Memory("\u{feff}ab\n \nc"), as: Int.self) { (type, bytes: [UInt8]) in
      #expect(type == Int.self)
      return bytes.count
    }
    #expect(try g.collect() == [2, 1])
    let slices = jsonLines(of: Memory("ab"), as: Int.self) { (_, bytes: ArraySlice<UInt8>) in
      bytes.count
    }
    #expect(try slices.collect() == [2])
  }

  @Test("a line that is too long is bad")
  func tooLong() throws {
    var told: [String] = []
    let text = "[1]\n[1,2,3,4]\n[2]"
    let g = jsonLines(
      of: Memory(text), as: [Int].self, decode: JSONDecoder().decode,
      badLines: .skip { told.append("\($0)") }, limit: 5)
    #expect(try g.collect() == [[1], [2]])
    #expect(told == ["memory:2: longer than 5 bytes"])
  }

  @Test("an error of the source comes after the values that were whole")
  func sourceFailing() throws {
    let g = jsonLines(
      of: Memory("[1]\n[2]", failure: Errno.ioError), as: [Int].self, decode: JSONDecoder().decode,
      badLines: .skip { _ in })
    #expect(try g.next() == [1])
    let error = #expect(throws: SourceError.self) { try g.next() }
    #expect(error.map { "\($0)" } == "memory: Input/output error")
  }

  @Test("a file is closed when its values are dropped")
  func dropped() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.jsonl", "[1]\n[2]\n")
    do {
      let g = jsonLines(of: path, as: [Int].self, decode: JSONDecoder().decode)
      #expect(try g.next() == [1])
      #expect(try openCount(of: path) == 1)
    }
    #expect(try openCount(of: path) == 0)
  }

  @Test("it is said where it was made")
  func origin() {
    let g = jsonLines(
      of: Memory("1"), as: Int.self, decode: JSONDecoder().decode, fileID: "App/main.swift",
      line: 42)
    #expect("\(g)".contains("App/main.swift:42"))
  }
}
