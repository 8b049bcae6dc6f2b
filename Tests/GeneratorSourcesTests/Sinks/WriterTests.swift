import Foundation
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct WriterTests {
  private let directory: TemporaryDirectory
  private let path: FilePath

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path.appending("out.txt")
  }

  private func content(_ path: FilePath? = nil) throws -> String {
    try String(contentsOfFile: (path ?? self.path).string, encoding: .utf8)
  }

  private var exists: Bool { FileManager.default.fileExists(atPath: path.string) }

  @Test(arguments: [[], [""], ["one"], ["one", "", "größer", "日本語"]])
  func `lines are written with an end each, and counted in bytes`(input: [String]) throws {
    let expected = input.map { $0 + "\n" }.joined()
    try expectEqual(push(input, into: writer(to: path)), expected.utf8.count)
    try expectEqual(content(), expected)
    try expectEqual(GeneratorSources.lines(of: path).collect(), input)
    try expectEqual(openCount(of: path), 0)
  }

  @Test func `many lines, over many buffers, with lines longer than the buffer`() throws {
    var random = SeededRandom(seed: 3)
    let input = (0..<400).map { n in
      String(
        repeating: "x", count: n % 97 == 5 ? 200_000 : Int.random(in: 0...2000, using: &random))
    }
    let expected = input.map { $0 + "\n" }.joined()
    try expectEqual(push(input, into: writer(to: path)), expected.utf8.count)
    try expectEqual(content(), expected)
  }

  @Test(arguments: ["\0", "\r\n", "", "¶"])
  func `another end, also one of several bytes, and none`(_ terminator: String) throws {
    try push(["a", "b"], into: writer(to: path, terminator: terminator))
    try expectEqual(content(), "a\(terminator)b\(terminator)")
  }

  @Test func `a file is emptied, or appended to`() throws {
    try push(["a long line"], into: writer(to: path))
    try push(["b"], into: writer(to: path))
    try expectEqual(content(), "b\n")
    try expectEqual(push(["c"], into: writer(to: path, appending: true)), 2)
    try expectEqual(content(), "b\nc\n")
    let other = directory.path.appending("new.txt")
    try push(["d"], into: writer(to: other, appending: true))
    try expectEqual(content(other), "d\n")
  }

  @Test func `it is opened at the first line, and closed at the end`() throws {
    let sink = writer(to: path)
    try sink.start()
    #expect(!exists)
    try sink.send("a")
    try expectEqual(openCount(of: path), 1)
    try sink.close()
    try expectEqual(openCount(of: path), 0)
  }

  @Test func `without a line the file is made, or emptied, at the end`() throws {
    try expectEqual(writer(to: path).close(), 0)
    try expectEqual(content(), "")
    try push(["a"], into: writer(to: path))
    try expectEqual(writer(to: path, appending: true).close(), 0)
    try expectEqual(content(), "a\n")
    try expectEqual(writer(to: path).close(), 0)
    try expectEqual(content(), "")
  }

  @Test func `one that is never used, or sees only an error, makes no file`() throws {
    do { _ = writer(to: path) }
    #expect(throws: SourceError.self) {
      try push(
        GeneratorSources.lines(of: directory.path.appending("missing")), into: writer(to: path))
    }
    #expect(!exists)
  }

  @Test func `lines wait for the end, or for each other, as it is asked for`() throws {
    let lazy = writer(to: path)
    try lazy.send("a")
    try expectEqual(content(), "")
    try lazy.send(String(repeating: "x", count: 64 << 10))
    try expectEqual(content().utf8.count, (64 << 10) + 3)
    try lazy.send("b")
    try expectEqual(content().utf8.count, (64 << 10) + 3)
    try lazy.close()
    #expect(try content().hasSuffix("x\nb\n"))
    let eager = writer(to: path, flushing: .eachLine)
    try eager.send("a")
    try expectEqual(content(), "a\n")
    try eager.send("b")
    try expectEqual(content(), "a\nb\n")
    try expectEqual(eager.close(), 4)
  }

  @Test func `a dropped writer flushes its buffer and closes the file`() throws {
    do {
      let sink = grep("a", into: writer(to: path))
      try sink.send("a")
      try sink.send("b")
      try expectEqual(openCount(of: path), 1)
      try expectEqual(content(), "")
    }
    try expectEqual(content(), "a\n")
    try expectEqual(openCount(of: path), 0)
  }

  @Test
  func `before an error that is thrown in, the lines are written and the file closed`()
    throws
  {
    let sink = writer(to: path)
    try sink.send("a")
    #expect(throws: Failure(9)) { try sink.throw(Failure(9)) }
    try expectEqual(content(), "a\n")
    try expectEqual(openCount(of: path), 0)
    let source = directory.path.appending("in.txt")
    try push(["a", "b", String(repeating: "x", count: 100), "c"], into: writer(to: source))
    #expect(throws: SourceError.self) {
      try push(GeneratorSources.lines(of: source, limit: 50), into: writer(to: path))
    }
    try expectEqual(content(), "a\nb\n")
    try expectEqual(openCount(of: path), 0)
    try expectEqual(openCount(of: source), 0)
  }

  @Test func `before an error of an earlier stage, the lines are written`() throws {
    let sink = mapping(
      { (n: Int) in if n == 3 { throw Failure(5) } else { "\(n)" } }, into: writer(to: path))
    #expect(throws: Failure(5)) { try push(1...5, into: sink) }
    try expectEqual(content(), "1\n2\n")
    try expectEqual(openCount(of: path), 0)
  }

  @Test func `a descriptor is written from where it stands, and left open`() throws {
    try push(["abc", "def"], into: writer(to: path))
    let descriptor = try FileDescriptor.open(path, .writeOnly)
    try descriptor.closeAfter {
      try descriptor.seek(offset: 4, from: .start)
      try expectEqual(push(["xy"], into: writer(to: descriptor)), 3)
      do { try writer(to: descriptor, flushing: .eachLine).send("z") }
      try expectEqual(openCount(of: path), 1)
    }
    try expectEqual(content(), "abc\nxy\nz\n")
  }

  @Test func `a descriptor is closed where that is asked for, however the sink ends`() throws {
    try push(["abc"], into: writer(to: path))
    func opened() throws -> Sink<String, Int> {
      writer(to: try .open(path, .writeOnly), closing: true)
    }
    try expectEqual(push(["x"], into: opened()), 2)
    try expectEqual(openCount(of: path), 0)
    do { _ = try opened().send("y") }
    try expectEqual(openCount(of: path), 0)
    try expectEqual(content(), "y\nc\n")
    do { _ = try opened() }
    try expectEqual(openCount(of: path), 0)
    let sink = try opened()
    #expect(throws: Failure(9)) { try sink.throw(Failure(9)) }
    try expectEqual(openCount(of: path), 0)
    let readOnly = try FileDescriptor.open(path, .readOnly)
    #expect(throws: SinkError(sink: "descriptor \(readOnly.rawValue)", errno: .badFileDescriptor)) {
      try push(["x"], into: writer(to: readOnly, closing: true))
    }
    try expectEqual(openCount(of: path), 0)
  }

  @Test(arguments: [[], [[]], [[0, 255], [], [10]]] as [[[UInt8]]])
  func `bytes are written as they are`(input: [[UInt8]]) throws {
    try expectEqual(push(input, into: byteWriter(to: path)), input.joined().count)
    try expectEqual(Array(Data(contentsOf: URL(filePath: path.string))), Array(input.joined()))
    try expectEqual(
      push(input, into: byteWriter(to: path, appending: true, flushing: .eachLine)),
      input.joined().count)
    let descriptor = try FileDescriptor.open(path, .writeOnly, options: .append)
    try expectEqual(
      push(input, into: byteWriter(to: descriptor, closing: true)), input.joined().count)
    try expectEqual(
      Array(Data(contentsOf: URL(filePath: path.string))),
      Array(repeatElement(input.joined(), count: 3).joined()))
    try expectEqual(openCount(of: path), 0)
  }

  @Test(arguments: [1, 1000, 65_536, 100_000])
  func `a file is copied, in pieces of any size`(chunk: Int) throws {
    let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }.suffix(
      chunk == 1 ? 999 : 200_000)
    let source = try directory.file("in", content)
    try expectEqual(
      push(GeneratorSources.bytes(of: source, chunk: chunk), into: byteWriter(to: path)),
      content.count)
    try expectEqual(Data(contentsOf: URL(filePath: path.string)), Data(content))
  }

  @Test func `a file that can't be opened is an error that names it, and closes the source`() throws
  {
    let meter = Meter()
    let missing = directory.path.appending("no/such")
    let cases: [(FilePath, Errno)] = [
      (missing, .noSuchFileOrDirectory), (directory.path, .isDirectory),
    ]
    for (path, errno) in cases {
      let source = meter.throwing(["a", "b"])
      let error = #expect(throws: SinkError.self) { try push(source, into: writer(to: path)) }
      expectEqual(error, SinkError(sink: path.string, errno: errno))
      expectEqual(error.map { "\($0)" }, "\(path.string): \(errno)")
      expectEqual(source.state, .closed)
      #expect(throws: SinkError.self) { try writer(to: path).close() }
    }
    expectEqual(meter.open, 0)
  }

  @Test(.enabled(if: getuid() != 0))
  func `a file without permission is an error`() throws {
    let secret = try directory.file("secret", "x")
    chmod(secret.string, 0)
    #expect(throws: SinkError(sink: secret.string, errno: .permissionDenied)) {
      try push(["a"], into: writer(to: secret))
    }
  }

  @Test func `a pipe is written while it is read`() throws {
    let ends = try FileDescriptor.pipe()
    let input = (0..<50_000).map { "line \($0)" }
    let thread = Thread {
      _ = try? push(input, into: writer(to: ends.writeEnd, closing: true))
    }
    thread.start()
    try expectEqual(GeneratorSources.lines(of: ends.readEnd).collect(), input)
    try ends.readEnd.close()
  }

  @Test func `one that is shared by branches has the lines of all, in order`() throws {
    let other = directory.path.appending("other.txt")
    let sink = grep("404", into: broadcast(to: [printer(), writer(to: path)]))
    try expectEqual(push(["a", "b"], into: sink), [0, 0])
    let all = writer(to: path)
    let both = broadcast(
      to: grep("a", into: all), grep("b", into: all), grep("a", into: writer(to: other)))
    #expect(try push(["a", "b", "ab"], into: both) == (10, 10, 5))
    try expectEqual(content(), "a\nb\nab\nab\n")
    try expectEqual(content(other), "a\nab\n")
  }
}

