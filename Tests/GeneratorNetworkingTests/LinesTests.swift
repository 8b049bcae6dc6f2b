import GeneratorNetworking
import GeneratorScheduling
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

@Suite struct LinesTests {
  /// Takes lines until there is none.
  private static func all(_ lines: consuming TaskLines) throws -> [String] {
    var all: [String] = []
    while let line = try lines.next() { all.append(line) }
    // Nothing comes after the end.
    try expectEqual(lines.next(), nil)
    return all
  }

  /// Has another task write parts, each of which is read before the next is written, and then close.
  private func readLines(
    of parts: [[UInt8]], limit: Int = RecordReader.standardLimit,
    invalidUTF8: InvalidUTF8Policy = .repair, badLines: BadLinesPolicy = .fail
  ) throws -> [String] {
    try scheduled { task in
      let (a, b) = try connectionPair()
      let writer = try task.spawn { task in
        for part in parts {
          try task.write(part, to: a)
          for _ in 0..<4 { try task.yield() }
        }
        a.close()
      }
      let lines = try Self.all(
        task.lines(of: b, limit: limit, invalidUTF8: invalidUTF8, badLines: badLines))
      try task.join(writer)
      return lines
    }
  }

  private func readLines(of parts: String..., limit: Int = 1000) throws -> [String] {
    try readLines(of: parts.map { Array($0.utf8) }, limit: limit)
  }

  // MARK: - Lines

  @Test func `lines are those between the ends, wherever the peer cuts what it sends`() throws {
    try expectEqual(readLines(of: "one\ntwo\nthree\n"), ["one", "two", "three"])
    try expectEqual(readLines(of: "on", "e\nt", "wo", "\n", "three\n"), ["one", "two", "three"])
    try expectEqual(readLines(of: "\n\n", "\n"), ["", "", ""])
  }

  @Test func `CRLF ends a line, and a CR anywhere else is a part of it`() throws {
    try expectEqual(readLines(of: "one\r\ntwo\r\n"), ["one", "two"])
    try expectEqual(readLines(of: "one\r", "\ntwo", "\r\n", "\r\n"), ["one", "two", ""])
    try expectEqual(readLines(of: "a\rb\n", "c\r\r\n"), ["a\rb", "c\r"])
  }

  @Test func `a last line without an end is a line`() throws {
    try expectEqual(readLines(of: "one\ntwo"), ["one", "two"])
    try expectEqual(readLines(of: "o", "n", "e"), ["one"])
    try expectEqual(readLines(of: "one\r"), ["one"])
  }

  @Test func `nothing has no lines`() throws {
    try expectEqual(readLines(of: [], limit: 1), [])
  }

  @Test func `a line may be longer than what is read at once`() throws {
    let long = String(repeating: "0123456789", count: 20_000)
    let lines = try readLines(of: long + "\nshort\n" + long, limit: 200_000)
    expectEqual(lines, [long, "short", long])
  }

  @Test func `a character may come in pieces`() throws {
    let bytes = Array("äß€😀\nπ\n".utf8)
    try expectEqual(readLines(of: bytes.map { [$0] }), ["äß€😀", "π"])
  }

  @Test func `lines are those of a file with the same bytes`() throws {
    var random = SeededRandom(seed: 14)
    for _ in 0..<50 {
      let bytes = (0..<Int.random(in: 0...3_000, using: &random)).map { _ -> UInt8 in
        if random.chance(8) { return UInt8(ascii: "\n") }
        if random.chance(8) { return UInt8(ascii: "\r") }
        return random.chance(10) ? 0xFF : UInt8.random(in: 0x20...0x7E, using: &random)
      }
      var parts: [[UInt8]] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Int.random(in: 1...max(1, rest.count / 2), using: &random)
        parts.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      let limit = Int.random(in: 1...60, using: &random)
      let invalidUTF8: InvalidUTF8Policy = random.chance(50) ? .repair : .fail
      var (here, there) = ([String](), [String]())
      let lines = try readLines(
        of: parts, limit: limit, invalidUTF8: invalidUTF8,
        badLines: .skip { here.append("\($0.line!): \($0.reason)") })
      let file = try temporaryFile()
      try file.writeAll(bytes)
      try file.seek(offset: 0, from: .start)
      let expected = GeneratorSources.lines(
        of: file, limit: limit, invalidUTF8: invalidUTF8,
        badLines: .skip { there.append("\($0.line!): \($0.reason)") })
      var all: [String] = []
      while let line = try expected.next() { all.append(line) }
      try file.close()
      expectEqual(lines, all)
      expectEqual(here, there)
    }
  }

