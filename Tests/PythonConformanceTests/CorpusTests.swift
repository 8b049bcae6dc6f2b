import Foundation
import TestSupport
import Testing

/// Recorded programs with CPython's traces: `scripts/fuzz-against-python record` makes the files,
/// with `--async --programs 500` the second.
@Suite struct CorpusTests {
  private static let corpus = Result { try read("Corpus.json") }
  private static let asyncCorpus = Result { try read("AsyncCorpus.json") }

  private static func read(_ name: String) throws -> Corpus {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: name)
    return try JSONDecoder().decode(Corpus.self, from: Data(contentsOf: file))
  }

  @Test func `a recorded program has CPython's trace`() throws {
    let corpus = try Self.corpus.get()
    expectEqual(corpus.programs.count, 2000)
    for (index, entry) in corpus.programs.enumerated() {
      let events = LiveRun.events(of: entry.program)
      #expect(
        Python.line(of: events, minorVersion: corpus.minorVersion) == entry.trace,
        "program \(index):\n\(entry.program.pythonSource)")
    }
  }

  @Test func `a recorded async program has CPython's trace`() async throws {
    let corpus = try Self.asyncCorpus.get()
    expectEqual(corpus.programs.count, 500)
    for (index, entry) in corpus.programs.enumerated() {
      let events = await AsyncLiveRun.events(of: entry.program)
      #expect(
        Python.line(of: events, minorVersion: corpus.minorVersion, isAsync: true) == entry.trace,
        "program \(index):\n\(entry.program.pythonSource)")
    }
  }

  @Test func `the async corpus has each kind of event`() throws {
    let events = try Self.asyncCorpus.get().programs.flatMap { $0.trace.split(separator: "|") }
    for ending in [
      "start", "finally", "got nil", "alreadyExecuting", "notStarted", "ignoredExit", "closed",
      "caught E0", "caught exit", "is suspended", "is running", "is gone",
    ] {
      #expect(events.contains { $0.hasSuffix(ending) }, "nothing ends in '\(ending)'")
    }
    for start in ["unraisable", "drop", "left", "loop", "each", "send", "throw", "close"] {
      #expect(events.contains { $0.hasPrefix(start) }, "nothing begins with '\(start)'")
    }
  }

  /// The corpus covers all kinds of statements.
  @Test func `the corpus has each kind of event`() throws {
    let events = try Self.corpus.get().programs.flatMap { $0.trace.split(separator: "|") }
    for ending in [
      "start", "finally", "got nil", "alreadyExecuting", "notStarted", "ignoredExit", "closed",
      "caught E0", "caught exit", "caught alreadyExecuting", "is suspended", "is running",
      "is gone",
    ] {
      #expect(events.contains { $0.hasSuffix(ending) }, "nothing ends in '\(ending)'")
    }
    for start in ["unraisable", "drop", "renew", "next", "send", "throw", "close"] {
      #expect(events.contains { $0.hasPrefix(start) }, "nothing begins with '\(start)'")
    }
  }

  @Test(arguments: [false, true])
  func `a program is unchanged after it was written and read`(isAsync: Bool) throws {
    for seed in 0..<500 as Range<UInt64> {
      let program = Program(seed: seed, isAsync: isAsync)
      let json = try JSONEncoder().encode(program)
      try expectEqual(JSONDecoder().decode(Program.self, from: json), program)
    }
  }
}
