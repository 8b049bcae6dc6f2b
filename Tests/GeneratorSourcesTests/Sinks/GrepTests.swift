import GeneratorSources
import RegexBuilder
import TestSupport
import Testing

struct GrepTests {
  private static let log = ["GET /a 200", "POST /b 404", "", "GET /größe 404", "get /c 500"]

  @Test(arguments: [
    ("GET", [0, 3]), ("404", [1, 3]), ("öß", [3]), ("", [0, 1, 2, 3, 4]), ("no", []),
    ("[45]", []),
    // Compared by characters, the decomposed form is the same.
    ("gro\u{308}", [3]),
  ])
  func `lines that a text occurs in`(text: String, lines: [Int]) throws {
    try expectEqual(
      push(Self.log, into: grep(text, into: collecting())), lines.map { Self.log[$0] })
  }

  @Test func `lines in which a regular expression matches`() throws {
    let failed = try push(Self.log, into: grep(/[45]\d\d$/, into: collecting()))
    expectEqual(failed, [Self.log[1], Self.log[3], Self.log[4]])
    let gets = grep(/(?i)^get\b(?<rest>.*)/, into: counting())
    try expectEqual(push(Self.log, into: gets), 3)
    let built = grep(
      Regex {
        "/"; One(.word); " "
      }, into: counting())
    try expectEqual(push(Self.log, into: built), 3)
    // Although a text could be a regular expression too, it is searched as a text.
    try expectEqual(push(["a.c", "abc"], into: grep("a.c", into: collecting())), ["a.c"])
    let text = "a.c"
    try expectEqual(push(["a.c", "abc"], into: grep(text, into: collecting())), ["a.c"])
  }

  @Test func `an error of a parser inside of the expression comes out`() throws {
    struct Parser: CustomConsumingRegexComponent {
      typealias RegexOutput = Int
      func consuming(
        _ input: String, startingAt index: String.Index, in bounds: Range<String.Index>
      ) throws -> (upperBound: String.Index, output: Int)? {
        if input == "bad" { throw Failure(6) }
        return (bounds.upperBound, 0)
      }
    }
    let sink = grep(Parser(), into: collecting())
    try sink.send("good")
    #expect(throws: Failure(6)) { try sink.send("bad") }
  }
}