// Python's file objects do the same: `open("/dev/full", "w")` raises ENOSPC at `close()`, and at the
// `write` that fills the buffer.
#if os(Linux)
  struct FullDiskTests {
    private let full: FilePath = "/dev/full"
    private let error = SinkError(sink: "/dev/full", errno: .noSpace)
    private let large = String(repeating: "x", count: 64 << 10)

    @Test func `a full disk is an error of the close`() throws {
      let sink = writer(to: full)
      #expect(try sink.send("a"))
      #expect(throws: error) { try sink.close() }
      expectEqual(sink.state, .closed)
      expectEqual(sink.returnValue, nil)
    }

    @Test(arguments: [FlushingPolicy.atEnd, .eachLine])
    func `or of the send that has to write`(flushing: FlushingPolicy) throws {
      let sink = writer(to: full, flushing: flushing)
      if flushing == .atEnd { #expect(try sink.send("a")) }
      #expect(throws: error) { try sink.send(flushing == .atEnd ? large : "a") }
      expectEqual(sink.state, .closed)
      #expect(try !sink.send("b"))
      #expect(throws: GeneratorError.closed) { try sink.close() }
    }

    @Test func `of one that is dropped, it goes to the hook`() throws {
      let errors = try unraisableErrors {
        try mapping({ $0 }, into: writer(to: full)).send("a")
      }
      expectEqual(errors.map { $0.error as? SinkError }, [error])
    }

    @Test func `of one that is thrown an error, it comes out in its place`() throws {
      let sink = writer(to: full)
      try sink.send("a")
      #expect(throws: error) { try sink.throw(Failure(9)) }
    }

    @Test func `it comes out of a pipeline, closes the source, and other branches get it`() throws {
      let meter = Meter()
      let trace = Trace()
      let other = Sink<String, Int> { yield in
        do {
          while let line = try yield.receive() { trace(line) }
        } catch {
          trace("\(error)")
          throw error
        }
        return 0
      }
      let lines = ["a", "b", "c"]
      #expect(throws: error) {
        try push(
          meter.throwing(lines),
          into: mapping(
            { $0 }, into: broadcast(to: [other, writer(to: full, flushing: .eachLine)])))
      }
      expectEqual(meter.taken, 1)
      expectEqual(meter.open, 0)
      expectEqual(trace.events, ["a", "\(error)"])
      #expect(throws: error) { try push(lines, into: broadcast(to: [writer(to: full), other])) }
      #expect(throws: error) { try push([large], into: head(1, into: writer(to: full))) }
    }

    @Test func `a descriptor that is not the sink's is left open`() throws {
      let descriptor = try FileDescriptor.open(full, .writeOnly)
      #expect(throws: SinkError.self) { try push(["a"], into: writer(to: descriptor)) }
      try descriptor.close()
    }
  }
