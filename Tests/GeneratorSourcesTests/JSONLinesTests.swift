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

  @Test(arguments: [1, 3, 1000])
  func `values are decoded by Foundation's decoder as it is`(pieceSize: Int) throws {
    let text = """
      \u{feff}{"name": "größer", "count": 1}

      {"name": "\\u65e5\\n", "count": null}\r
       \t
        {"count": 3, "name": ""}
      """
    let input = Memory(text, pieceSize: pieceSize)
    let events = try jsonLines(of: input, as: Event.self, decode: JSONDecoder().decode).collect()
    expectEqual(
      events,
      [
        Event(name: "größer", count: 1), Event(name: "日\n"), Event(name: "", count: 3),
      ])
    let inferred: ThrowingGenerator<Event> = jsonLines(of: input, decode: JSONDecoder().decode)
    try expectEqual(inferred.collect(), events)
  }

  @Test func `values of any kind, and an empty input`() throws {
    let numbers = jsonLines(of: Memory("[1,2]\n[]\n"), as: [Int].self, decode: JSONDecoder().decode)
    try expectEqual(numbers.collect(), [[1, 2], []])
    let empty = jsonLines(of: Memory(""), as: Event.self, decode: JSONDecoder().decode)
    try expectEqual(empty.next(), nil)
  }

  @Test(arguments: Nesting.allCases)
  func `a line nests as deep as Foundation allows`(nesting: Nesting) throws {
    for levels in [1, 100, 512] {
      let values = jsonLines(
        of: Memory("1\n\(nesting.text(levels))\n2"), as: JSONValue.self,
        decode: JSONDecoder().decode)
      try expectEqual(values.collect().map(\.depth), [0, levels, 0])
    }
  }

  @Test(arguments: Nesting.allCases)
  func `a line that nests deeper is bad, and no more than that`(nesting: Nesting) throws {
    for levels in [513, 2_000, 100_000] {
      let deep = nesting.text(levels)
      for text in [deep, String(deep.prefix(deep.utf8.count / 2))] {
        var bad: [SourceError] = []
        let values = jsonLines(
          of: Memory("1\n\(text)\n2"), as: JSONValue.self, decode: JSONDecoder().decode,
          badLines: .skip { bad.append($0) })
        try expectEqual(values.collect().map(\.depth), [0, 0])
        expectEqual(bad.map(\.line), [2])
        guard case .undecodable(is DecodingError) = bad.first?.reason else {
          Issue.record("\(bad)")
          return
        }
      }
    }
    let failing = jsonLines(
      of: Memory(nesting.text(513)), as: JSONValue.self, decode: JSONDecoder().decode)
    #expect(throws: SourceError.self) { try failing.next() }
  }

  @Test func `values may be large and recursive, and have many properties`() throws {
    // An object and an array for each level.
    let text =
      String(repeating: "{\"children\":[", count: 255) + "{}" + String(repeating: "]}", count: 255)
    let large = jsonLines(of: Memory(text), as: LargeNode.self, decode: JSONDecoder().decode)
    try expectEqual(large.next()?.depth, 255)
    let maps =
      String(repeating: "{\"map\":{\"k\":", count: 255) + "{}" + String(repeating: "}}", count: 255)
    let wide = jsonLines(of: Memory(maps), as: WideNode.self, decode: JSONDecoder().decode)
    try expectEqual(wide.next()?.depth, 255)
  }

  @Test func `a long line and bytes that are not UTF-8 are decoded or bad, at any depth`() throws {
    let long =
      "[" + Array(repeating: "{\"a\":[1,\"b\"]}", count: 2_000).joined(separator: ",") + "]"
    var input = Memory(long + "\n")
    let halves = (
      String(repeating: "[", count: 300) + "\"", "\"" + String(repeating: "]", count: 300)
    )
    input.content += Array(halves.0.utf8) + [0xff, 0xc0] + Array(halves.1.utf8) + Array("\n2".utf8)
    var bad: [Int?] = []
    let values = jsonLines(
      of: input, as: JSONValue.self, decode: JSONDecoder().decode,
      badLines: .skip { bad.append($0.line) }, limit: 4 << 20)
    try expectEqual(values.collect().map(\.depth), [3, 0])
    expectEqual(bad, [2])
  }

  @Test func `a recursion that is deeper has a larger stack where one is asked for`() throws {
    func depth(_ n: Int) -> Int { n == 0 ? 0 : 1 + depth(n - 1) }
    let depths = jsonLines(
      of: Memory("x"), as: Int.self, decode: { (_, _: [UInt8]) in depth(60_000) },
      stackSize: 64 << 20)
    try expectEqual(depths.next(), 60_000)
    let shallow = decodedLines(of: Memory("x"), stackSize: 16 << 10) { $0.bytes.byteCount }
    try expectEqual(shallow.next(), 1)
  }

  @Test func `a stage of a pipeline decodes as deep`() throws {
    let decoding = mapping(
      { (line: String) in try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8)).depth },
      into: collecting(Int.self))
    try expectEqual(push([Nesting.objects.text(512), "1"], into: decoding), [512, 0])
    let choosing = filtering(
      where: { (line: String) in
        try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8)).depth > 0
      }, into: counting())
    try expectEqual(push([Nesting.mixed.text(512), "1"], into: choosing), 1)
  }

  @Test func `the decoder's settings are used`() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    struct Named: Decodable { var firstName: String }
    let line = Memory("{\"first_name\": \"Ann\"}")
    let g = jsonLines(of: line, as: Named.self, decode: decoder.decode)
    try expectEqual(g.next()?.firstName, "Ann")
  }

  @Test func `encoded values are decoded, over many buffers`() throws {
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
    try expectEqual(
      jsonLines(of: path, as: Event.self, decode: JSONDecoder().decode).collect(), events)
    try expectEqual(openCount(of: path), 0)
  }

  @Test func `a bad line is an error with its number and the decoder's error`() throws {
    let text = "{\"name\": \"a\"}\n\n{\"name\": 1}\n{\"name\": \"b\"}\n"
    let g = jsonLines(of: Memory(text), as: Event.self, decode: JSONDecoder().decode)
    try expectEqual(g.next(), Event(name: "a"))
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error?.line, 3)
    guard case .undecodable(let underlying as DecodingError) = error?.reason,
      case .typeMismatch(_, let context) = underlying
    else {
      Issue.record("\(String(describing: error))")
      return
    }
    expectEqual(context.codingPath.map(\.stringValue), ["name"])
    try expectEqual(g.next(), nil)
  }

  @Test func `bad lines are skipped and counted where that is wanted`() throws {
    var lines: [Int?] = []
    var input = Memory(
      "{}\n{\"name\": \"a\"}\n{\"name\": \"b\"\n\n{\"name\": \"c\"} x\n{\"name\": \"")
    input.content += [0xff] + Array("\"}\n{\"name\": \"d\"}".utf8)
    let g = jsonLines(
      of: input, as: Event.self, decode: JSONDecoder().decode,
      badLines: .skip { lines.append($0.line) })
    try expectEqual(g.collect(), [Event(name: "a"), Event(name: "d")])
    expectEqual(lines, [1, 3, 5, 6])
  }

  @Test func `a decoder of one's own gets the bytes in its own type`() throws {
    let g = jsonLines(of: Memory("\u{feff}ab\n \nc"), as: Int.self) { (type, bytes: [UInt8]) in
      #expect(type == Int.self)
      return bytes.count
    }
    try expectEqual(g.collect(), [2, 1])
    let slices = jsonLines(of: Memory("ab"), as: Int.self) { (_, bytes: ArraySlice<UInt8>) in
      bytes.count
    }
    try expectEqual(slices.collect(), [2])
  }

  @Test func `a line that is too long is bad`() throws {
    var told: [String] = []
    let text = "[1]\n[1,2,3,4]\n[2]"
    let g = jsonLines(
      of: Memory(text), as: [Int].self, decode: JSONDecoder().decode,
      badLines: .skip { told.append("\($0)") }, limit: 5)
    try expectEqual(g.collect(), [[1], [2]])
    expectEqual(told, ["memory:2: longer than 5 bytes"])
  }

  @Test func `an error of the source comes after the values that were whole`() throws {
    let g = jsonLines(
      of: Memory("[1]\n[2]", failure: Errno.ioError), as: [Int].self, decode: JSONDecoder().decode,
      badLines: .skip { _ in })
    try expectEqual(g.next(), [1])
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error.map { "\($0)" }, "memory: Input/output error")
  }

  @Test func `a file is closed when its values are dropped`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.jsonl", "[1]\n[2]\n")
    do {
      let g = jsonLines(of: path, as: [Int].self, decode: JSONDecoder().decode)
      try expectEqual(g.next(), [1])
      try expectEqual(openCount(of: path), 1)
    }
    try expectEqual(openCount(of: path), 0)
  }

  @Test func `it is said where it was made`() {
    let g = jsonLines(
      of: Memory("1"), as: Int.self, decode: JSONDecoder().decode, fileID: "App/main.swift",
      line: 42)
    #expect("\(g)".contains("App/main.swift:42"))
  }
}

