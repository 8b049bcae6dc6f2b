import EchoKit
import GeneratorNetworking
import GeneratorScheduling
import SystemPackage
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Clients and server are tasks of one scheduler, on one thread.
@Suite(.serialized) struct EchoServerTests {
  /// Runs clients against a server, and gives what it has done.
  private func serve(
    idleLimit: Duration? = nil, report: @escaping (EchoServer.Occurrence) -> Void = { _ in },
    _ clients: @escaping (TaskContext, SocketAddress) throws -> Void
  ) throws -> EchoServer.Statistics {
    try Scheduler().run { task in
      try task.withTimeout(.seconds(600)) {
        let server = EchoServer(
          try Listener(on: .loopback()), idleLimit: idleLimit, report: report)
        let serving = try task.spawn { task in try server.serve(task) }
        try clients(task, server.listener.address)
        // The last of them may just have said goodbye.
        while server.statistics.current > 0 { try task.sleep(for: .milliseconds(1)) }
        serving.cancel()
        #expect(throws: CancellationError.self) { try task.join(serving) }
        return server.statistics
      }
    }
  }

  @Test func `bytes come back`() throws {
    let statistics = try serve { task, address in
      let client = try task.connect(to: address)
      for text in ["hello", String(repeating: "long ", count: 100_000), "bye"] {
        // Whoever sends more than there is room for must read meanwhile.
        let writer = try task.spawn { task in try task.write(text, to: client) }
        #expect(try task.read(text.utf8.count, from: client) == Array(text.utf8))
        try task.join(writer)
      }
      client.close()
    }
    #expect(statistics.description == "1 client, at most 1 at once, 500008 bytes")
  }

  @Test func `a thousand at once`() throws {
    try allowDescriptors(2_200)
    let count = 1_000
    let statistics = try serve { task, address in
      var clients: [Connection] = []
      for _ in 0..<count { clients.append(try task.connect(to: address)) }
      // All are there before the first says a word, and each hears its own words, several times.
      for round in 1...3 {
        for (number, client) in clients.enumerated() {
          try task.write("client \(number), round \(round)", to: client)
        }
        for (number, client) in clients.enumerated().reversed() {
          let expected = Array("client \(number), round \(round)".utf8)
          #expect(try task.read(expected.count, from: client) == expected)
        }
      }
      for client in clients { client.close() }
    }
    #expect(statistics.most == count)
    #expect(statistics.total == count)
  }

  @Test func `a client that dies concerns no other`() throws {
    var occurrences: [String] = []
    _ = try serve(report: { occurrences.append("\($0)") }) { task, address in
      let (dying, other) = (try task.connect(to: address), try task.connect(to: address))
      try task.write("last words", to: dying)
      // With bytes unread the system resets the connection.
      try task.waitUntilReadable(dying.descriptor)
      dying.close()
      try task.write("still here", to: other)
      #expect(try task.read(10, from: other) == Array("still here".utf8))
      other.close()
    }
    #expect(occurrences.count == 4)
    #expect(occurrences.contains { $0.contains("onnection reset") })
  }

  @Test func `a slow client holds up no other`() throws {
    try allowDescriptors(256)
    var occurrences: [EchoServer.Occurrence] = []
    _ = try serve(idleLimit: .milliseconds(500), report: { occurrences.append($0) }) {
      task, address in
      // It sends without end and reads nothing, until the server can't send back any more.
      let slow = try task.connect(to: address)
      let flood = try task.spawn { task in
        while true { try task.write([UInt8](repeating: 0, count: 100_000), to: slow) }
      }
      for number in 1...50 {
        let client = try task.connect(to: address)
        for _ in 1...10 {
          try task.write("\(number)", to: client)
          let expected = Array("\(number)".utf8)
          #expect(try task.read(expected.count, from: client) == expected)
        }
        client.close()
      }
      // Then it is sent away.
      let outcome = Result { try task.join(flood) }
      #expect(throws: Errno.self) { try outcome.get() }
    }
    let failures = occurrences.filter { if case .failed = $0 { true } else { false } }
    #expect(failures.count == 1)
    #expect(failures.first?.description.hasSuffix("silent for 0.5 seconds") == true)
  }

  @Test func `a silent client is disconnected`() throws {
    var occurrences: [String] = []
    _ = try serve(idleLimit: .milliseconds(50), report: { occurrences.append("\($0)") }) {
      task, address in
      let client = try task.connect(to: address)
      var bytes: [UInt8] = []
      #expect(try task.read(from: client, into: &bytes) == 0)
    }
    #expect(occurrences.last?.hasSuffix("silent for 0.05 seconds") == true)
  }

  @Test func `the end is said to clients`() throws {
    var occurrences: [String] = []
    try Scheduler().run { task in
      let server = EchoServer(try Listener(on: .loopback())) { occurrences.append("\($0)") }
      let serving = try task.spawn { task in try server.serve(task) }
      let client = try task.connect(to: server.listener.address)
      try task.write("x", to: client)
      _ = try task.read(1, from: client)
      serving.cancel()
      var bytes: [UInt8] = []
      #expect(try task.read(from: client, into: &bytes) == 0)
      #expect(throws: CancellationError.self) { try task.join(serving) }
      #expect(throws: (any Error).self) { try task.connect(to: server.listener.address) }
    }
    #expect(occurrences.last?.hasSuffix("the server ends") == true)
  }

  /// Raises the limit of descriptors, which is 1,024 on many systems.
  private func allowDescriptors(_ count: UInt) throws {
    var limit = rlimit()
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let resource = RLIMIT_NOFILE
    #endif
    getrlimit(resource, &limit)
    limit.rlim_cur = min(max(limit.rlim_cur, rlim_t(count)), limit.rlim_max)
    setrlimit(resource, &limit)
    try #require(limit.rlim_cur >= rlim_t(count))
  }
}

extension TaskContext {
  /// Reads so many bytes.
  fileprivate func read(_ count: Int, from connection: Connection) throws -> [UInt8] {
    var (all, bytes) = ([UInt8](), [UInt8]())
    while all.count < count, try read(from: connection, into: &bytes) > 0 { all += bytes }
    return all
  }
}
