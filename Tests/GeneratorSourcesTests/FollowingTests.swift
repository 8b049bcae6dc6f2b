import Foundation
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

extension FilePath {
  /// Follows from the beginning, woken by the system's reports alone.
  ///
  /// The bound is reached only on failure.
  fileprivate func watched(
    from start: FollowingInput.Start = .beginning, idle: Duration = .seconds(300),
    recheck: Duration = .seconds(3600), stop: SourceStop? = nil, events: Events? = nil
  ) -> FollowingInput {
    let onEvent = events.map { events in
      { @Sendable (event: FollowingInput.Event) in events.add("\(event)") }
    }
    var file = following(from: start, idle: idle, stop: stop, onEvent: onEvent)
    file.recheck = recheck
    return file
  }

  fileprivate var old: FilePath { FilePath(string + ".1") }
}

struct FollowingTests {
  let directory: TemporaryDirectory
  let path: FilePath

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path.appending("a.log")
  }

  @Test(arguments: ["", "a\n", "a\nb\r\n", "a\nb", "\n\n"])
  func `the existing lines are read, and then the appended ones`(text: String) throws {
    try append(text, to: path)
    let expected = try lines(of: path).collect()
    try expectEqual(lines(of: path.watched(idle: .zero)).collect(), expected)
    let g = lines(of: path.watched())
    for line in expected.dropLast() { try expectEqual(g.next(), line) }
    try append("x\n", to: path)
    let rest = try lines(of: path).collect().dropFirst(max(0, expected.count - 1))
    for line in rest { try expectEqual(g.next(), line) }
  }

  @Test func `from the end, only lines appended after the first request are read`() throws {
    try append("old\n", to: path)
    let input = path.watched(from: .end)
    expectEqual(input.name, path.string)
    try append("before\n", to: path)
    var reader = try RecordReader(linesOf: input)
    try append("new\nand ", to: path)
    try expectEqual(reader.next()?.text, "new")
    try append("newer\n", to: path)
    try expectEqual(reader.next()?.text, "and newer")
  }

  @Test func `the default start is the end`() throws {
    try append("old\n", to: path)
    try expectEqual(lines(of: path.following(idle: .zero)).next(), nil)
  }

  @Test func `lines that another thread writes in parts come whole, and soon`() throws {
    try append("", to: path)
    let file = path
    let parts = ["o", "ne\ntw", "o", "\r", "\n", "three\nfour\nfi", "ve\n"]
    let received = Counter()
    let writer = Background {
      for (index, part) in parts.enumerated() {
        // The lines that are whole so far are returned before the next part is written.
        let whole = parts[..<index].joined().utf8.count { $0 == UInt8(ascii: "\n") }
        try waitUntil { received.count >= whole }
        try append(part, to: file)
      }
    }
    let g = lines(of: path.watched())
    var found: [String] = []
    while found.count < 5, let line = try g.next() {
      found.append(line)
      received.add()
    }
    expectEqual(found, ["one", "two", "three", "four", "five"])
    try writer.join()
  }

  @Test func `bytes are returned as they come`() throws {
    try append("ab", to: path)
    let g = bytes(of: path.watched())
    try expectEqual(g.next(), Array("ab".utf8))
    try append("c", to: path)
    try expectEqual(g.next(), Array("c".utf8))
  }

  // MARK: Another file at the path

  @Test func `a file that is renamed is read to its end, then the new one from its beginning`()
    throws
  {
    try append("a\n", to: path)
    let g = lines(of: path.watched())
    try expectEqual(g.next(), "a")
    try append("b\n", to: path)
    try move(path, to: path.old)
    try append("c\n", to: path.old)
    try append("d\n", to: path)
    for line in ["b", "c", "d"] { try expectEqual(g.next(), line) }
    try append("e\n", to: path)
    try expectEqual(g.next(), "e")
    try expectEqual(openCount(of: path), 1)
    try expectEqual(openCount(of: path.old), 0)
  }

  @Test func `a file that is removed is read to its end, then the new one from its beginning`()
    throws
  {
    try append("a\n", to: path)
    let g = lines(of: path.watched())
    try expectEqual(g.next(), "a")
    try append("b\n", to: path)
    try remove(path)
    try append("c\n", to: path)
    for line in ["b", "c"] { try expectEqual(g.next(), line) }
  }

  @Test func `a file that another one is renamed to`() throws {
    try append("a\n", to: path)
    let g = lines(of: path.watched())
    try expectEqual(g.next(), "a")
    try append("b\n", to: path.old)
    try move(path.old, to: path)
    try expectEqual(g.next(), "b")
  }

  @Test func `as long as the new file is empty, the old one is read on`() throws {
    try append("a\n", to: path)
    let g = lines(of: path.watched())
    try expectEqual(g.next(), "a")
    try move(path, to: path.old)
    try append("", to: path)
    let (old, new) = (path.old, path)
    let writer = Background {
      // The new file is known.
      try waitUntil { try openCount(of: new) == 1 }
      try append("late\n", to: old)
    }
    try expectEqual(g.next(), "late")
    try writer.join()
    try append("later\n", to: path.old)
    try append("new\n", to: path)
    try expectEqual(g.next(), "later")
    try expectEqual(g.next(), "new")
    try expectEqual(openCount(of: path.old), 0)
  }

  @Test func `a file that was known is read though it was replaced in its turn`() throws {
    try append("a\n", to: path)
    let g = lines(of: path.watched())
    try expectEqual(g.next(), "a")
    let (first, second, new) = (path.old, path.old.old, path)
    let writer = Background {
      try move(new, to: first)
      try append("", to: new)
      try waitUntil { try openCount(of: new) == 1 }
      try move(new, to: second)
      try append("b\n", to: second)
      try append("c\n", to: new)
    }
    try expectEqual(g.next(), "b")
    try expectEqual(g.next(), "c")
    try writer.join()
  }

  @Test func `a known file that stayed empty is skipped`() throws {
    try append("a\n", to: path)
    let g = lines(of: path.watched())
    try expectEqual(g.next(), "a")
    let (first, second, new) = (path.old, path.old.old, path)
    let writer = Background {
      try move(new, to: first)
      try append("", to: new)
      try waitUntil { try openCount(of: new) == 1 }
      try move(new, to: second)
      try append("c\n", to: new)
    }
    try expectEqual(g.next(), "c")
    try writer.join()
    try expectEqual(openCount(of: path.old), 0)
    try expectEqual(openCount(of: path.old.old), 0)
  }

  @Test func `a last line without an end is ended when another file follows`() throws {
    try append("a\nhal", to: path)
    let g = lines(of: path.watched())
    try expectEqual(g.next(), "a")
    try append("f", to: path)
    try move(path, to: path.old)
    try append("new\n", to: path)
    try expectEqual(g.next(), "half")
    try expectEqual(g.next(), "new")
    let all = bytes(of: path.watched())
    try expectEqual(all.next(), Array("new\n".utf8))
  }

  @Test func `where nothing was read of a file there is no line to end`() throws {
    try append("half", to: path)
    var reader = try RecordReader(linesOf: path.watched(from: .end))
    try remove(path)
    try append("new\n", to: path)
    try expectEqual(reader.next()?.text, "new")
  }

  @Test func `a file that is cut is read from its beginning, and its last line is ended`() throws {
    try append("a\nb\nhalf", to: path)
    let g = lines(of: path.watched())
    try expectEqual(g.next(), "a")
    try expectEqual(g.next(), "b")
    try cut(path)
    try append("c\n", to: path)
    try expectEqual(g.next(), "half")
    try expectEqual(g.next(), "c")
    try cut(path, to: 1)
    try append("d\n", to: path)
    // The file has 3 bytes now; 2 were read.
    try expectEqual(g.next(), "")
    try cut(path, to: 0)
    let file = path
    let writer = Background {
      usleep(1000)
      try append("e\n", to: file)
    }
    try expectEqual(g.next(), "e")
    try writer.join()
  }

  @Test func `a file that is not there is waited for, and read from its beginning`() throws {
    let file = path
    var reader = try RecordReader(linesOf: path.watched(from: .end))
    let writer = Background {
      usleep(2000)
      try append("a\n", to: file)
    }
    try expectEqual(reader.next()?.text, "a")
    try writer.join()
    try remove(path)
    let again = Background {
      usleep(2000)
      try append("b\n", to: file)
    }
    try expectEqual(reader.next()?.text, "b")
    try again.join()
  }

  @Test func `a directory that is not there is waited for, and so is one that is replaced`() throws
  {
    let parent = directory.path.appending("logs")
    let file = parent.appending("a.log")
    let g = lines(of: file.watched(recheck: .milliseconds(5)))
    let fill: @Sendable (String) throws -> Void = { text in
      usleep(2000)
      try FileManager.default.createDirectory(
        atPath: parent.string, withIntermediateDirectories: true)
      usleep(2000)
      try append(text, to: file)
    }
    let writer = Background { try fill("a\n") }
    try expectEqual(g.next(), "a")
    try writer.join()
    try move(parent, to: directory.path.appending("old logs"))
    let again = Background { try fill("b\n") }
    try expectEqual(g.next(), "b")
    try again.join()
  }

  @Test func `a symbolic link that is changed leads to another file`() throws {
    let (one, two) = (directory.path.appending("one"), directory.path.appending("two"))
    try append("a\n", to: one)
    try append("b\n", to: two)
    try link(path, to: one)
    let g = lines(of: path.watched())
    try expectEqual(g.next(), "a")
    try link(path.old, to: two)
    try move(path.old, to: path)
    try expectEqual(g.next(), "b")
  }

  @Test func `a file behind a symbolic link into another directory is replaced`() throws {
    let target = try directory.file("elsewhere/a.log", "a\n")
    try link(path, to: target)
    let g = lines(of: path.watched(recheck: .milliseconds(5)))
    try expectEqual(g.next(), "a")
    let writer = Background {
      try remove(target)
      usleep(2000)
      try append("b\n", to: target)
    }
    try expectEqual(g.next(), "b")
    try writer.join()
  }

  @Test func `a path of one name is looked for in the working directory`() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      try #require(chdir(directory.path.string) == 0)
      let g = lines(of: FilePath("a.log").watched())
      let writer = Background {
        usleep(2000)
        try append("a\n", to: "a.log")
      }
      try #require(try g.next() == "a")
      try writer.join()
    }
  }

  // MARK: What can't be followed

  @Test func `a directory is an error, at first and later`() throws {
    let message = "\(path.string): Is a directory"
    try FileManager.default.createDirectory(
      atPath: path.string, withIntermediateDirectories: false)
    let error = #expect(throws: SourceError.self) { try lines(of: path.watched()).next() }
    expectEqual(error.map { "\($0)" }, message)
    try move(path, to: path.old)
    try append("a\n", to: path)
    let g = lines(of: path.watched())
    try expectEqual(g.next(), "a")
    try append("b\n", to: path)
    try remove(path)
    try move(path.old, to: path)
    try expectEqual(g.next(), "b")
    let later = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(later.map { "\($0)" }, message)
    try expectEqual(g.next(), nil)
  }

  @Test func `a named pipe is an error, which does not wait for its writer`() throws {
    try #require(mkfifo(path.string, 0o600) == 0)
    let error = #expect(throws: SourceError.self) { try lines(of: path.watched()).next() }
    expectEqual(
      error.map { "\($0)" }, "\(path.string): can't be followed: it is not a regular file")
  }

  @Test func `a path through a file is an error`() throws {
    try append("", to: path)
    let below = path.appending("b")
    let error = #expect(throws: SourceError.self) { try lines(of: below.watched()).next() }
    expectEqual(error.map { "\($0)" }, "\(below.string): Not a directory")
  }

  @Test func `a new file that can't be opened is an error after a while`() throws {
    try append("a\n", to: path)
    let g = lines(of: path.watched(recheck: .milliseconds(5)))
    try expectEqual(g.next(), "a")
    try append("b\n", to: path)
    try remove(path)
    try link(path, to: path)
    try expectEqual(g.next(), "b")
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error.map { "\($0)" }, "\(path.string): Too many levels of symbolic links")
    let first = #expect(throws: SourceError.self) { try lines(of: path.watched()).next() }
    expectEqual(first.map { "\($0)" }, "\(path.string): Too many levels of symbolic links")
  }

  @Test func `a new file that can be opened a moment later is none`() throws {
    try append("a\n", to: path)
    let g = lines(of: path.watched())
    try expectEqual(g.next(), "a")
    try remove(path)
    try link(path, to: path)
    let (file, other) = (path, path.old)
    let writer = Background {
      usleep(5000)
      try append("b\n", to: other)
      try move(other, to: file)
    }
    try expectEqual(g.next(), "b")
    try writer.join()
  }

  // MARK: What is told

  @Test
  func
    `a directory in its place is told and ends nothing, and nor does a file that can't be opened`()
    throws
  {
    try append("a\n", to: path)
    let events = Events()
    let g = lines(of: path.watched(recheck: .milliseconds(5), events: events))
    try expectEqual(g.next(), "a")
    try append("b\n", to: path)
    try move(path, to: path.old)
    try FileManager.default.createDirectory(
      atPath: path.string, withIntermediateDirectories: false)
    let (file, old) = (path, path.old)
    let writer = Background {
      try waitUntil { events.count == 1 }
      // The path has no file now. The previous file is still read.
      try append("c\n", to: old)
      try remove(directory: file)
      try waitUntil { events.count == 2 }
      try link(file, to: file)
      try waitUntil { events.count == 3 }
      try remove(file)
      try waitUntil { events.count == 4 }
      try #require(mkfifo(file.string, 0o600) == 0)
      try waitUntil { events.count == 5 }
      try remove(file)
      try waitUntil { events.count == 6 }
      try append("d\n", to: file)
    }
    for line in ["b", "c", "d"] { try expectEqual(g.next(), line) }
    try writer.join()
    expectEqual(
      events.all,
      [
        "\(path): Is a directory", "\(path): there is no file",
        "\(path): Too many levels of symbolic links", "\(path): there is no file",
        "\(path): can't be followed: it is not a regular file",
        "\(path): there is no file", "\(path): reading continues with a new file",
      ])
    try expectEqual(openCount(of: path), 1)
    try expectEqual(openCount(of: path.old), 0)
  }

  @Test func `a fault at first is reported and does not end the input either`() throws {
    try FileManager.default.createDirectory(
      atPath: path.string, withIntermediateDirectories: false)
    let events = Events()
    let g = lines(of: path.watched(from: .end, events: events))
    let file = path
    let writer = Background {
      try waitUntil { events.count == 1 }
      try remove(directory: file)
      try waitUntil { events.count == 2 }
      try append("a\n", to: file)
    }
    try expectEqual(g.next(), "a")
    try writer.join()
    expectEqual(
      events.all,
      [
        "\(path): Is a directory", "\(path): there is no file",
        "\(path): reading continues with a new file",
      ])
  }

  @Test func `returning, truncated and replaced files are reported`() throws {
    try append("a\n", to: path)
    let events = Events()
    let g = lines(of: path.watched(events: events))
    try expectEqual(g.next(), "a")
    let (file, old) = (path, path.old)
    let writer = Background {
      try move(file, to: old)
      try waitUntil { events.count == 1 }
      try move(old, to: file)
      try waitUntil { events.count == 2 }
      try append("b\n", to: file)
    }
    try expectEqual(g.next(), "b")
    try writer.join()
    try cut(path)
    try append("c\n", to: path)
    try expectEqual(g.next(), "c")
    try append("d\n", to: path.old)
    try move(path.old, to: path)
    try expectEqual(g.next(), "d")
    expectEqual(
      events.all,
      [
        "\(path): there is no file", "\(path): the file can be read again",
        "\(path): the file was truncated", "\(path): reading continues with a new file",
      ])
  }

  @Test func `an error of the closure ends the bytes and comes out as it is`() throws {
    var file = path.following(from: .beginning, onEvent: { _ in throw Failure() })
    file.recheck = .milliseconds(5)
    #expect(throws: Failure.self) { try lines(of: file).next() }
    try append("a\n", to: path)
    let g = lines(of: file)
    try expectEqual(g.next(), "a")
    try remove(path)
    #expect(throws: Failure.self) { try g.next() }
    try expectEqual(g.next(), nil)
  }

  @Test(arguments: [false, true])
  func `a line that is too long is reported, and following continues`(isInterleaved: Bool) throws {
    let long = String(repeating: "x", count: 100_000)
    try append("a\n\(long)", to: path)
    let bad = Events()
    let badLines = BadLinesPolicy.skip { bad.add("\($0)") }
    let one = lines(of: path.watched(), limit: 10, badLines: badLines)
    let several = interleavedLines(of: [path.watched()], limit: 10, badLines: badLines)
    let next = { try isInterleaved ? several.next()?.line : one.next() }
    try expectEqual(next(), "a")
    let file = path
    let writer = Background {
      // The long line is reported before it has an end.
      try waitUntil { bad.count == 1 }
      try append("\(long)\nb\n", to: file)
    }
    try expectEqual(next(), "b")
    try writer.join()
    try append("\(long)\n", to: path)
    try append("c\n", to: path)
    try expectEqual(next(), "c")
    expectEqual(bad.all, ["\(path):2: longer than 10 bytes", "\(path):4: longer than 10 bytes"])
  }

  // MARK: Being told of changes

  @Test(arguments: [false, true])
  func `if the system reports nothing, it checks by itself and reports so`(isInterleaved: Bool)
    throws
  {
    try append("a\n", to: path)
    let events = Events()
    var input = path.watched(recheck: .milliseconds(5), events: events)
    input.isUnwatched = true
    let one = lines(of: input)
    let several = interleavedLines(of: [input])
    let next = { try isInterleaved ? several.next()?.line : one.next() }
    try expectEqual(next(), "a")
    let file = path
    let writer = Background {
      usleep(2000)
      try append("b\n", to: file)
      try waitUntil { try String(contentsOfFile: file.string, encoding: .utf8) == "a\nb\n" }
      usleep(20000)
      try move(file, to: file.old)
      try append("c\n", to: file)
    }
    try expectEqual(next(), "b")
    try expectEqual(next(), "c")
    try writer.join()
    expectEqual(events.all.first?.hasPrefix("\(path): checked every second, because "), true)
  }

  @Test func `where there is but one descriptor left, the file is followed by looking at it`() async
  {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      let path = try directory.file("a.log", "a\n")
      let file = try FileDescriptor.open(path, .writeOnly, options: .append)
      var descriptors: [FileDescriptor] = []
      limitDescriptors(to: 64)
      // Until the runtime, which opens files for a moment, has none either.
      for _ in 0..<100 {
        while let next = try? FileDescriptor.open("/dev/null", .readOnly) {
          descriptors.append(next)
        }
        usleep(1000)
      }
      let none = #expect(throws: SourceError.self) { try lines(of: path.watched()).next() }
      let message = none.map { "\($0)" } ?? ""
      try #require(message == "\(path.string): Too many open files")

      try descriptors.removeLast().close()
      // The runtime may have the one that is left, for a moment, which is one more event or an error.
      var (g, events, first) = (lines(of: path), Events(), String?.none)
      for _ in 0..<100 where first == nil || events.count > 1 {
        events = Events()
        g = lines(of: path.watched(recheck: .milliseconds(5), events: events))
        first = try? g.next()
        if first == nil { usleep(1000) }
      }
      try #require(first == "a")
      let writer = Background {
        usleep(20000)
        _ = try file.writeAll("b\n".utf8)
      }
      try #require(try g.next() == "b")
      try writer.join()
      try #require(events.count == 1)
      try #require(events.all[0].contains("because the limit of "))
      try #require(events.all[0].hasSuffix("is reached: Too many open files"))
      for descriptor in descriptors { try descriptor.close() }
    }
  }

  #if os(Linux)
    @Test
    func `one inotify instance serves all followed files, on all threads, and goes with the last`()
      async
    {
      await #expect(processExitsWith: .success) {
        func instances() throws -> Int {
          try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            let target = try? FileManager.default.destinationOfSymbolicLink(
              atPath: "/proc/self/fd/\($0)")
            return target == "anon_inode:inotify" || target == "inotify"
          }
        }
        let directory = try TemporaryDirectory()
        let paths = (0..<200).map { directory.path.appending("\($0)") }
        for path in paths { try append("a\n", to: path) }
        do {
          let g = interleavedLines(of: paths.map { $0.watched() })
          for _ in paths { try #require(try g.next()?.line == "a") }
          try #require(try instances() == 1)
          let own = paths.prefix(100).map { lines(of: $0.watched()) }
          for g in own { try #require(try g.next() == "a") }
          try #require(try instances() == 1)
          // Each source reacts to its own file, though another thread may read the system's reports.
          let readers = paths.suffix(8).map { path in
            let isThere = Counter()
            let reader = Background {
              let g = lines(of: path.watched())
              for number in 0...100 {
                try #require(try g.next() == (number == 0 ? "a" : "\(number)"))
                isThere.add()
              }
            }
            return (path, isThere, reader)
          }
          for number in 1...100 {
            for (path, isThere, _) in readers {
              try waitUntil { isThere.count == number }
              try append("\(number)\n", to: path)
            }
          }
          for (_, _, reader) in readers { try reader.join() }
          for (index, g) in own.enumerated() {
            try append("b\n", to: paths[index])
            try #require(try g.next() == "b")
          }
          try g.close()
          try #require(try instances() == 1)
          for g in own { try g.close() }
        }
        try #require(try instances() == 0)
      }
    }
  #endif

  @Test func `an idle time below zero is a trap`() async {
    await #expect(processExitsWith: .failure) {
      _ = FilePath("a").following(idle: .seconds(-1))
    }
  }

  // MARK: Its end

  @Test func `it ends permanently after the idle time, and returns the incomplete line`() throws {
    try append("a\nhalf", to: path)
    let g = lines(of: path.watched(idle: .milliseconds(20)))
    try expectEqual(g.next(), "a")
    try expectEqual(g.next(), "half")
    try append("b\n", to: path)
    try expectEqual(g.next(), nil)
    try expectEqual(g.next(), nil)
    try expectEqual(openCount(of: path), 0)
    let none = lines(of: path.old.watched(idle: .milliseconds(5)))
    try expectEqual(none.next(), nil)
  }

  @Test func `the idle time begins when it waits, not when the consumer works`() throws {
    try append("a\n", to: path)
    let g = lines(of: path.watched(idle: .zero))
    try expectEqual(g.next(), "a")
    usleep(2000)
    try append("b\n", to: path)
    try expectEqual(g.next(), "b")
    try expectEqual(g.next(), nil)
  }

  @Test(arguments: [false, true])
  func `to wait takes no time of the processor`(isInterleaved: Bool) throws {
    try append("a\n", to: path)
    let input = path.watched(idle: .milliseconds(300))
    func used() throws -> Duration {
      var time = timespec()
      try #require(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0)
      return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
    let one = lines(of: input)
    let several = interleavedLines(of: [input])
    let next = { try isInterleaved ? several.next()?.line : one.next() }
    try expectEqual(next(), "a")
    try append("b\n", to: path)
    try expectEqual(next(), "b")
    // It got a report of a change that it has already seen.
    try append("", to: path.old)
    let before = try used()
    try expectEqual(next(), nil)
    // A loop would take 300 ms, less the time of other processes.
    #expect(try used() - before < .milliseconds(60))
  }

  @Test func `the greatest idle time is no overflow`() throws {
    try append("a\n", to: path)
    let stop = try SourceStop()
    let g = lines(
      of: path.watched(idle: .seconds(Int64.max), recheck: .milliseconds(1), stop: stop))
    try expectEqual(g.next(), "a")
    let other = Background {
      usleep(5000)
      stop.stop()
    }
    try expectEqual(g.next(), nil)
    try other.join()
  }

  @Test func `closing or dropping it early closes its files at once`() throws {
    try append("a\nb\n", to: path)
    do {
      let g = lines(of: path.watched())
      try expectEqual(openCount(of: path), 0)
      try expectEqual(g.next(), "a")
      try expectEqual(openCount(of: path), 1)
      try g.close()
      try expectEqual(openCount(of: path), 0)
    }
    do {
      let g = lines(of: path.watched())
      try expectEqual(g.next(), "a")
      try move(path, to: path.old)
    }
    try expectEqual(openCount(of: path.old), 0)
  }

  @Test func `nothing is left open, however it ends`() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      let path = try directory.file("a.log", "a\nb\n")
      let open = { try FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count }
      let before = try open()
      for way in 0..<6 {
        let stop = try SourceStop()
        let g = lines(of: path.watched(idle: .milliseconds(5), stop: stop))
        if way == 0 { continue }
        try #require(try g.next() == "a")
        try #require(try openCount(of: path) == 1)
        switch way {
        case 1: try g.close()
        case 2: while try g.next() != nil {}
        case 3: stop.stop()
        case 4: #expect(throws: Failure.self) { try g.throw(Failure()) }
        default: break
        }
      }
      // Many files, one after the other: the watch of each is removed with the file.
      let g = lines(of: path.watched())
      for index in 0..<300 {
        try append("\(index)\n", to: path)
        while try g.next() != "\(index)" {}
        try move(path, to: directory.path.appending("\(index)"))
      }
      #if os(Linux)
        // The watches of the file and of the directory.
        let watches = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fdinfo")
          .compactMap { try? String(contentsOfFile: "/proc/self/fdinfo/\($0)", encoding: .utf8) }
          .flatMap { $0.split(separator: "\n") }.filter { $0.hasPrefix("inotify wd:") }
        try #require(watches.count == 2)
      #endif
      try g.close()
      try append("", to: path)
      for _ in 0..<50 {
        _ = try? lines(of: directory.path.watched()).next()
        _ = try? lines(of: path.appending("b").watched()).next()
      }
      // The runtime may have one open for a moment.
      try waitUntil { try open() == before }
    }
  }
}

