import Foundation
import GeneratorSources
import SystemPackage
import TestSupport
import Testing

/// The results of CPython for random input: record_globs.py makes the file.
struct RecordedGlobs: Decodable {
  /// A pattern, names, and for each name whether `fnmatch` matches it: "1" or "0".
  var names: [Name]
  /// The same for paths and `glob.translate`.
  var paths: [Path]
  /// The files of a tree.
  var files: [String]
  /// The paths that `glob.glob` finds in it.
  var walks: [Walk]

  struct Name: Decodable {
    var pattern: String
    var names: [String]
    var answers: String

    init(from decoder: any Decoder) throws {
      var fields = try decoder.unkeyedContainer()
      pattern = try fields.decode(String.self)
      names = try fields.decode([String].self)
      answers = try fields.decode(String.self)
    }
  }

  struct Path: Decodable {
    var glob: Glob
    var paths: [String]
    var answers: String

    init(from decoder: any Decoder) throws {
      var fields = try decoder.unkeyedContainer()
      let pattern = try fields.decode(String.self)
      glob = Glob(pattern, includesHidden: try fields.decode(Bool.self))
      paths = try fields.decode([String].self)
      answers = try fields.decode(String.self)
    }
  }

  struct Walk: Decodable {
    var glob: Glob
    var found: [String]

    init(from decoder: any Decoder) throws {
      var fields = try decoder.unkeyedContainer()
      let pattern = try fields.decode(String.self)
      glob = Glob(pattern, includesHidden: try fields.decode(Bool.self))
      found = try fields.decode([String].self)
    }
  }

  static func load() throws -> RecordedGlobs {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Globs.json")
    return try JSONDecoder().decode(RecordedGlobs.self, from: Data(contentsOf: file))
  }
}

struct GlobTests {
  @Test func `a name matches as CPython's fnmatch says`() throws {
    let records = try RecordedGlobs.load().names
    expectEqual(records.count, 600)
    for record in records {
      let glob = Glob(record.pattern, includesHidden: true)
      for (name, answer) in zip(record.names, record.answers) {
        #expect(glob.matches(FilePath(name)) == (answer == "1"), "\(record.pattern) of \(name)")
      }
    }
  }

  @Test func `a path matches as CPython's glob.translate says`() throws {
    let records = try RecordedGlobs.load().paths
    #expect(records.count > 250)
    for record in records {
      for (path, answer) in zip(record.paths, record.answers) {
        #expect(
          record.glob.matches(FilePath(path)) == (answer == "1"),
          "\(record.glob) of \(path), hidden: \(record.glob.includesHidden)")
      }
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    let yes: [String]
    let no: [String]
    var testDescription: String { pattern }
  }