/// Returns the text of nested values.
enum Nesting: CaseIterable {
  case objects, arrays, mixed

  func text(_ levels: Int) -> String {
    func isObject(_ level: Int) -> Bool { self == .objects || self == .mixed && level % 2 == 0 }
    let opened = (0..<levels).map { isObject($0) ? "{\"a\":" : "[" }.joined()
    let closed = (0..<levels).reversed().map { isObject($0) ? "}" : "]" }.joined()
    return opened + "1" + closed
  }
}

/// The usual way to decode any JSON.
indirect enum JSONValue: Decodable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    // The nested cases come first: the error of a failed attempt has the whole path to its place.
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else if let value = try? container.decode([String: JSONValue].self) {
      self = .object(value)
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else {
      self = .string(try container.decode(String.self))
    }
  }

  var depth: Int {
    switch self {
    case .null, .bool, .number, .string: 0
    case .array(let values): 1 + (values.map(\.depth).max() ?? 0)
    case .object(let values): 1 + (values.values.map(\.depth).max() ?? 0)
    }
  }
}

/// A value of 4 KB.
struct LargeNode: Decodable {
  typealias Eight<T> = (T, T, T, T, T, T, T, T)
  enum CodingKeys: CodingKey { case children }

  var space: Eight<Eight<Eight<Int>>>?
  var children: [LargeNode]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    children = try container.decodeIfPresent([LargeNode].self, forKey: .children) ?? []
  }

  var depth: Int { (children.map(\.depth).max() ?? -1) + 1 }
}

/// A value of many properties, in a dictionary.
struct WideNode: Decodable {
  var a0, a1, a2, a3, a4, a5, a6, a7: String?
  var b0, b1, b2, b3, b4, b5, b6, b7: Double?
  var c0, c1, c2, c3, c4, c5, c6, c7: Date?
  var d0, d1, d2, d3, d4, d5, d6, d7: URL?
  var children: [WideNode]?
  var map: [String: WideNode]?

  var depth: Int { (map?.values.map(\.depth).max() ?? -1) + 1 }
}
