import Foundation
import TestSupport
import Testing

/// Recorded programs with what CPython did: `scripts/fuzz-against-python record` makes the file.
@Suite struct CorpusTests {
  private static let corpus: Result<Corpus, any Error> = Result {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Corpus.json")
    return try JSONDecoder().decode(Corpus.self, from: Data(contentsOf: file))
  }

  @Test func `a recorded program does what it did in CPython`() throws {
    let corpus = try Self.corpus.get()
    expectEqual(corpus.programs.count, 2000)
    for (index, entry) in corpus.programs.enumerated() {
      let events = LiveRun.events(of: entry.program)
      #expect(
        Python.line(of: events, minorVersion: corpus.minorVersion) == entry.trace,
        "program \(index):\n\(entry.program.pythonSource)")
    }
  }

  /// All that the language has is tried by the corpus.
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

  @Test func `a program is the same after it was written and read`() throws {
    for seed in 0..<500 as Range<UInt64> {
      let program = Program(seed: seed)
      let json = try JSONEncoder().encode(program)
      try expectEqual(JSONDecoder().decode(Program.self, from: json), program)
    }
  }
}
