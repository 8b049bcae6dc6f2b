import Foundation
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

/// A pipe whose ends are closed with it, unless they were closed before.
private final class Pipe: @unchecked Sendable {
  let reading: FileDescriptor
  private let lock = NSLock()
  private var writing: FileDescriptor?

  init() throws { (reading, writing) = try FileDescriptor.pipe() }

  deinit {
    closeWriting()
    try? reading.close()
  }

  func write(_ text: String) throws {
    let end = try #require(lock.withLock { writing })
    try end.writeAll(text.utf8)
  }

  func closeWriting() {
    lock.withLock {
      try? writing?.close()
      writing = nil
    }
  }
}

/// The lines of each input.
private func perSource(
  _ g: ThrowingGenerator<(source: Int, line: String)>, _ count: Int
) throws -> [[String]] {
  var found = Array(repeating: [String](), count: count)
  while let (source, line) = try g.next() { found[source].append(line) }
  return found
}

/// Returns the results of `next()` until its end or its error, and the error.
private func outcome<Element>(
  _ next: () throws -> Element?
) -> (elements: [Element], error: String?) {
  var elements: [Element] = []
  do {
    while let element = try next() { elements.append(element) }
    return (elements, nil)
  } catch {
    return (elements, "\(error)")
  }
}

struct InterleavedLinesTests {
  @Test func `no input has no lines`() throws {
    #expect(try interleavedLines(of: []).next() == nil)
  }

  @Test(arguments: LinesTests.cases, [1, 2, 3, 1000])
  func `the lines of one input are those of lines(of:)`(_ sample: LinesTests.Case, pieceSize: Int)
    throws
  {
    let input = Memory(sample.text, pieceSize: pieceSize)
    for limit in [1, 2, 3, 1000] {
      let found = outcome(interleavedLines(of: [input], limit: limit).next)
      let expected = outcome(lines(of: input, limit: limit).next)
      expectEqual(found.elements.map(\.line), expected.elements)
      expectEqual(found.error, expected.error)
      #expect(found.elements.allSatisfy { $0.source == 0 })
    }
  }

  @Test func `random bytes in random pieces are those of lines(of:), with the same limit`() throws {
    var random = SeededRandom(seed: 11)
    let alphabet = Array("ab\r\n\n\0é".utf8) + [0xff]
    for round in 0..<400 {
      let limit = Int.random(in: 1...12, using: &random)
      var inputs = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        Memory("", pieceSize: Int.random(in: 1...9, using: &random))
      }
      for index in inputs.indices {
        inputs[index].content = (0..<Int.random(in: 0...60, using: &random)).map { _ in
          random.pick(alphabet)
        }
      }
      let invalid: InvalidUTF8Policy = round % 4 == 0 ? .fail : .repair
      let given: [any ByteInput] = inputs
      let all = outcome(interleavedLines(of: given, limit: limit, invalidUTF8: invalid).next)
      let each = inputs.map { input in
        outcome(lines(of: input, limit: limit, invalidUTF8: invalid).next)
      }
      for (index, expected) in each.enumerated() {
        let found = all.elements.filter { $0.source == index }.map(\.line)
        if all.error == nil {
          expectEqual(found, expected.elements)
        } else {
          #expect(expected.elements.starts(with: found))
        }
      }
      // The first error ends all inputs, and is also an error of that input alone.
      expectEqual((all.error == nil), each.allSatisfy { $0.error == nil })
      if let error = all.error { #expect(each.contains { $0.error == error }) }
    }
  }

  @Test func `lines are longer than a reading, with every end`() throws {
    let line = String(repeating: "é", count: 40_000)
    for end in ["\n", "\r\n", ""] {
      let input = Memory("a\n\(line)\r\n\(line)\(end)", pieceSize: 10_000)
      try expectEqual(
        perSource(interleavedLines(of: [input, input]), 2),
        [
          ["a", line, line], ["a", line, line],
        ])
      let fits = interleavedLines(of: [input], limit: 80_000)
      try expectEqual(fits.collect().map(\.line), ["a", line, line])
      let error = outcome(interleavedLines(of: [input], limit: 79_999).next).error
      expectEqual(error, "memory:2: longer than 79999 bytes")
    }
    let endless = interleavedLines(of: [Memory(line)], limit: .max)
    try expectEqual(endless.collect().map(\.line), [line])
  }

