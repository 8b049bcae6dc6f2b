import GeneratorNetworking
import GeneratorScheduling
import SystemPackage
import TestSupport
import Testing

@Suite struct ReadingTests {
  @Test func `reading replaces what the buffer held`() throws {
    try scheduled { task in
      let (a, b) = try connectionPair()
      var bytes: [UInt8] = [9, 9, 9, 9]
      bytes.reserveCapacity(1000)
      let capacity = bytes.capacity
      try task.write([1, 2], to: b)
      try expectEqual(task.read(from: a, into: &bytes), 2)
      expectEqual(bytes, [1, 2])
      expectEqual(bytes.capacity, capacity)
      b.close()
      try expectEqual(task.read(from: a, into: &bytes), 0)
      #expect(bytes.isEmpty)
      expectEqual(bytes.capacity, capacity)
      // The end stays.
      try expectEqual(task.read(from: a, into: &bytes), 0)
    }
  }

  @Test func `reading takes no more than it is told`() throws {
    try scheduled { task in
      let (a, b) = try connectionPair()
      try task.write([1, 2, 3, 4, 5], to: b)
      var bytes: [UInt8] = []
      try expectEqual(task.read(from: a, into: &bytes, maximum: 2), 2)
      expectEqual(bytes, [1, 2])
      try expectEqual(task.read(from: a, into: &bytes, maximum: .max), 3)
      expectEqual(bytes, [3, 4, 5])
    }
  }

  @Test(arguments: [false, true])
  func `a pipe is read to its end`(isNonBlocking: Bool) throws {
    let trace = Trace()
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      if isNonBlocking { setNonBlocking(output) }
      let reader = try task.spawn { task in
        var bytes: [UInt8] = []
        while try task.read(from: output, into: &bytes, maximum: 4) > 0 { trace("\(bytes)") }
        trace("end")
      }
      for n in UInt8(0)..<2 {
        try task.untilWaiting(reader)
        try input.writeAll([n, n, n, n, n])
        try task.yield()
      }
      try task.sleep(for: .milliseconds(1))
      try input.close()
      try task.join(reader)
      expectEqual(GeneratorNetworkingTests.isNonBlocking(output), isNonBlocking)
      try output.close()
    }
    #expect(
      trace.events == ["[0, 0, 0, 0]", "[0]", "[1, 1, 1, 1]", "[1]", "end"]
        // Written before the first were read to their end.
        || trace.events == ["[0, 0, 0, 0]", "[0, 1, 1, 1]", "[1, 1]", "end"])
  }

  @Test(arguments: [false, true])
  func `a borrowed socket is read`(isNonBlocking: Bool) throws {
    try scheduled { task in
      let (here, there) = try socketPair()
      if isNonBlocking { setNonBlocking(here) }
      let reader = try task.spawn { task in try task.readAll(from: here) }
      try task.untilWaiting(reader)
      try there.writeAll(Array("hello".utf8))
      try there.close()
      try expectEqual(task.join(reader), Array("hello".utf8))
      expectEqual(GeneratorNetworkingTests.isNonBlocking(here), isNonBlocking)
      try here.close()
    }
  }

  @Test func `a file is read`() throws {
    try scheduled { task in
      let text = String(repeating: "some text\n", count: 20_000)
      let file = try temporaryFile(text)
      try expectEqual(task.readAll(from: file), Array(text.utf8))
      try file.close()
    }
  }

  @Test func `errors leave the buffer as it was`() throws {
    try scheduled { task in
      var bytes: [UInt8] = [1, 2]
      let directory = try FileDescriptor.open("/", .readOnly)
      #expect(throws: Errno.isDirectory) { try task.read(from: directory, into: &bytes) }
      try directory.close()
      let (a, b) = try connectionPair()
      #expect(
        failure { try task.withTimeout(.milliseconds(1)) { try task.read(from: a, into: &bytes) } }
          == "timed out")
      a.close()
      #expect(failure { try task.read(from: a, into: &bytes) } == "closed")
      expectEqual(bytes, [1, 2])
      b.close()
    }
  }

  @Test func `a peer that resets the connection is an error`() throws {
    try scheduled { task in
      let (client, server) = try tcpPair(task)
      let reader = try task.spawn { task in
        var bytes: [UInt8] = []
        try task.read(from: server, into: &bytes)
      }
      try task.untilWaiting(reader)
      resetOnClose(try client.descriptor)
      client.close()
      #expect(throws: Errno.connectionReset) { try task.join(reader) }
      // It was told once; then it is the end.
      var bytes: [UInt8] = []
      try expectEqual(task.read(from: server, into: &bytes), 0)
    }
  }

  /// What came before the end is read before it.
  @Test func `bytes before the end come before it`() throws {
    try scheduled { task in
      let (client, server) = try tcpPair(task)
      try task.write("last words", to: client)
      client.close()
      try expectEqual(task.readAll(from: server), Array("last words".utf8))
    }
  }

  @Test func `two readers take turns`() throws {
    let trace = Trace()
    try scheduled { task in
      let (a, b) = try connectionPair()
      let readers = try (0..<3).map { n in
        try task.spawn { task in
          var bytes: [UInt8] = []
          while try task.read(from: a, into: &bytes) > 0 { trace("\(n):\(bytes[0])") }
        }
      }
      for byte in UInt8(0)..<6 {
        for reader in readers { try task.untilWaiting(reader) }
        try task.write([byte], to: b)
        while trace.events.count == byte { try task.yield() }
      }
      b.close()
      for reader in readers { try task.join(reader) }
    }
    expectEqual(trace.events, ["0:0", "1:1", "2:2", "0:3", "1:4", "2:5"])
  }

  @Test func `a reader that is cancelled after it was woken leaves the bytes to the next`() throws {
    let trace = Trace()
    try scheduled { task in
      let (a, b) = try connectionPair()
      let (c, d) = try connectionPair()
      var second: ScheduledTask<Void>?
      let first = try task.spawn { task in
        var bytes: [UInt8] = []
        try task.read(from: a, into: &bytes)
        second!.cancel()
      }
      second = try task.spawn { task in
        var bytes: [UInt8] = []
        try task.read(from: c, into: &bytes)
        trace("\(bytes)")
        trace(failure { try task.read(from: c, into: &bytes) } ?? "none")
      }
      try task.untilWaiting(second!)
      // Written by hand, so that both have something in one look.
      try b.descriptor.writeAll([1])
      try d.descriptor.writeAll([2])
      try task.join(first)
      try task.join(second!)
    }
    expectEqual(trace.events, ["[2]", "cancelled"])
  }

  @Test func `a maximum that is not positive is a trap`() async {
    await #expect(processExitsWith: .failure) {
      try scheduled { task in
        var bytes: [UInt8] = []
        try task.read(from: .standardInput, into: &bytes, maximum: 0)
      }
    }
    await #expect(processExitsWith: .failure) {
      try scheduled { task in
        var bytes: [UInt8] = []
        try task.read(from: connectionPair().0, into: &bytes, maximum: -1)
      }
    }
  }
}