  static let cases = [
    Case(pattern: "", yes: [""], no: ["a", "/"]),
    Case(pattern: "/", yes: ["/"], no: ["", "a", "/a"]),
    Case(pattern: "*", yes: ["a", "a.b"], no: ["", ".a", "a/b", "/a"]),
    Case(pattern: "/*", yes: ["/a"], no: ["a", "/a/b", "/.a"]),
    Case(pattern: "/**/c", yes: ["/c", "/a/b/c"], no: ["c", "a/c", "/a/.b/c"]),
    Case(pattern: "**", yes: ["", "a", "a/b"], no: [".a", "a/.b", ".a/b", "/", "/a"]),
    Case(pattern: "**/**", yes: ["", "a", "a/b"], no: [".a"]),
    Case(pattern: "a/**", yes: ["a/b", "a/b/c"], no: ["a", "b", "b/a"]),
    Case(pattern: "**/a", yes: ["a", "b/a", "a/a/a"], no: ["b", "a/b", ".b/a"]),
    Case(pattern: "**/a/**", yes: ["a/b", "c/a/b", "a/a", "c/a/b/d"], no: ["a", "c/a"]),
    Case(pattern: "a/**/b/**/c", yes: ["a/b/c", "a/b/b/c/c", "a/x/b/y/z/c"], no: ["a/c", "b/c"]),
    Case(pattern: "**a", yes: ["a", "ba"], no: ["b/a"]),
    Case(pattern: "a//b/./c", yes: ["a/b/c", "./a/b//c/"], no: ["a/c"]),
    Case(pattern: "./a", yes: ["a", "./a"], no: ["../a"]),
    Case(pattern: "../a", yes: ["../a"], no: ["a", "b/a"]),
    Case(pattern: "a/", yes: [], no: ["a", "a/", "a/b"]),
    Case(pattern: "a/.", yes: [], no: ["a", "a/."]),
    Case(pattern: ".*", yes: [".a"], no: ["a", "b.a"]),
    Case(pattern: ".a/**/.b", yes: [".a/.b", ".a/c/.b"], no: [".a/.c/.b"]),
    Case(pattern: "[.]a", yes: [], no: [".a"]),
    Case(pattern: "[!b]a", yes: ["aa"], no: [".a", "ba", "/a"]),
    Case(pattern: "a[!b]c", yes: ["axc"], no: ["a/c", "abc"]),
    Case(pattern: "a[/]c", yes: ["a[/]c"], no: ["a/c"]),
    Case(pattern: "a[*]", yes: ["a*"], no: ["ab", "a"]),
    Case(pattern: "[[]?[]]", yes: ["[x]"], no: ["x"]),
    Case(pattern: #"\*"#, yes: [#"\a"#, #"\"#], no: ["*"]),
    Case(pattern: "A*", yes: ["Ab"], no: ["ab"]),
    Case(pattern: "?", yes: ["a", "é", "日", "\u{1F600}"], no: ["e\u{301}", "ab"]),
    Case(pattern: "a/\u{301}b", yes: ["a/\u{301}b"], no: ["a", "a/b"]),
    Case(pattern: "*/?b", yes: ["a/\u{301}b"], no: ["a/b"]),
    Case(pattern: "é", yes: ["é"], no: ["e\u{301}"]),
  ]

  @Test(arguments: cases)
  func `patterns have their documented meaning`(_ sample: Case) {
    let glob = Glob(sample.pattern)
    for path in sample.yes { #expect(glob.matches(FilePath(path)), "\(path)") }
    for path in sample.no { #expect(!glob.matches(FilePath(path)), "\(path)") }
  }

  @Test func `hidden names are matched by wildcards that include them`() {
    #expect(Glob("**/*.c", includesHidden: true).matches(".a/b/.c"))
    #expect(Glob("?a/[.]b", includesHidden: true).matches(".a/.b"))
    #expect(Glob("**", includesHidden: true).matches("a/.b"))
  }

  @Test func `an escaped text matches itself and nothing else`() {
    for text in ["", "a", "*", "a?[b]", "[!a]", "**", "日[", "]"] {
      #expect(Glob(Glob.escape(text)).matches(FilePath(text)))
    }
    expectEqual(Glob.escape("a?[b]*"), "a[?][[]b][*]")
    #expect(!Glob(Glob.escape("a?")).matches("ab"))
    #expect(!Glob(Glob.escape("**")).matches("a/b"))
  }

  @Test func `bytes that are not UTF-8 count as U+FFFD`() {
    let name = FilePath(platformString: [0x61, CChar(bitPattern: 0xFF), 0x62, 0])
    #expect(Glob("a?b").matches(name))
    #expect(Glob("a\u{FFFD}b").matches(name))
    #expect(!Glob("ab").matches(name))
  }

  @Test func `many stars, and many directories, take no longer than their product`() {
    let name = String(repeating: "a", count: 200)
    #expect(!Glob(String(repeating: "*a", count: 100) + "b").matches(FilePath(name)))
    let path = FilePath(Array(repeating: "a", count: 300).joined(separator: "/"))
    let pattern = String(repeating: "**/a/", count: 100)
    #expect(!Glob(pattern + "b").matches(path))
    #expect(Glob(pattern + "a").matches(path))
  }

  @Test func `brackets that nothing closes, and many directories, take time linear in the pattern`()
  {
    // If each `[` began a new search for the end of a set, there would be 5,000,000,000 steps.
    let brackets = Glob(String(repeating: "[", count: 100_000))
    #expect(!brackets.matches("[") && Glob("[[[").matches("[[["))
    let closed = Glob(String(repeating: "[a", count: 50_000) + "]")
    #expect(closed.matches("a") && closed.matches("[") && !closed.matches("b"))
    let directories = Glob(String(repeating: "**/a/", count: 5_000) + "b")
    #expect(!directories.matches("a/a/a/b"))
    expectEqual(directories.description.count, 25_001)
  }

  @Test func `random patterns and names are no trap`() {
    var random = SeededRandom(seed: 12)
    let alphabet = Array("[]!-*?ab\\^/.zé".unicodeScalars)
    func text(_ count: Int) -> String {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...count, using: &random) { text.append(random.pick(alphabet)) }
      return String(text)
    }
    for _ in 0..<3_000 {
      let (pattern, name) = (text(12), text(8))
      let glob = Glob(pattern, includesHidden: random.chance(2))
      _ = glob.matches(FilePath(name))
      expectEqual(Glob(Glob.escape(name)).description, Glob.escape(name))
    }
  }

  @Test func `equal patterns are equal, and print as they were written`() {
    expectEqual(Glob("a/*"), "a/*")
    #expect(Glob("a/*") != Glob("a/*", includesHidden: true))
    expectEqual(Set([Glob("a"), "a", "b"]).count, 2)
    expectEqual("\(Glob("a//[b"))", "a//[b")
  }
}
