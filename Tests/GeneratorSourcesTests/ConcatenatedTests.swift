import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct ConcatenatedTests {
  private static func error(_ action: () throws -> Void) -> String? {
    do {
      try action()
      return nil
    } catch {
      return (error as? SourceError)?.description ?? "not a SourceError: \(error)"
    }
  }

  // MARK: lines(of:) of several

  @Test func `lines do not continue from one input to the next`() throws {
    let inputs = ["a\nb", "", "c\n", "\n", "d\r"].map { Memory($0, pieceSize: 1) }
    let expected = ["a", "b", "c", "", "d"]
    try expectEqual(lines(of: inputs).collect(), expected)
    try expectEqual(lines(of: ThrowingGenerator(inputs)).collect(), expected)
    #expect(try lines(of: [Memory]()).collect().isEmpty)
    #expect(try lines(of: ThrowingGenerator([Memory]())).collect().isEmpty)
    #expect(try lines(of: Array(repeating: Memory(""), count: 5)).collect().isEmpty)
  }

  @Test func `each file is opened when the one before has ended, which is closed then`() throws {
    let directory = try TemporaryDirectory()
    let paths = try ["a", "b", "c"].map { try directory.file($0, "1\n2\n") }
    let all = lines(of: paths)
    func open() throws -> [Int] { try paths.map { try openCount(of: $0) } }
    try expectEqual(open(), [0, 0, 0])
    try expectEqual(all.next(), "1")
    try expectEqual(open(), [1, 0, 0])
    _ = try all.next()
    try expectEqual(all.next(), "1")
    try expectEqual(open(), [0, 1, 0])
    _ = try all.next()
    try expectEqual(all.next(), "1")
    try expectEqual(open(), [0, 0, 1])
    #expect(try all.next() == "2" && all.next() == nil && all.next() == nil)
    try expectEqual(open(), [0, 0, 0])
  }

  @Test(arguments: [0, 1, 3])
  func `dropped or closed half-way, it has nothing open and asks for no more`(_ count: Int) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a", "1\n2\n")
    for closes in [false, true] {
      let tracker = Tracker()
      var asked = 0
      do {
        let paths = ThrowingGenerator<FilePath> { [object = tracker.object()] yield in
          defer { withExtendedLifetime(object) {} }
          while true {
            asked += 1
            try yield(path)
          }
        }
        let all = lines(of: paths)
        for _ in 0..<count { _ = try all.next() }
        if closes {
          try all.close()
          try expectEqual(openCount(of: path), 0)
        }
      }
      try expectEqual(openCount(of: path), 0)
      expectEqual(asked, (count + 1) / 2)
      expectEqual(tracker.alive, 0)
    }
  }

  @Test func `the results of files(in:) are read as they come`() throws {
    let directory = try TemporaryDirectory()
    for name in ["b/2.log", "a.log", "b/1.log", "c.txt"] {
      _ = try directory.file(name, "\(name)\n")
    }
    let all = lines(of: files(in: directory.path, matching: "**/*.log"))
    try expectEqual(all.next(), "a.log")
    _ = try directory.file("b/0.log", "made meanwhile")
    try expectEqual(all.collect(), ["made meanwhile", "b/1.log", "b/2.log"])

    let missing = directory.path.appending("missing")
    let message = Self.error { _ = try lines(of: files(in: missing)).next() }
    expectEqual(message, "\(missing): No such file or directory")
  }

  @Test func `an error has the name of the file and the line in it`() throws {
    let directory = try TemporaryDirectory()
    let good = try directory.file("good", "a\nb\nc\n")
    let long = try directory.file("long", "a\nbbbb\nc\n")
    let bad = try directory.file("bad", [0x61, 0x0A, 0x62, 0xFF])
    for unreadable in [
      UnreadableFilePolicy.fail, .skip { _ in Issue.record("a line is at fault") },
    ] {
      let tooLong = lines(of: [good, long, good], limit: 3, unreadable: unreadable)
      for _ in 0..<4 { _ = try tooLong.next() }
      expectEqual(Self.error { _ = try tooLong.next() }, "\(long):2: longer than 3 bytes")
      try expectEqual(tooLong.next(), nil)
      try expectEqual(openCount(of: long), 0)

      let invalid = lines(of: [good, bad], invalidUTF8: .fail, unreadable: unreadable)
      for _ in 0..<4 { _ = try invalid.next() }
      expectEqual(Self.error { _ = try invalid.next() }, "\(bad):2: not UTF-8 from byte 1 on")
    }
    try expectEqual(lines(of: [bad]).collect(), ["a", "b\u{FFFD}"])
  }

  @Test func `a file that can't be opened is an error by default`() throws {
    let directory = try TemporaryDirectory()
    let good = try directory.file("good", "a\n")
    let missing = directory.path.appending("missing")
    for all in [lines(of: [good, missing, good]), lines(of: ThrowingGenerator([good, missing]))] {
      try expectEqual(all.next(), "a")
      expectEqual(Self.error { _ = try all.next() }, "\(missing): No such file or directory")
      try expectEqual(all.next(), nil)
    }
  }

  @Test func `files that can't be opened or read may be reported and skipped`() throws {
    let directory = try TemporaryDirectory()
    let good = try directory.file("good", "a\nb\n")
    let missing = directory.path.appending("missing")
    let paths = [missing, good, directory.path, good, missing]
    var told: [String] = []
    let skip = UnreadableFilePolicy.skip { told.append("\($0)") }
    let expected = [
      "\(missing): No such file or directory", "\(directory.path): Is a directory",
      "\(missing): No such file or directory",
    ]
    try expectEqual(lines(of: paths, unreadable: skip).collect(), ["a", "b", "a", "b"])
    expectEqual(told, expected)
    told = []
    let generated = lines(of: ThrowingGenerator(paths), unreadable: skip)
    try expectEqual(generated.collect(), ["a", "b", "a", "b"])
    expectEqual(told, expected)
    told = []
    let whole = ConcatenatedInput(paths, unreadable: skip)
    try expectEqual(lines(of: whole).collect(), ["a", "b", "a", "b"])
    expectEqual(told, expected)
  }

  @Test func `a file that fails half-way is reported after its whole lines`() throws {
    let inputs = [Memory("a\nb", failure: Errno.ioError), Memory("c\n")]
    let strict = lines(of: inputs)
    try expectEqual(strict.next(), "a")
    expectEqual(Self.error { _ = try strict.next() }, "memory: Input/output error")
    try expectEqual(strict.next(), nil)

    var told: [String] = []
    let skipping = lines(of: inputs, unreadable: .skip { told.append("\($0)") })
    try expectEqual(skipping.collect(), ["a", "c"])
    expectEqual(told, ["memory: Input/output error"])

    // The closure isn't called with errors of other types.
    let foreign = lines(
      of: [Memory("a\n", failure: Failure())], unreadable: .skip { _ in Issue.record() })
    try expectEqual(foreign.next(), "a")
    #expect(throws: Failure.self) { _ = try foreign.next() }
  }

  @Test
  func `an error of a line of a part is not for the closure, nor is one that is no SourceError`()
    throws
  {
    let skip = UnreadableFilePolicy.skip { _ in Issue.record() }
    let failures: [any Error] = [
      SourceError(source: "part", line: 3, reason: .malformed("a line")), Failure(),
    ]
    for failure in failures {
      let all = lines(
        of: ConcatenatedInput([Memory("a\n", failure: failure), Memory("b")], unreadable: skip))
      try expectEqual(all.next(), "a")
      #expect(throws: (any Error).self) { _ = try all.next() }
      try expectEqual(all.next(), nil)
    }
  }

  @Test func `a closure that throws ends the lines`() throws {
    let skip = UnreadableFilePolicy.skip { _ in throw Failure() }
    let inputs = [Memory("a\n", failure: Errno.ioError), Memory("b\n")]
    let all = lines(of: inputs, unreadable: skip)
    try expectEqual(all.next(), "a")
    #expect(throws: Failure.self) { _ = try all.next() }
    try expectEqual(all.next(), nil)

    let whole = lines(of: ConcatenatedInput(inputs, unreadable: skip))
    try expectEqual(whole.next(), "a")
    #expect(throws: Failure.self) { _ = try whole.next() }
    try expectEqual(whole.next(), nil)
  }

  @Test func `an error that the consumer throws in is not the file's`() throws {
    let error = SourceError(source: "consumer", reason: .malformed("thrown in"))
    let all = lines(of: [Memory("a\nb\n")], unreadable: .skip { _ in Issue.record() })
    try expectEqual(all.next(), "a")
    expectEqual(Self.error { _ = try all.throw(error) }, "consumer: thrown in")
    try expectEqual(all.next(), nil)
  }

  @Test func `the file of each line`() throws {
    let directory = try TemporaryDirectory()
    for name in ["a", "b"] { _ = try directory.file(name, "1\n2\n") }
    let named = files(in: directory.path).flatMap { path in
      lines(of: path).map { "\(path.lastComponent!): \($0)" }
    }
    try expectEqual(named.collect(), ["a: 1", "a: 2", "b: 1", "b: 2"])
  }

  // MARK: ConcatenatedInput

  @Test(arguments: [1, 2, 1000])
  func `concatenated inputs have nothing between them`(_ pieceSize: Int) throws {
    let inputs = ["a\nb", "", "c\nd", "", "", "e\n", "f"].map { Memory($0, pieceSize: pieceSize) }
    let expected = ["a", "bc", "de", "f"]
    try expectEqual(lines(of: ConcatenatedInput(inputs)).collect(), expected)
    try expectEqual(lines(of: ConcatenatedInput(ThrowingGenerator(inputs))).collect(), expected)
    #expect(try lines(of: ConcatenatedInput([Memory]())).collect().isEmpty)
    #expect(try bytes(of: ConcatenatedInput([Memory(""), Memory("")])).collect().isEmpty)
  }

  @Test func `a concatenation of a sequence is read again, and one of a generator is read on`()
    throws
  {
    let inputs = [Memory("a"), Memory("b")]
    let sequence = ConcatenatedInput(inputs)
    for _ in 0..<2 { try expectEqual(lines(of: sequence).collect(), ["ab"]) }
    let generated = ConcatenatedInput(ThrowingGenerator(inputs))
    try expectEqual(lines(of: generated).collect(), ["ab"])
    try expectEqual(lines(of: generated).collect(), [])
  }

  @Test func `an error of a concatenation has the name of its part, or of the whole`() throws {
    let directory = try TemporaryDirectory()
    let good = try directory.file("good", "a\nbbb")
    let missing = directory.path.appending("missing")
    let all = lines(of: ConcatenatedInput([good, missing, good]))
    try expectEqual(all.next(), "a")
    expectEqual(Self.error { _ = try all.next() }, "\(missing): No such file or directory")
    try expectEqual(all.next(), nil)
    try expectEqual(openCount(of: good), 0)

    let whole = lines(of: ConcatenatedInput([good, good], name: "whole"), limit: 3)
    try expectEqual(whole.next(), "a")
    expectEqual(Self.error { _ = try whole.next() }, "whole:2: longer than 3 bytes")
    expectEqual(ConcatenatedInput([good]).name, "concatenated inputs")
  }

  @Test func `one part of a concatenation is open at a time, and none after it is dropped`() throws
  {
    let directory = try TemporaryDirectory()
    let paths = try ["a", "b"].map { try directory.file($0, "12") }
    do {
      let all = bytes(of: ConcatenatedInput(paths), chunk: 2)
      try expectEqual(all.next(), Array("12".utf8))
      try expectEqual(paths.map { try openCount(of: $0) }, [1, 0])
      try expectEqual(all.next(), Array("12".utf8))
      try expectEqual(paths.map { try openCount(of: $0) }, [0, 1])
    }
    try expectEqual(paths.map { try openCount(of: $0) }, [0, 0])
  }

  @Test func `an error of the generator of inputs ends a concatenation`() throws {
    let inputs = ThrowingGenerator<Memory> { yield in
      try yield(Memory("a\n"))
      throw Failure()
    }
    let skip = UnreadableFilePolicy.skip { _ in Issue.record() }
    let all = lines(of: ConcatenatedInput(inputs, unreadable: skip))
    try expectEqual(all.next(), "a")
    #expect(throws: Failure.self) { _ = try all.next() }
    try expectEqual(all.next(), nil)
  }

  /// An input that reports when it is closed, and fails if it has nothing.
  private struct Logging: ByteInput {
    let name = "logging"
    let text: String
    let events: Events

    func open() -> any ByteSource { Source(text, events) }

    final class Source: ByteSource {
      private var rest: ArraySlice<UInt8>
      private let events: Events

      init(_ text: String, _ events: Events) {
        (rest, self.events) = (Array(text.utf8)[...], events)
      }

      deinit { events.add("input") }

      func read(into buffer: inout OutputSpan<UInt8>) throws {
        guard let byte = rest.popFirst() else { throw Errno.ioError }
        buffer.append(byte)
      }
    }
  }

  @Test(arguments: [false, true])
  func `an input is closed before the generator that it came from`(fails: Bool) throws {
    let events = Events()
    func inputs() -> ThrowingGenerator<Logging> {
      ThrowingGenerator { yield in
        defer { events.add("inputs") }
        try yield(Logging(text: "a\n", events: events))
      }
    }
    do {
      var reader = try RecordReader(linesOf: ConcatenatedInput(inputs()))
      try expectEqual(reader.next()?.text, "a")
      if fails { #expect(throws: SourceError.self) { try reader.next()?.text } }
    }
    do {
      let g = lines(of: inputs())
      try expectEqual(g.next(), "a")
      if fails { #expect(throws: SourceError.self) { try g.next() } }
    }
    expectEqual(events.all, ["input", "inputs", "input", "inputs"])
  }
}