  // MARK: - Bad lines

  @Test func `a line that is too long ends the lines before the rest of it is read`() throws {
    try scheduled { task in
      let (a, b) = try connectionPair()
      var lines = task.lines(of: b, limit: 5)
      try task.write("12345\n123456", to: a)
      try expectEqual(lines.next(), "12345")
      let waiting = failure { try task.withTimeout(.milliseconds(1)) { try lines.next() } }
      // With a CRLF it would not be too long yet.
      expectEqual(waiting, "timed out")
      try task.write("78", to: a)
      do {
        _ = try lines.next()
        Issue.record("the line is returned")
      } catch let error as SourceError {
        expectEqual(error.line, 2)
        expectEqual("\(error.reason)", "longer than 5 bytes")
        expectEqual(error.source, "\(b)")
      }
      try task.write("9\nnext\n", to: a)
      try expectEqual(lines.next(), nil)
    }
  }

  @Test func `a line that is too long is skipped if that is wanted`() throws {
    var skipped: [Int?] = []
    let lines = try readLines(
      of: ["12", "3456", "789\n", "12345\r\n", "123456\n", "1234"].map { Array($0.utf8) }, limit: 5,
      badLines: .skip { skipped.append($0.line) })
    expectEqual(lines, ["12345", "1234"])
    expectEqual(skipped, [1, 3])
  }