  @Test func `a slow pipe and a fast one: each keeps its order, and none waits for the other`()
    throws
  {
    let (slow, fast) = (try Pipe(), try Pipe())
    let received = (0..<2).map { _ in Counter() }
    let writer = Background {
      defer { slow.closeWriting() }
      for number in 0..<20 {
        // An incomplete line doesn't delay the other input.
        try slow.write("slow ")
        try waitUntil { received[1].count >= (number + 1) * 500 }
        try slow.write("\(number)\r")
        try slow.write("\n")
        try waitUntil { received[0].count == number + 1 }
      }
    }
    let other = Background {
      defer { fast.closeWriting() }
      var random = SeededRandom(seed: 3)
      var text = Substring((0..<10_000).map { "fast \($0)\n" }.joined())
      while !text.isEmpty {
        let part = text.prefix(Int.random(in: 1...3000, using: &random))
        try fast.write(String(part))
        text.removeFirst(part.count)
      }
    }
    let g = interleavedLines(of: [slow.reading, fast.reading])
    var found: [[String]] = [[], []]
    while let (source, line) = try g.next() {
      found[source].append(line)
      received[source].add()
    }
    expectEqual(found[0], (0..<20).map { "slow \($0)" })
    expectEqual(found[1], (0..<10_000).map { "fast \($0)" })
    try writer.join()
    try other.join()
  }

  @Test func `many pipes at once, each written by a thread of its own`() throws {
    let pipes = try (0..<8).map { _ in try Pipe() }
    let writers = pipes.enumerated().map { index, pipe in
      Background {
        for number in 0..<(index * 100) { try pipe.write("\(index) \(number)\n") }
        pipe.closeWriting()
      }
    }
    let found = try perSource(interleavedLines(of: pipes.map(\.reading)), 8)
    for index in 0..<8 {
      expectEqual(found[index], (0..<(index * 100)).map { "\(index) \($0)" })
    }
    for writer in writers { try writer.join() }
    // An array may be released before the end of its scope, which would close the pipes.
    withExtendedLifetime(pipes) {}
  }

  @Test func `one that ends early does not end the others, and its last line needs no end`() throws
  {
    let (one, two) = (try Pipe(), try Pipe())
    try one.write("a\nlast")
    one.closeWriting()
    let g = interleavedLines(of: [one.reading, two.reading])
    try expectEqual(g.next().map { "\($0)" }, "(source: 0, line: \"a\")")
    try expectEqual(g.next()?.line, "last")
    try two.write("b\n")
    try expectEqual(g.next().map { $0 == (1, "b") }, true)
    try two.write("c")
    two.closeWriting()
    try expectEqual(g.next()?.line, "c")
    #expect(try g.next() == nil)
    #expect(try g.next() == nil)
  }

  @Test func `a file is closed when its turn is over in which it ends`() throws {
    let directory = try TemporaryDirectory()
    let (one, two) = (try directory.file("one", "a\n"), try Pipe())
    let g = interleavedLines(of: [one, two.reading] as [any ByteInput])
    try expectEqual(g.next()?.line, "a")
    try expectEqual(openCount(of: one), 1)
    try two.write("b\nc\n")
    try expectEqual(g.next()?.line, "b")
    try two.write("d\n")
    try expectEqual(g.next()?.line, "c")
    try expectEqual(g.next()?.line, "d")
    try expectEqual(openCount(of: one), 0)
  }

  @Test func `files take turns, so that none has to wait until another has ended`() throws {
    let directory = try TemporaryDirectory()
    let paths = try (0..<3).map { index in
      let text = (0..<20_000).map { "\(index) \($0)\n" }.joined()
      return try directory.file("\(index)", text)
    }
    var ahead = [0, 0, 0]
    let g = interleavedLines(of: paths)
    while let (source, line) = try g.next() {
      expectEqual(line, "\(source) \(ahead[source])")
      ahead[source] += 1
      if ahead.max()! < 20_000 { #expect(ahead.max()! - ahead.min()! < 10_000) }
    }
    expectEqual(ahead, [20_000, 20_000, 20_000])
  }

  @Test func `open inputs are closed when it is closed, dropped or fails`() throws {
    let directory = try TemporaryDirectory()
    let paths = try (0..<3).map {
      try directory.file("\($0)", "a\nb\n\(String(repeating: "x", count: 50))\n")
    }
    let open = { try paths.map { try openCount(of: $0) } }
    do {
      let g = interleavedLines(of: paths)
      try expectEqual(open(), [0, 0, 0])
      try expectEqual(g.next()?.line, "a")
      try expectEqual(open(), [1, 1, 1])
      try g.close()
      try expectEqual(open(), [0, 0, 0])
    }
    do {
      let g = interleavedLines(of: paths)
      try expectEqual(g.next()?.line, "a")
    }
    try expectEqual(open(), [0, 0, 0])
    let g = interleavedLines(of: paths, limit: 10)
    let failed = outcome(g.next)
    expectEqual(failed.elements.map(\.line), ["a", "b"])
    expectEqual(failed.error, "\(paths[0].string):3: longer than 10 bytes")
    try expectEqual(open(), [0, 0, 0])
    #expect(try g.next() == nil)
    let missing = outcome(interleavedLines(of: paths + [directory.path.appending("no")]).next)
    #expect(missing.elements.isEmpty)
    expectEqual(
      missing.error, "\(directory.path.appending("no").string): No such file or directory")
    try expectEqual(open(), [0, 0, 0])
  }

  @Test func `an error of one comes after its whole lines, with its name, and ends all`() throws {
    let pipe = try Pipe()
    try pipe.write("a\n")
    let failing = Memory("x\ny\nz", failure: Errno.ioError)
    let g = interleavedLines(of: [pipe.reading, failing] as [any ByteInput])
    let found = outcome(g.next)
    expectEqual(found.elements.map(\.line), ["a", "x", "y"])
    expectEqual(found.error, "memory: Input/output error")
    #expect(throws: Failure.self) {
      try interleavedLines(of: [Memory("", failure: Failure(1))]).next()
    }
    let closed = outcome(
      interleavedLines(of: [FileDescriptor(rawValue: 987_654), pipe.reading]).next)
    expectEqual(closed.error, "descriptor 987654: Bad file descriptor")
    let isDirectory = outcome(
      interleavedLines(of: [FilePath("/"), pipe.reading] as [any ByteInput]).next)
    expectEqual(isDirectory.error, "/: Is a directory")
  }

