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

@Suite struct ListenerTests {
  @Test(arguments: ["127.0.0.1:0", "[::1]:0"])
  func `port zero is one that the system chooses`(text: String) throws {
    let listener: Listener
    do {
      listener = try Listener(on: SocketAddress(text)!)
    } catch Errno.addressNotAvailable where text.hasPrefix("["), Errno.addressFamilyNotSupported {
      return  // A machine without IPv6.
    }
    let port = try #require(listener.address.port)
    #expect(port > 0)
    expectEqual(listener.address, SocketAddress(text.dropLast() + "\(port)"))
    expectEqual(listener.description, "listener on \(listener.address)")
    #expect(!listener.isClosed)
  }

  @Test func `an address in use is an error`() throws {
    let first = try Listener(on: .loopback())
    #expect(throws: Errno.addressInUse) { try Listener(on: first.address) }
    let address = first.address
    first.close()
    first.close()
    #expect(first.isClosed)
    let second = try listenAgain(on: address)
    expectEqual(second.address, address)
  }

  /// A process that another test starts has a copy of each descriptor for a moment, and with it the port.
  private func listenAgain(on address: SocketAddress) throws -> Listener {
    for _ in 0..<500 {
      if let listener = try? Listener(on: address) { return listener }
      usleep(10_000)
    }
    return try Listener(on: address)
  }

  /// A server that is started anew gets its port, though its connections have been closed just now.
  @Test func `an address that only closed connections have is free`() throws {
    try scheduled { task in
      let first = try Listener(on: .loopback())
      let client = try task.connect(to: first.address)
      let server = try task.accept(from: first)
      server.close()
      _ = try task.readAll(from: client)
      client.close()
      let address = first.address
      first.close()
      _ = try listenAgain(on: address)
    }
  }

  @Test func `an address of another machine is an error`() {
    #expect(throws: Errno.addressNotAvailable) { try Listener(on: SocketAddress("192.0.2.1:0")!) }
  }

  @Test func `a Unix socket's file goes with its listener`() throws {
    let path = uniqueSocketPath()
    func exists() -> Bool { path.withPlatformString { access($0, F_OK) } == 0 }
    do {
      let listener = try Listener(on: SocketAddress(path: path))
      expectEqual(listener.address.path, path)
      #expect(exists())
      #expect(throws: Errno.addressInUse) { try Listener(on: SocketAddress(path: path)) }
      #expect(exists())
    }
    #expect(!exists())
    let listener = try Listener(on: SocketAddress(path: path))
    listener.close()
    #expect(!exists())
  }

  /// Another server has taken the path.
  @Test func `a Unix socket's file that another listener made stays`() throws {
    let path = uniqueSocketPath()
    let first = try Listener(on: SocketAddress(path: path))
    _ = path.withPlatformString { unlink($0) }
    let second = try Listener(on: SocketAddress(path: path))
    first.close()
    expectEqual(path.withPlatformString { access($0, F_OK) }, 0)
    second.close()
    #expect(path.withPlatformString { access($0, F_OK) } != 0)
  }

  @Test func `failures and closes leave nothing open`() async {
    await #expect(processExitsWith: .success) {
      try requireNoLeak {
        let listener = try Listener(on: .loopback())
        require((try? Listener(on: listener.address)) == nil)
        require((try? Listener(on: SocketAddress("192.0.2.1:0")!)) == nil)
        require((try? Listener(on: SocketAddress("unix:/no/such/directory/x")!)) == nil)
      }
    }
  }
}
