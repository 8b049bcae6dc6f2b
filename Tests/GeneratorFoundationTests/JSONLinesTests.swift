import Foundation
import GeneratorFoundation
import GeneratorSources
import Generators
import TestSupport
import Testing

struct JSONLinesTests {
  struct Visit: Decodable, Equatable {
    var name: String
    var firstCount: Int
  }

  static func write(_ text: String, in directory: TemporaryDirectory) throws -> URL {
    let url = directory.url.appendingPathComponent("events.jsonl")
    try Data(text.utf8).write(to: url)
    return url
  }

  @Test func `lines are decoded by the decoder that is passed`() throws {
    let directory = try TemporaryDirectory()
    let url = try Self.write(
      "{\"name\": \"a\", \"first_count\": 1}\n\n{\"name\": \"ü\", \"first_count\": 2}",
      in: directory)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let visits = jsonLines(of: url, as: Visit.self, decoder: decoder)
    try expectEqual(
      visits.collect(), [Visit(name: "a", firstCount: 1), Visit(name: "ü", firstCount: 2)])
  }

  @Test func `a line that can't be decoded is an error with its number, or is skipped`() throws {
    let directory = try TemporaryDirectory()
    let url = try Self.write("1\nnull\n3\n", in: directory)
    let numbers = jsonLines(of: url, as: Int.self)
    try expectEqual(numbers.next(), 1)
    let error = #expect(throws: SourceError.self) { try numbers.next() }
    expectEqual(error?.line, 2)
    try expectEqual(numbers.next(), nil)

    var skipped: [Int?] = []
    let rest = jsonLines(of: url, as: Int.self, badLines: .skip { skipped.append($0.line) })
    try expectEqual(rest.collect(), [1, 3])
    expectEqual(skipped, [2])
  }

  @Test(arguments: [512, 513, 100_000])
  func `nesting that is too deep is an error`(depth: Int) throws {
    let directory = try TemporaryDirectory()
    let url = try Self.write(String(repeating: "[", count: depth) + "\n1\n", in: directory)
    let numbers = jsonLines(of: url, as: Int.self, badLines: .skip { _ in })
    try expectEqual(numbers.collect(), [1])
  }
}