  @Test func `one that can't be opened or read ends no other where it is skipped`() throws {
    let pipe = try Pipe()
    try pipe.write("a\n")
    let missing = FilePath("/no/such/file")
    let broken = Memory("b\nhalf", pieceSize: 2, failure: Errno.ioError)
    let inputs: [any ByteInput] = [missing, FilePath("/"), broken, pipe.reading]
    var told: [String] = []
    let g = interleavedLines(of: inputs, unreadable: .skip { told.append("\($0)") })
    var found: [String] = []
    for _ in 0..<2 { if let (source, line) = try g.next() { found.append("\(source) \(line)") } }
    #expect(found == ["2 b", "3 a"] || found == ["3 a", "2 b"])
    try pipe.write("c\nd\n")
    try expectEqual(g.next()?.line, "c")
    pipe.closeWriting()
    try expectEqual(g.next()?.line, "d")
    #expect(try g.next() == nil)
    expectEqual(
      told,
      [
        "/no/such/file: No such file or directory", "/: Is a directory",
        "memory: Input/output error",
      ])
  }

  @Test func `a line of a pipe that is over the limit names it before its end is there`() throws {
    let (one, two) = (try Pipe(), try Pipe())
    try one.write("12345\r\n123456")
    try two.write("ok\n")
    let g = interleavedLines(of: [one.reading, two.reading], limit: 5)
    try expectEqual(g.next()?.line, "12345")
    try expectEqual(g.next()?.line, "ok")
    try one.write("7")
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error?.line, 2)
    expectEqual(error?.source, "descriptor \(one.reading.rawValue)")
    guard case .tooLong(limit: 5)? = error?.reason else {
      Issue.record("another reason")
      return
    }
  }

  @Test func `named pipes and sockets`() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path.appending("pipe")
    try #require(mkfifo(path.string, 0o600) == 0)
    var sockets: [Int32] = [0, 0]
    #if canImport(Glibc)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    try #require(socketpair(AF_UNIX, stream, 0, &sockets) == 0)
    let (near, far) = (
      FileDescriptor(rawValue: sockets[0]), FileDescriptor(rawValue: sockets[1])
    )
    let received = (0..<2).map { _ in Counter() }
    let writer = Background {
      let pipe = try FileDescriptor.open(path, .writeOnly)
      _ = try pipe.writeAll("pi".utf8)
      _ = try far.writeAll("socket\n".utf8)
      try waitUntil { received[1].count == 1 }
      _ = try pipe.writeAll("pe\n".utf8)
      try waitUntil { received[0].count == 1 }
      try far.close()
      try pipe.close()
    }
    let g = interleavedLines(of: [path, near] as [any ByteInput])
    var found: [String] = []
    while let (source, line) = try g.next() {
      found.append(line)
      received[source].add()
    }
    expectEqual(found, ["socket", "pipe"])
    try writer.join()
    try near.close()
  }

  /// A source of another type, with bytes that it read before.
  private struct Ahead: ByteInput {
    let name = "ahead"
    let descriptor: FileDescriptor

    func open() -> any ByteSource { Source(descriptor) }

    final class Source: PollableSource {
      let descriptor: FileDescriptor
      let source: any ByteSource
      var first: [UInt8]? = Array("first\n".utf8)

      init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
        source = descriptor.open()
      }

      var pollDescriptor: FileDescriptor? { first == nil ? descriptor : nil }

      func read(into buffer: inout OutputSpan<UInt8>) throws {
        guard let bytes = first else { return try source.read(into: &buffer) }
        for byte in bytes { buffer.append(byte) }
        first = nil
      }
    }
  }

  @Test func `a source of another type has its own descriptor to wait for`() throws {
    let (one, two) = (try Pipe(), try Pipe())
    let g = interleavedLines(of: [Ahead(descriptor: one.reading), two.reading] as [any ByteInput])
    try expectEqual(g.next()?.line, "first")
    try two.write("two\n")
    try expectEqual(g.next()?.line, "two")
    try one.write("one\n")
    try expectEqual(g.next()?.line, "one")
    one.closeWriting()
    two.closeWriting()
    #expect(try g.next() == nil)
  }

  @Test func `a limit that is not positive is a trap`() async {
    await #expect(processExitsWith: .failure) { _ = interleavedLines(of: [], limit: 0) }
  }

  // MARK: Stopping

  @Test func `pipes that are waited for are stopped from another thread`() throws {
    let (one, two) = (try Pipe(), try Pipe())
    let stop = try SourceStop()
    try one.write("a\npart")
    let g = interleavedLines(of: [one.reading, two.reading], stop: stop)
    try expectEqual(g.next()?.line, "a")
    let other = Background {
      usleep(5000)
      stop.stop()
    }
    try expectEqual(g.next()?.line, "part")
    #expect(try g.next() == nil)
    try other.join()
    try two.write("b\n")
    #expect(try interleavedLines(of: [two.reading], stop: stop).next() == nil)
  }

  // MARK: Files that grow

  @Test func `files that grow and are replaced, beside a pipe`() throws {
    let directory = try TemporaryDirectory()
    let paths = (0..<3).map { directory.path.appending("\($0).log") }
    for path in paths { try append("old\n", to: path) }
    let pipe = try Pipe()
    var inputs: [any ByteInput] = paths.map {
      var file = $0.following(idle: .seconds(10))
      file.recheck = .seconds(3600)
      return file
    }
    inputs.append(pipe.reading)
    let received = (0..<4).map { _ in Counter() }
    let writer = Background {
      try pipe.write("opened\n")
      try waitUntil { received[3].count == 1 }
      for number in 0..<300 {
        for (index, path) in paths.enumerated() {
          try append("\(index) ", to: path)
          try append("\(number)\n", to: path)
        }
        guard number % 50 == 49 else { continue }
        try pipe.write("\(number)\n")
        try waitUntil { (0..<3).allSatisfy { received[$0].count == number + 1 } }
        for path in paths { try move(path, to: FilePath(path.string + ".1")) }
      }
    }
    let g = interleavedLines(of: inputs)
    var found = Array(repeating: [String](), count: 4)
    while found.map(\.count) != [300, 300, 300, 7], let (source, line) = try g.next() {
      found[source].append(line)
      received[source].add()
    }
    for index in 0..<3 { expectEqual(found[index], (0..<300).map { "\(index) \($0)" }) }
    expectEqual(found[3].count, 7)
    try writer.join()
  }

  @Test func `each followed file has its own idle time and its own stop`() throws {
    let directory = try TemporaryDirectory()
    let stop = try SourceStop()
    let one = try directory.file("one", "a\nhalf")
    let two = try directory.file("two", "b\n")
    let three = directory.path.appending("three")
    let g = interleavedLines(of: [
      one.following(from: .beginning, idle: .milliseconds(20)),
      two.following(from: .beginning, idle: .zero),
      three.following(stop: stop),
    ])
    try expectEqual(g.next()?.line, "a")
    try expectEqual(g.next()?.line, "b")
    try expectEqual(g.next()?.line, "half")
    let other = Background {
      usleep(2000)
      try append("c\nlast", to: three)
      usleep(20_000)
      stop.stop()
    }
    // After a stop between the two, nothing is read, which is right as well.
    let rest = try g.collect().map(\.line)
    #expect(["c", "last"].starts(with: rest))
    try other.join()
  }

  @Test func `a followed file that is looked for by itself, and one that fails`() throws {
    let directory = try TemporaryDirectory()
    let target = try directory.file("elsewhere/a", "a\n")
    let path = directory.path.appending("a")
    try link(path, to: target)
    let pipe = try Pipe()
    var file = path.following(from: .beginning, idle: .seconds(10))
    file.recheck = .milliseconds(5)
    let g = interleavedLines(of: [file, pipe.reading] as [any ByteInput])
    try expectEqual(g.next()?.line, "a")
    let writer = Background {
      try remove(target)
      usleep(2000)
      try append("b\n", to: target)
    }
    try expectEqual(g.next()?.line, "b")
    try writer.join()
    try remove(path)
    try FileManager.default.createDirectory(
      atPath: path.string, withIntermediateDirectories: false)
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error.map { "\($0)" }, "\(path.string): Is a directory")
    try expectEqual(openCount(of: target), 0)
  }
}
