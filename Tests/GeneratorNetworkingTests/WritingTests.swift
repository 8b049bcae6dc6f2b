import GeneratorNetworking
import GeneratorScheduling
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct WritingTests {
  /// So many bytes that no system has room for them, and that do not repeat with a power of two.
  static let large = [UInt8]((0..<3_000_000).lazy.map { UInt8(truncatingIfNeeded: $0 % 251) })

  @Test func `each form of content is written`() throws {
    try scheduled { task in
      let (a, b) = try connectionPair()
      try task.write("héllo", to: a)
      try task.write([1, 2], to: a)
      try task.write([0, 3, 4, 0][1...2], to: a)
      try task.write(([5] as [UInt8]).span.bytes, to: a)
      try task.write("", to: a)
      try task.write([], to: a)
      a.close()
      try expectEqual(task.readAll(from: b), Array("héllo".utf8) + [1, 2, 3, 4, 5])

      let (output, input) = try FileDescriptor.pipe()
      try task.write("héllo", to: input)
      try task.write([1, 2], to: input)
      try task.write([0, 3, 4, 0][1...2], to: input)
      try task.write(([5] as [UInt8]).span.bytes, to: input)
      try task.write("", to: input)
      try task.write([], to: input)
      try input.close()
      try expectEqual(task.readAll(from: output), Array("héllo".utf8) + [1, 2, 3, 4, 5])
      try output.close()
    }
  }

  /// Text that is not held in UTF-8, or is too short for storage of its own.
  @Test func `a long text is written whole`() throws {
    try scheduled { task in
      let text = String(repeating: "ž", count: 100_000)
      let (output, input) = try FileDescriptor.pipe()
      let reader = try task.spawn { task in try task.readAll(from: output) }
      try task.write(text, to: input)
      try input.close()
      try expectEqual(task.join(reader), Array(text.utf8))
      try output.close()
    }
  }

  enum Way: CaseIterable { case blockingPipe, pipe, blockingSocket, socket, connection, tcp }

  @Test(arguments: Way.allCases)
  func `more than there is room for is written whole`(by way: Way) throws {
    try scheduled { task in
      let read: ScheduledTask<[UInt8]>
      switch way {
      case .blockingPipe, .pipe, .blockingSocket, .socket:
        let isPipe = way == .blockingPipe || way == .pipe
        let (output, input) = try isPipe ? FileDescriptor.pipe() : socketPair()
        if way == .pipe || way == .socket { setNonBlocking(input) }
        read = try task.spawn { task in
          // A slow one, at first.
          for _ in 0..<20 { try task.yield() }
          defer { try? output.close() }
          return try task.readAll(from: output)
        }
        try task.write(Self.large, to: input)
        expectEqual(isNonBlocking(input), (way == .pipe || way == .socket))
        try input.close()
      case .connection, .tcp:
        let (a, b) = try way == .tcp ? tcpPair(task) : connectionPair()
        read = try task.spawn { task in
          for _ in 0..<20 { try task.yield() }
          return try task.readAll(from: a)
        }
        try task.write(Self.large, to: b)
        b.close()
      }
      try expectEqual(task.join(read), Self.large)
    }
  }

  @Test func `a writer waits for a slow peer`() throws {
    let trace = Trace()
    try scheduled { task in
      let (a, b) = try connectionPair()
      let writer = try task.spawn { task in
        try task.write(Self.large, to: a)
        trace("written")
      }
      try task.untilWaiting(writer)
      let number = try a.descriptor.rawValue
      expectEqual(writer.state, .waiting("waiting until descriptor \(number) is writable"))
      trace("reads")
      var (bytes, count) = ([UInt8](), 0)
      while count < Self.large.count { count += try task.read(from: b, into: &bytes) }
      try task.join(writer)
    }
    expectEqual(trace.events, ["reads", "written"])
  }

  @Test func `writing to a peer that has gone is an error`() throws {
    try scheduled { task in
      let (a, b) = try connectionPair()
      b.close()
      #expect(throws: Errno.brokenPipe) { try task.write([1], to: a) }

      let (here, there) = try socketPair()
      try there.close()
      #expect(throws: Errno.brokenPipe) { try task.write([1], to: here) }
      try here.close()

      // Gone while it is written to.
      let (client, server) = try tcpPair(task)
      let writer = try task.spawn { task in while true { try task.write(Self.large, to: server) } }
      try task.untilWaiting(writer)
      client.close()
      let error = try task.failure(of: writer)
      #expect(error == shortName(Errno.connectionReset) || error == shortName(Errno.brokenPipe))
    }
  }

  @Test func `writing to a pipe without a reader is an error`() async {
    await #expect(processExitsWith: .signal(SIGPIPE)) {
      try scheduled { task in
        let (output, input) = try FileDescriptor.pipe()
        try output.close()
        try task.write([1], to: input)
      }
    }
    await #expect(processExitsWith: .success) {
      _ = signal(SIGPIPE, SIG_IGN)
      try scheduled { task in
        let (output, input) = try FileDescriptor.pipe()
        let writer = try task.spawn { task in try task.write(WritingTests.large, to: input) }
        try task.untilWaiting(writer)
        try output.close()
        require(try task.failure(of: writer) == shortName(Errno.brokenPipe))
      }
    }
  }

  /// What several tasks write to one connection is not mixed.
  @Test func `writers write one after the other`() throws {
    let trace = Trace()
    try scheduled { task in
      let (a, b) = try connectionPair()
      let count = 400_000
      let writers = try (UInt8(0)..<4).map { n in
        try task.spawn { task in
          try task.write([UInt8](repeating: n, count: count), to: a)
          trace("\(n)")
        }
      }
      try task.untilWaiting(writers[3])
      expectEqual(
        writers[1].state, .waiting("waiting until another task has written to the connection"))
      let reader = try task.spawn { task in try task.readAll(from: b) }
      for writer in writers { try task.join(writer) }
      a.close()
      let bytes = try task.join(reader)
      expectEqual(bytes.count, 4 * count)
      for n in UInt8(0)..<4 {
        #expect(bytes[(Int(n) * count)..<(Int(n + 1) * count)].allSatisfy { $0 == n })
      }
    }
    expectEqual(trace.events, ["0", "1", "2", "3"])
  }

  @Test(arguments: [[0], [1], [0, 1], [1, 2], [0, 2], [0, 1, 2]])
  func `cancelled writers pass the turn on`(cancelled: [Int]) throws {
    let trace = Trace()
    try scheduled { task in
      let (a, b) = try connectionPair()
      let writers = try (0..<4).map { n in
        try task.spawn { task in
          trace("\(n) \(failure { try task.write(Self.large, to: a) } ?? "done")")
        }
      }
      try task.untilWaiting(writers[3])
      for index in cancelled { writers[index].cancel() }
      let reader = try task.spawn { task in try task.readAll(from: b) }
      for writer in writers { try task.join(writer) }
      a.close()
      try task.join(reader)
    }
    let events = (0..<4).map { "\($0) \(cancelled.contains($0) ? "cancelled" : "done")" }
    // Those that are cancelled end first.
    expectEqual(
      trace.events,
      events.filter { $0.hasSuffix("cancelled") } + events.filter { $0.hasSuffix("done") })
  }

  /// A task that was given the turn before it is cancelled has it, and its next wait throws the error.
  @Test func `a writer that is cancelled after it was given the turn passes it on`() throws {
    let trace = Trace()
    try scheduled { task in
      let (a, b) = try connectionPair()
      let first = try task.spawn { task in try task.write(Self.large, to: a) }
      try task.untilWaiting(first)
      let second = try task.spawn { task in
        trace("second \(failure { try task.write([7], to: a) } ?? "done")")
      }
      let third = try task.spawn { task in
        trace("third \(failure { try task.write([8], to: a) } ?? "done")")
      }
      try task.untilWaiting(third)
      let canceller = try task.spawn { task in
        try task.join(first)
        second.cancel()
      }
      let reader = try task.spawn { task in try task.readAll(from: b) }
      try task.join(canceller)
      try task.join(second)
      try task.join(third)
      a.close()
      let bytes = try task.join(reader)
      expectEqual(Array(bytes.suffix(2)), [7, 8])
    }
    expectEqual(trace.events, ["second done", "third done"])
  }

  @Test func `closing ends several that write`() throws {
    try scheduled { task in
      let (a, b) = try connectionPair()
      let writers = try (0..<4).map { _ in
        try task.spawn { task in try task.write(Self.large, to: a) }
      }
      try task.untilWaiting(writers[3])
      a.close()
      for writer in writers { try expectEqual(task.failure(of: writer), "closed") }
      expectEqual(failure { try task.write([1], to: a) }, "closed")
      expectEqual(failure { try task.write([], to: a) }, "closed")
      b.close()
    }
  }

  @Test func `a file is written`() throws {
    try scheduled { task in
      let file = try temporaryFile()
      try task.write(Self.large, to: file)
      try file.seek(offset: 0, from: .start)
      try expectEqual(task.readAll(from: file), Self.large)
      try file.close()
    }
  }

  #if os(Linux)
    /// A terminal of the test's own: what is written to it comes out at its other side.
    ///
    /// In a process that ends in any case: a call that waits in the system would hold up both sides.
    @Test func `a terminal is written to`() async {
      await #expect(processExitsWith: .success) {
        alarm(30)
        try scheduled { task in
          let other = try FileDescriptor.open("/dev/ptmx", .readWrite)
          var (lock, number): (Int32, Int32) = (0, 0)
          require(ioctl(other.rawValue, 0x4004_5431, &lock) == 0)  // TIOCSPTLCK
          require(ioctl(other.rawValue, 0x8004_5430, &number) == 0)  // TIOCGPTN
          let terminal = try FileDescriptor.open(
            FilePath("/dev/pts/\(number)"), .init(rawValue: O_RDWR | O_NOCTTY))
          // The line's end is written as two bytes, each.
          let text =
            String(repeating: "\n", count: 100_000) + String(repeating: "x", count: 100_000)
          let reader = try task.spawn { task in
            for _ in 0..<20 { try task.yield() }
            var (count, bytes) = (0, [UInt8]())
            while count < 300_000 { count += try task.read(from: other, into: &bytes) }
            return count
          }
          try task.write(text, to: terminal)
          require(try task.join(reader) == 300_000)
          let typing = try task.spawn { task in
            var bytes: [UInt8] = []
            try task.read(from: terminal, into: &bytes)
            return bytes
          }
          try task.untilWaiting(typing)
          try task.write("typed\n", to: other)
          require(try task.join(typing) == Array("typed\n".utf8))
        }
      }
    }
  #endif
}