#endif

struct WriterSignalTests {
  @Test func `a pipe without a reader is an error if SIGPIPE is ignored`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGPIPE, SIG_IGN)
      let ends = try FileDescriptor.pipe()
      try ends.readEnd.close()
      do {
        try push(["a"], into: writer(to: ends.writeEnd, closing: true))
      } catch let error as SinkError where error.errno == .brokenPipe {
        return
      }
      fatalError("no error")
    }
  }

  @Test func `and ends a program that does not`() async {
    await #expect(processExitsWith: .signal(SIGPIPE)) {
      signal(SIGPIPE, SIG_DFL)
      let ends = try FileDescriptor.pipe()
      try ends.readEnd.close()
      try push(["a"], into: writer(to: ends.writeEnd, closing: true))
    }
  }

  @Test func `a partial write is completed, and after an error not repeated`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let directory = try TemporaryDirectory()
      let path = directory.path.appending("out")
      var limit = rlimit(rlim_cur: 100_000, rlim_max: 100_000)
      #if os(Linux)
        let set = setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      #else
        let set = setrlimit(RLIMIT_FSIZE, &limit)
      #endif
      guard set == 0 else { fatalError("setrlimit") }
      var sent = 0
      do {
        let sink = writer(to: path)
        for _ in 0..<30 {
          try sink.send(String(repeating: "x", count: 9_999))
          sent += 1
        }
        fatalError("no error")
      } catch let error as SinkError where error.errno == .fileTooLarge {
        // A part of the second buffer of 70,000 bytes was written.
        let size = try FileManager.default.attributesOfItem(atPath: path.string)[.size] as? Int
        let open = try openCount(of: path)
        guard sent == 13, size == 100_000, open == 0 else {
          fatalError("\(sent), \(size ?? -1), \(open)")
        }
      }
    }
  }

  @Test func `a signal that interrupts the writing of a pipe loses nothing and repeats nothing`()
    async
  {
    await #expect(processExitsWith: .success) {
      // Without SA_RESTART, so that a waiting write returns with EINTR, or with a part.
      var action = sigaction()
      #if os(Linux)
        action.__sigaction_handler.sa_handler = { _ in }
      #else
        action.__sigaction_u.__sa_handler = { _ in }
      #endif
      guard sigaction(SIGUSR1, &action, nil) == 0 else { fatalError("sigaction") }
      // The threads of a pool block all signals.
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGUSR1)
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      let ends = try FileDescriptor.pipe()
      let input = (0..<60_000).map { "line \($0)" }
      let writing = pthread_self()
      let reader = Thread {
        // First while the pipe is full, then while there is some room.
        for _ in 0..<500 {
          pthread_kill(writing, SIGUSR1)
          usleep(200)
        }
        let pipe = lines(of: ends.readEnd)
        var read: [String] = []
        while let line = try? pipe.next() {
          read.append(line)
          if read.count % 100 == 0 { pthread_kill(writing, SIGUSR1) }
        }
        exit(read == input ? EXIT_SUCCESS : EXIT_FAILURE)
      }
      reader.start()
      try push(input, into: writer(to: ends.writeEnd, closing: true))
      // The reader ends the process.
      while true { pause() }
    }
  }
}