struct FollowingRotationTests {
  enum Rotation: CaseIterable {
    case rename
    case remove
    case copyAndCut
    case renameAndCreateLate

    /// The text between one group of a thousand lines and the next.
    var extraLines: [String] {
      switch self {
      case .rename, .remove: []
      case .copyAndCut: ["cut"]
      case .renameAndCreateLate: ["late", "later"]
      }
    }
  }

  @Test(arguments: Rotation.allCases, [1, 2])
  func `10,000 lines with a rotation each 1,000: none is lost, none comes twice`(
    _ rotation: Rotation, seed: UInt64
  ) throws {
    let directory = try TemporaryDirectory()
    let path = directory.path.appending("a.log")
    let old = path.old
    let extra = rotation.extraLines.count
    let received = Counter()
    let writer = Background {
      var random = SeededRandom(seed: seed)
      var pending = ""
      for number in 0..<10_000 {
        pending += "line \(number) \(String(repeating: "x", count: number % 50))\n"
        if random.chance(10) || number % 1000 == 999 {
          // Not at line ends.
          let part = pending.prefix(Int.random(in: 0...pending.count, using: &random))
          try append(String(part), to: path)
          pending.removeFirst(part.count)
        }
        guard number % 1000 == 999 else { continue }
        try append(pending, to: path)
        pending = ""
        // A file that was replaced before a check isn't seen, and is no fault. Lines that were not read
        // before a truncation are lost.
        let written = (number + 1) + (number / 1000) * extra
        let seen = rotation == .copyAndCut ? written : written - 500
        try waitUntil { received.count >= seen }
        switch rotation {
        case .rename: try move(path, to: old)
        case .remove: try remove(path)
        case .copyAndCut:
          try cut(path)
          try append("cut\n", to: path)
          // A truncation isn't seen either if the file is as long as before at the next check.
          try waitUntil { received.count > written }
        case .renameAndCreateLate:
          try move(path, to: old)
          try append("late\n", to: old)
          try append("", to: path)
          try append("later\n", to: old)
        }
      }
    }
    var expected: [String] = []
    for number in 0..<10_000 {
      expected.append("line \(number) \(String(repeating: "x", count: number % 50))")
      if number % 1000 == 999 { expected += rotation.extraLines }
    }
    let g = lines(of: path.watched())
    var found: [String] = []
    while found.count < expected.count, let line = try g.next() {
      found.append(line)
      received.add()
    }
    try writer.join()
    expectEqual(found.count, expected.count)
    expectEqual(found, expected)
    try g.close()
  }
}
