import GeneratorNetworking
import GeneratorScheduling
import SystemPackage
import TestSupport
import Testing

@Suite struct AcceptingTests {
  @Test func `an accepted connection has its peer's address`() throws {
    try scheduled { task in
      let (client, server) = try tcpPair(task)
      expectEqual(server.peer, (try client.local))
      expectEqual(client.peer, (try server.local))
      expectEqual(server.description, "connection to \(server.peer)")
      expectEqual(server.peer.host, "127.0.0.1")

      let path = uniqueSocketPath()
      let listener = try Listener(on: SocketAddress(path: path))
      let local = try task.connect(to: listener.address)
      expectEqual(local.peer.path, path)
      let accepted = try task.accept(from: listener)
      expectEqual(accepted.description, "connection to unix:")
    }
  }

  @Test func `several tasks accept in the order in which they began`() throws {
    let trace = Trace()
    try scheduled { task in
      let listener = try Listener(on: .loopback())
      let acceptors = try (0..<3).map { n in
        try task.spawn { task in
          for _ in 0..<2 {
            _ = try task.accept(from: listener)
            trace("\(n)")
          }
        }
      }
      for count in 0..<6 {
        for acceptor in acceptors where acceptor.result == nil { try task.untilWaiting(acceptor) }
        _ = try task.connect(to: listener.address)
        while trace.events.count == count { try task.sleep(for: .microseconds(100)) }
      }
      for acceptor in acceptors { try task.join(acceptor) }
    }
    expectEqual(trace.events, ["0", "1", "2", "0", "1", "2"])
  }

  /// Several have come before they look: each gets one.
  @Test func `several connections that wait are accepted at once`() throws {
    try scheduled { task in
      let listener = try Listener(on: .loopback())
      let acceptors = try (0..<10).map { _ in
        try task.spawn { task in try task.accept(from: listener) }
      }
      try task.untilWaiting(acceptors[9])
      let clients = try (0..<10).map { _ in try task.connect(to: listener.address) }
      let servers = try acceptors.map { try task.join($0) }
      expectEqual(Set(servers.map(\.peer)), Set(try clients.map { try $0.local }))
    }
  }

  @Test func `a task that accepts can be cancelled, and can run out of time`() throws {
    try scheduled { task in
      let listener = try Listener(on: .loopback())
      let acceptors = try (0..<3).map { _ in
        try task.spawn { task in try task.accept(from: listener) }
      }
      try task.untilWaiting(acceptors[2])
      expectEqual(
        failure {
          try task.withTimeout(.milliseconds(2)) { try task.accept(from: listener) }
        }, "timed out")
      acceptors[0].cancel()
      acceptors[1].throw(Failure(3))
      try expectEqual(task.failure(of: acceptors[0]), "cancelled")
      try expectEqual(task.failure(of: acceptors[1]), "Failure(code: 3)")
      let client = try task.connect(to: listener.address)
      try expectEqual(task.join(acceptors[2]).peer, (try client.local))
    }
  }

  /// The first is cancelled when it was woken already: it takes what has come, and no other misses it.
  @Test func `a task that is cancelled after it was woken leaves the connection to the next`()
    throws
  {
    let trace = Trace()
    try scheduled { task in
      let listener = try Listener(on: .loopback())
      let (a, b) = try connectionPair()
      var first: ScheduledTask<Void>?
      let canceller = try task.spawn { task in
        var bytes: [UInt8] = []
        try task.read(from: a, into: &bytes)
        trace("\(first!.state)")
        first!.cancel()
      }
      try task.untilWaiting(canceller)
      first = try task.spawn { task in
        _ = try task.accept(from: listener)
        trace("first")
      }
      let second = try task.spawn { task in
        _ = try task.accept(from: listener)
        trace("second")
      }
      try task.untilWaiting(second)
      // Both come in one look.
      try b.descriptor.writeAll([1])
      _ = try task.connect(to: listener.address)
      try task.join(first!)
      _ = try task.connect(to: listener.address)
      try task.join(second)
    }
    expectEqual(trace.events, ["ready", "first", "second"])
  }

  @Test func `closing the listener ends the tasks that accept`() throws {
    try scheduled { task in
      let listener = try Listener(on: .loopback())
      let acceptors = try (0..<3).map { _ in
        try task.spawn { task in try task.accept(from: listener) }
      }
      try task.untilWaiting(acceptors[2])
      listener.close()
      for acceptor in acceptors { try expectEqual(task.failure(of: acceptor), "closed") }
      expectEqual(failure { try task.accept(from: listener) }, "closed")
    }
  }

  /// A peer that was reset before it was accepted.
  @Test func `a peer that has gone before it is accepted does no harm`() throws {
    try scheduled { task in
      let listener = try Listener(on: .loopback())
      let client = try task.connect(to: listener.address)
      resetOnClose(try client.descriptor)
      client.close()
      let second = try task.connect(to: listener.address)
      // Some systems return the first too, and its error to the task that reads it.
      var accepted = try task.accept(from: listener)
      if accepted.peer != (try second.local) {
        #expect(throws: Errno.connectionReset) { _ = try task.readAll(from: accepted) }
        accepted = try task.accept(from: listener)
      }
      expectEqual(accepted.peer, (try second.local))
    }
  }

  @Test func `accepting without a free descriptor is an error`() async {
    await #expect(processExitsWith: .success) {
      try scheduled { task in
        let listener = try Listener(on: .loopback())
        let waiting = try task.spawn { task in try task.accept(from: listener) }
        try task.untilWaiting(waiting)
        let client = try Connection(
          takingOver: connectedSocket(to: listener.address.port!))
        let former = limitDescriptors(to: 0)
        require(try task.failure(of: waiting) == shortName(Errno.tooManyOpenFiles))
        for _ in 0..<100 {
          require(failure { try task.accept(from: listener) } == shortName(Errno.tooManyOpenFiles))
        }
        require(
          failure { try task.connect(to: listener.address) } == shortName(Errno.tooManyOpenFiles))
        limitDescriptors(to: former)
        // It has waited.
        require(try task.accept(from: listener).peer == (try client.local))
      }
    }
  }

  /// Where there is no descriptor for the poller, it says so, and can be tried again.
  @Test func `accepting without a descriptor to wait with is an error`() async {
    await #expect(processExitsWith: .success) {
      let listener = try Listener(on: .loopback())
      try scheduled { task in
        let former = limitDescriptors(to: 0)
        require(failure { try task.accept(from: listener) } == shortName(Errno.tooManyOpenFiles))
        require(
          failure { try task.waitUntilReadable(.standardInput) }
            == shortName(Errno.tooManyOpenFiles))
        limitDescriptors(to: former)
        let client = try task.connect(to: listener.address)
        require(try task.accept(from: listener).peer == (try client.local))
      }
    }
  }
}
