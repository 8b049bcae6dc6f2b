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

@Suite struct ConnectionTests {
  @Test(arguments: ["127.0.0.1:0", "[::1]:0", "unix:"])
  func `what is written comes back from an echo`(address text: String) throws {
    try scheduled { task in
      let address =
        text == "unix:" ? try SocketAddress(path: uniqueSocketPath()) : SocketAddress(text)!
      let listener: Listener
      do {
        listener = try Listener(on: address)
      } catch Errno.addressNotAvailable, Errno.addressFamilyNotSupported {
        return  // A machine without IPv6.
      }
      let server = try task.spawn { task in
        let connection = try task.accept(from: listener)
        var bytes: [UInt8] = []
        while try task.read(from: connection, into: &bytes) > 0 {
          try task.write(bytes, to: connection)
        }
      }
      let client = try task.connect(to: listener.address)
      var bytes: [UInt8] = []
      for text in ["hello", "world"] {
        try task.write(text, to: client)
        try task.read(from: client, into: &bytes)
        expectEqual(bytes, Array(text.utf8))
      }
      client.close()
      try task.join(server)
    }
  }

  /// Megabytes each way at once, through buffers that are smaller.
  @Test(arguments: [false, true])
  func `both directions are used at once`(isTCP: Bool) throws {
    try scheduled { task in
      let (a, b) = try isTCP ? tcpPair(task) : connectionPair()
      let large = WritingTests.large
      let readers = try [a, b].map { end in
        try task.spawn { task in try task.readAll(from: end) }
      }
      let writers = try [a, b].map { end in
        try task.spawn { task in
          try task.write(large, to: end)
          try task.write("end", to: end)
          try end.closeWriting()
        }
      }
      for writer in writers { try task.join(writer) }
      for reader in readers { try expectEqual(task.join(reader), large + Array("end".utf8)) }
      #expect(throws: Errno.brokenPipe) { try task.write([1], to: a) }
    }
  }

  @Test(arguments: [SchedulerClock.continuous, .virtual])
  func `two hundred connections are open at once`(clock: SchedulerClock) throws {
    let count = 200
    let answers = try Scheduler(clock: clock).run { task in
      let listener = try Listener(on: .loopback())
      let server = try task.spawn { task in
        for _ in 0..<count {
          let connection = try task.accept(from: listener)
          try task.spawn { task in
            var bytes: [UInt8] = []
            while try task.read(from: connection, into: &bytes) > 0 {
              try task.write(bytes, to: connection)
            }
          }
        }
      }
      var connected = 0
      let clients = try (0..<count).map { n in
        try task.spawn { task in
          let connection = try task.connect(to: listener.address)
          connected += 1
          // All are there before the first speaks.
          while connected < count { try task.sleep(for: .milliseconds(1)) }
          var (answer, bytes) = ([UInt8](), [UInt8]())
          for round in 0..<5 {
            try task.write("\(n) \(round);", to: connection)
            try task.read(from: connection, into: &bytes)
            answer += bytes
          }
          return String(decoding: answer, as: UTF8.self)
        }
      }
      try task.join(server)
      return try clients.map { try task.join($0) }
    }
    expectEqual(answers, (0..<count).map { n in (0..<5).map { "\(n) \($0);" }.joined() })
  }

  @Test func `another task's close ends what waits`() throws {
    try scheduled { task in
      let (a, b) = try tcpPair(task)
      let number = try a.descriptor.rawValue
      let reader = try task.spawn { task in
        var bytes: [UInt8] = []
        try task.read(from: a, into: &bytes)
      }
      let writer = try task.spawn { task in
        while true { try task.write(WritingTests.large, to: a) }
      }
      try task.untilWaiting(writer)
      expectEqual(reader.state, .waiting("waiting until descriptor \(number) is readable"))
      a.close()
      a.close()
      #expect(a.isClosed)
      // At once: in the next turn.
      try task.yield()
      for waiter in [AnyScheduledTask(reader), AnyScheduledTask(writer)] {
        expectEqual(waiter.state, .done)
      }
      try expectEqual(task.failure(of: reader), "closed")
      try expectEqual(task.failure(of: writer), "closed")

      expectEqual(failure { try a.descriptor }, "closed")
      expectEqual(failure { try a.local }, "closed")
      expectEqual(failure { try a.closeWriting() }, "closed")
      expectEqual(failure { try a.setNoDelay(true) }, "closed")
      expectEqual(failure { try task.readAll(from: a) }, "closed")
      b.close()
    }
  }

  @Test func `a connection is closed when its last reference goes`() throws {
    try scheduled { task in
      let (a, b) = try connectionPair()
      do {
        let c = a
        _ = c
      }
      try task.write([1], to: a)
      var holder: Connection? = try connectionPair().0
      let number = try holder!.descriptor.rawValue
      holder = nil
      _ = number
      var bytes: [UInt8] = []
      try expectEqual(task.read(from: b, into: &bytes), 1)
    }
  }

  @Test func `options are set and read`() throws {
    try scheduled { task in
      let (client, server) = try tcpPair(task)
      for connection in [client, server] {
        let descriptor = try connection.descriptor
        #expect(integerOption(Int32(IPPROTO_TCP), TCP_NODELAY, of: descriptor) != 0)
        try connection.setNoDelay(false)
        expectEqual(integerOption(Int32(IPPROTO_TCP), TCP_NODELAY, of: descriptor), 0)
        try connection.setNoDelay(true)
        #expect(integerOption(Int32(IPPROTO_TCP), TCP_NODELAY, of: descriptor) != 0)
        #expect(isNonBlocking(descriptor))
        #expect(isClosedOnExec(descriptor))
      }
      let (a, _) = try connectionPair()
      try a.setNoDelay(false)
    }
  }