  @Test func `what is not UTF-8 is repaired or an error`() throws {
    let parts: [[UInt8]] = [[0x61, 0xFF, 0x62, 0x0A], [0x63, 0x0A]]
    try expectEqual(readLines(of: parts), ["a\u{FFFD}b", "c"])
    #expect {
      try readLines(of: parts, invalidUTF8: .fail)
    } throws: {
      guard let error = $0 as? SourceError, case .invalidUTF8(at: 1) = error.reason else {
        return false
      }
      return error.line == 1
    }
  }

  @Test func `an error of the closure that skips ends the lines`() throws {
    try scheduled { task in
      let (a, b) = try connectionPair()
      var lines = task.lines(of: b, limit: 1, badLines: .skip { _ in throw Failure(7) })
      try task.write("a\nbb\nc\n", to: a)
      try expectEqual(lines.next(), "a")
      do {
        _ = try lines.next()
        Issue.record("the line is skipped")
      } catch {
        expectEqual(error as? Failure, Failure(7))
      }
      try expectEqual(lines.next(), nil)
    }
  }

  @Test func `a limit must be positive`() async {
    await #expect(processExitsWith: .failure) {
      try scheduled { task in
        let (_, b) = try connectionPair()
        _ = task.lines(of: b, limit: 0)
      }
    }
  }

  // MARK: - Ends

  @Test func `the lines end when the peer closes, after those that it has sent`() throws {
    let trace = Trace()
    try scheduled { task in
      let (client, server) = try tcpPair(task)
      let reader = try task.spawn { task in
        var lines = task.lines(of: server)
        while let line = try lines.next() { trace(line) }
        trace("end")
      }
      try task.write("one\ntw", to: client)
      try task.untilWaiting(reader)
      expectEqual(trace.take(), ["one"])
      try task.write("o", to: client)
      client.close()
      try task.join(reader)
      expectEqual(trace.take(), ["two", "end"])
    }
  }

  @Test func `a reset is an error, and the part of a line before it is none`() throws {
    try scheduled { task in
      let (client, server) = try tcpPair(task)
      let reader = try task.spawn { task in
        var lines = task.lines(of: server)
        try expectEqual(lines.next(), "one")
        return failure { try lines.next() }
      }
      try task.write("one\ntw", to: client)
      try task.untilWaiting(reader)
      resetOnClose(try client.descriptor)
      client.close()
      try expectEqual(task.join(reader), shortName(Errno.connectionReset))
    }
  }

  @Test func `closing the connection ends the wait`() throws {
    try scheduled { task in
      let (a, b) = try connectionPair()
      let reader = try task.spawn { task in
        var lines = task.lines(of: b)
        return failure { try lines.next() }
      }
      try task.write("half a li", to: a)
      try task.untilWaiting(reader)
      b.close()
      try expectEqual(task.join(reader), "closed")
    }
  }

  // MARK: - Waiting

  @Test func `cancellation ends the wait for the rest of a line`() throws {
    let trace = Trace()
    try scheduled { task in
      let (a, b) = try connectionPair()
      let reader = try task.spawn { task in
        var lines = task.lines(of: b)
        trace(failure { try lines.next() } ?? "a line")
        // A line that is there needs no wait; the next would.
        try task.withCancellationShield { trace(try lines.next() ?? "end") }
        trace(try lines.next() ?? "end")
        trace(failure { try lines.next() } ?? "a line")
      }
      try task.write("half", to: a)
      try task.untilWaiting(reader)
      reader.cancel()
      try task.untilWaiting(reader)
      try task.write(" and half\nnext\n", to: a)
      try task.join(reader)
    }
    expectEqual(trace.events, ["cancelled", "half and half", "next", "cancelled"])
  }

  @Test func `a line goes on after a timeout where it was`() throws {
    try scheduled { task in
      let (a, b) = try connectionPair()
      var lines = task.lines(of: b)
      for part in ["a", "b", "c"] {
        try task.write(part, to: a)
        let ending = failure { try task.withTimeout(.milliseconds(1)) { try lines.next() } }
        expectEqual(ending, "timed out")
      }
      try task.write("\n", to: a)
      try expectEqual(lines.next(), "abc")
    }
  }

  @Test func `an error that is thrown into the task leaves the lines as they are`() throws {
    try scheduled { task in
      let (a, b) = try connectionPair()
      let reader = try task.spawn { task in
        var lines = task.lines(of: b)
        let error = failure { try lines.next() }
        return [error, try lines.next()]
      }
      try task.write("ab", to: a)
      try task.untilWaiting(reader)
      reader.throw(Errno.interrupted)
      try task.untilWaiting(reader)
      try task.write("c\n", to: a)
      try expectEqual(task.join(reader), [shortName(Errno.interrupted), "abc"])
    }
  }

  @Test func `other tasks go on while a task waits for a line`() throws {
    let trace = Trace()
    try scheduled { task in
      let (a, b) = try connectionPair()
      let reader = try task.spawn { task in
        var lines = task.lines(of: b)
        while let line = try lines.next() { trace("read \(line)") }
      }
      let (c, d) = try connectionPair()
      let other = try task.spawn { task in
        var lines = task.lines(of: d)
        while let line = try lines.next() { trace("other \(line)") }
      }
      for n in 1...3 {
        try task.write("\(n)", to: a)
        try task.sleep(for: .milliseconds(1))
        trace("slept")
        try task.write("\(n)\n", to: c)
        try task.untilWaiting(other)
        try task.write("\n", to: a)
        try task.untilWaiting(reader)
      }
      a.close()
      c.close()
      try task.join(reader)
      try task.join(other)
    }
    expectEqual(
      trace.events,
      (1...3).flatMap { ["slept", "other \($0)", "read \($0)"] })
  }

  @Test func `a peer that never stops does not hold up other tasks`() throws {
    try scheduled { task in
      let (a, b) = try connectionPair()
      let writer = try task.spawn { task in while true { try task.write("line\n", to: a) } }
      var taken = 0
      let reader = try task.spawn { task in
        var lines = task.lines(of: b)
        while try lines.next() != nil { taken += 1 }
      }
      while taken < 10_000 { try task.yield() }
      writer.cancel()
      reader.cancel()
      try? task.join(writer)
      try? task.join(reader)
    }
  }

  // MARK: - Descriptors

  @Test func `a pipe is waited for and left open`() throws {
    let trace = Trace()
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      let isBlocking = !isNonBlocking(output)
      let reader = try task.spawn { task in
        var lines = task.lines(of: output)
        while let line = try lines.next() { trace(line) }
      }
      try task.write("one\nt", to: input)
      try task.untilWaiting(reader)
      expectEqual(trace.take(), ["one"])
      try task.write("wo\r\nthree", to: input)
      try input.close()
      try task.join(reader)
      expectEqual(trace.take(), ["two", "three"])
      expectEqual(!isNonBlocking(output), isBlocking)
      try output.close()
    }
  }

  @Test func `a file is read from where it stands`() throws {
    let file = try temporaryFile("one\ntwo\nthree")
    try file.seek(offset: 4, from: .start)
    try scheduled { task in
      try expectEqual(Self.all(task.lines(of: file)), ["two", "three"])
    }
    try file.close()
  }

  @Test func `errors name the descriptor`() throws {
    let file = try temporaryFile("long\n")
    try scheduled { task in
      var lines = task.lines(of: file, limit: 1)
      let error = failure { try lines.next() }
      expectEqual(error, "\(file.name):1: longer than 1 bytes")
    }
    try file.close()
  }
}
