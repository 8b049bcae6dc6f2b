import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct DecodedLinesTests {
  static func number(_ line: Record) throws -> Int {
    guard let number = Int(line.text) else { throw Failure(line.number) }
    return number
  }

  @Test(
    arguments: [
      ("", []), ("\n", []), (" \t\n\r\n \t \r\n", []), ("1", [1]), ("1\n", [1]),
      ("1\r\n2\r\n", [1, 2]),
      ("\n\n1\n \n2\n\n", [1, 2]), ("\u{feff}1\n2", [1, 2]), ("\u{feff}\n3", [3]), ("\u{feff}", []),
    ], [1, 2, 1000])
  func `lines are decoded, and blank ones skipped, in pieces of any size`(
    _ sample: (text: String, numbers: [Int]), pieceSize: Int
  ) throws {
    let input = Memory(sample.text, pieceSize: pieceSize)
    try expectEqual(decodedLines(of: input, decode: Self.number).collect(), sample.numbers)
  }

  @Test func `a byte order mark anywhere but at the beginning is a part of its line`() throws {
    let found = try decodedLines(of: Memory("\na\n\u{feff}b")) { ($0.number, $0.text) }.collect()
    expectEqual(found.map(\.0), [2, 3])
    expectEqual(found.map(\.1), ["a", "\u{feff}b"])
  }

  @Test func `a bad line is an error with its number and the closure's error`() throws {
    let g = decodedLines(of: Memory("1\n\n2\nx\n4"), decode: Self.number)
    try expectEqual(g.next(), 1)
    try expectEqual(g.next(), 2)
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error?.source, "memory")
    expectEqual(error?.line, 4)
    guard case .undecodable(let underlying) = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    expectEqual(underlying as? Failure, Failure(4))
    try expectEqual(g.next(), nil)
  }

  @Test(arguments: [1, 2, 1000])
  func `bad lines are skipped and reported on request`(pieceSize: Int) throws {
    var bad: [SourceError] = []
    let input = Memory("x\n1\n1234567\n2\n\ny\n3\nz", pieceSize: pieceSize)
    let g = decodedLines(of: input, badLines: .skip { bad.append($0) }, limit: 6) {
      try Self.number($0)
    }
    try expectEqual(g.next(), 1)
    expectEqual(bad.count, 1)
    try expectEqual(g.collect(), [2, 3])
    expectEqual(bad.map(\.line), [1, 3, 6, 8])
    expectEqual(bad.map { $0.source }, Array(repeating: "memory", count: 4))
    expectEqual("\(bad[1])", "memory:3: longer than 6 bytes")
    for (error, line) in zip([bad[0], bad[2], bad[3]], [1, 6, 8]) {
      guard case .undecodable(let underlying) = error.reason else {
        Issue.record("\(error)")
        continue
      }
      expectEqual(underlying as? Failure, Failure(line))
    }
  }

  @Test func `a line that is too long is an error where bad lines fail`() throws {
    let g = decodedLines(of: Memory("1\n1234567\n2"), limit: 6, decode: Self.number)
    try expectEqual(g.next(), 1)
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error.map { "\($0)" }, "memory:2: longer than 6 bytes")
    try expectEqual(g.next(), nil)
  }

  @Test func `an error of the skipping closure ends the elements`() throws {
    var left = 2
    let g = decodedLines(
      of: Memory("x\n1\ny\nz\n2"),
      badLines: .skip { error in
        left -= 1
        if left == 0 { throw error }
      }, decode: Self.number)
    try expectEqual(g.next(), 1)
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error?.line, 3)
    try expectEqual(g.next(), nil)
  }

  @Test func `an error of the source is no bad line`() throws {
    var told = 0
    let g = decodedLines(
      of: Memory("1\n2", failure: Errno.ioError), badLines: .skip { _ in told += 1 },
      decode: Self.number)
    try expectEqual(g.next(), 1)
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error.map { "\($0)" }, "memory: Input/output error")
    try expectEqual(g.next(), nil)
    let own = decodedLines(
      of: Memory("1", failure: Failure(7)), badLines: .skip { _ in told += 1 }, decode: Self.number)
    #expect(throws: Failure(7)) { try own.next() }
    expectEqual(told, 0)
  }

  @Test func `an error that is thrown in at an element, and closing, are no bad lines`() throws {
    var told = 0
    let bad = BadLinesPolicy.skip { _ in told += 1 }
    let g = decodedLines(of: Memory("1\n2\n3"), badLines: bad, decode: Self.number)
    _ = try g.next()
    let error = SourceError(source: "x", line: 1, reason: .tooLong(limit: 1))
    #expect(throws: SourceError.self) { try g.throw(error) }
    try expectEqual(g.next(), nil)
    let closed = decodedLines(of: Memory("1\n2\n3"), badLines: bad, decode: Self.number)
    _ = try closed.next()
    try closed.close()
    try expectEqual(closed.next(), nil)
    expectEqual(told, 0)
  }

  @Test func `a file is closed at the end, and when the elements are dropped or fail`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.txt", "1\n2\nx\n")
    do {
      let g = decodedLines(of: path, decode: Self.number)
      try expectEqual(openCount(of: path), 0)
      try expectEqual(g.next(), 1)
      try expectEqual(openCount(of: path), 1)
    }
    try expectEqual(openCount(of: path), 0)
    let failing = decodedLines(of: path, decode: Self.number)
    #expect(throws: SourceError.self) { while try failing.next() != nil {} }
    try expectEqual(openCount(of: path), 0)
    let all = decodedLines(of: path, badLines: .skip { _ in }, decode: Self.number)
    try expectEqual(all.collect(), [1, 2])
    try expectEqual(openCount(of: path), 0)
  }

  @Test func `a limit that is not positive is a trap`() async {
    await #expect(processExitsWith: .failure) {
      _ = try? decodedLines(of: Memory("1"), limit: 0, decode: DecodedLinesTests.number).next()
    }
  }

  @Test func `it is said where it was made`() {
    let g = decodedLines(
      of: Memory("1"), fileID: "App/main.swift", line: 42, decode: Self.number)
    #expect("\(g)".contains("App/main.swift:42"))
  }
}