  @Test func `a connected descriptor can be taken over`() throws {
    let (here, there) = try socketPair()
    do {
      let connection = try Connection(takingOver: here)
      #expect(isNonBlocking(here))
      #expect(isClosedOnExec(here))
      expectEqual(connection.peer.description, "unix:")
    }
    // It was closed.
    var byte: [UInt8] = [0]
    try expectEqual(byte.withUnsafeMutableBytes { try there.read(into: $0) }, 0)
    try there.close()

    let listener = try Listener(on: .loopback())
    #expect(throws: Errno.socketNotConnected) {
      try Connection(takingOver: listener.descriptor)
    }

    let (output, input) = try FileDescriptor.pipe()
    #expect(throws: Errno.notSocket) { try Connection(takingOver: output) }
    try output.close()
    try input.close()
    #expect(throws: Errno.badFileDescriptor) {
      try Connection(takingOver: FileDescriptor(rawValue: -1))
    }
  }

  /// Its descriptor is waited for as such, before and after the connection is waited for itself.
  @Test func `a task can wait for a connection's descriptor`() throws {
    let trace = Trace()
    try scheduled { task in
      let (a, b) = try connectionPair()
      let descriptor = try a.descriptor
      let early = try task.spawn { task in
        try task.waitUntilReadable(descriptor)
        trace("early")
      }
      try task.untilWaiting(early)
      let reader = try task.spawn { task in
        var bytes: [UInt8] = []
        try task.read(from: a, into: &bytes)
        trace("read")
      }
      try task.untilWaiting(reader)
      let late = try task.spawn { task in
        try task.waitUntilReadable(descriptor)
        trace("late")
      }
      try task.untilWaiting(late)
      try task.untilWaiting(early)
      try task.write([1], to: b)
      try task.join(reader)
      try task.write([2], to: b)
      try task.join(early)
      try task.join(late)

      let waiter = try task.spawn { task in
        var bytes: [UInt8] = []
        try task.read(from: a, into: &bytes)
        try task.waitUntilReadable(descriptor)
      }
      try task.untilWaiting(waiter)
      a.close()
      try expectEqual(task.failure(of: waiter), "closed")
    }
    expectEqual(Set(trace.events), ["read", "early", "late"])
  }

  /// A connection is used by a task of one scheduler, and then by one of another.
  @Test func `a connection is used in two schedulers, one after the other`() throws {
    let (a, b) = try connectionPair()
    for n in UInt8(0)..<4 {
      let got: [UInt8] = try scheduled { task in
        let reader = try task.spawn { task in
          var bytes: [UInt8] = []
          try task.read(from: a, into: &bytes)
          return bytes
        }
        try task.untilWaiting(reader)
        try task.write([n], to: b)
        return try task.join(reader)
      }
      expectEqual(got, [n])
    }
  }

  /// A task runs another scheduler, whose tasks wait for what tasks of its own wait for.
  @Test func `a connection is used in a scheduler within another`() throws {
    let trace = Trace()
    try scheduled { task in
      let (a, b) = try connectionPair()
      let outer = try task.spawn { task in
        var bytes: [UInt8] = []
        try task.read(from: a, into: &bytes)
        trace("outer \(bytes)")
      }
      try task.untilWaiting(outer)
      try scheduled { task in
        let inner = try task.spawn { task in
          var bytes: [UInt8] = []
          try task.read(from: a, into: &bytes)
          trace("inner \(bytes)")
        }
        try task.untilWaiting(inner)
        try task.write([1], to: b)
        try task.join(inner)
      }
      try task.write([2], to: b)
      try task.join(outer)
    }
    expectEqual(trace.events, ["inner [1]", "outer [2]"])
  }

  /// It outlives its scheduler.
  @Test func `a connection outlives its scheduler`() throws {
    let (a, b) = try connectionPair()
    do {
      let scheduler = Scheduler()
      try scheduler.spawn { task in
        var bytes: [UInt8] = []
        try task.read(from: a, into: &bytes)
      }
      try scheduler.run(until: scheduler.now + .milliseconds(1))
    }
    #expect(!a.isClosed)
    a.close()
    b.close()
  }

  @Test func `connections leave nothing open`() async {
    await #expect(processExitsWith: .success) {
      try requireNoLeak {
        try scheduled { task in
          let listener = try Listener(on: .loopback())
          let server = try task.spawn { task in
            while true {
              let connection = try task.accept(from: listener)
              try task.spawn { task in
                var bytes: [UInt8] = []
                while try task.read(from: connection, into: &bytes) > 0 {
                  try task.write(bytes, to: connection)
                }
              }
            }
          }
          let clients = try (0..<50).map { n in
            try task.spawn { task in
              let connection = try task.connect(to: listener.address)
              try task.write("\(n)", to: connection)
              var bytes: [UInt8] = []
              try task.read(from: connection, into: &bytes)
              // Some say goodbye, some do not.
              if n % 2 == 0 { connection.close() }
              if n % 3 == 0 { try task.sleep(for: .seconds(1000)) }
            }
          }
          for n in 0..<50 where n % 3 != 0 { try task.join(clients[n]) }
          server.cancel()
        }
      }
    }
  }

  @Test func `objects that connections are used with are released`() throws {
    weak var (client, server, listener): (Connection?, Connection?, Listener?)
    try scheduled { task in
      let made = try Listener(on: .loopback())
      listener = made
      let (a, b) = (try task.connect(to: made.address), try task.accept(from: made))
      (client, server) = (a, b)
      let reader = try task.spawn { task in try task.readAll(from: b) }
      try task.untilWaiting(reader)
      try task.write("x", to: a)
      a.close()
      try task.join(reader)
      #expect(client != nil && server != nil && listener != nil)
    }
    #expect(client == nil && server == nil && listener == nil)
  }
}
