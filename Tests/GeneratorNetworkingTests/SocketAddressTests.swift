import GeneratorNetworking
import GeneratorScheduling
import SystemPackage
import TestSupport
import Testing

@Suite struct SocketAddressTests {
  @Test(arguments: [
    "127.0.0.1:8080", "0.0.0.0:0", "255.255.255.255:65535", "[::1]:0", "[::]:80",
    "[2001:db8::ff00:42:8329]:443", "[::ffff:1.2.3.4]:1", "[fe80::1%7]:22", "unix:/tmp/x.sock",
    "unix:x.sock", "unix:",
  ])
  func `an address's text is read again as the same address`(text: String) throws {
    let address = try #require(SocketAddress(text))
    expectEqual(address.description, text)
    expectEqual(SocketAddress(address.description), address)
  }

  @Test(arguments: [
    "", ":", "127.0.0.1", "127.0.0.1:", ":80", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1",
    "127.0.0.1:8o", "127.0.0:80", "127.0.0.256:80", "localhost:80", "::1:80", "[::1]", "[::1]:",
    "[::1:80", "[:::1]:80", "[127.0.0.1]:80", "[fe80::1%nosuchinterface]:1", " 127.0.0.1:80",
    "127.0.0.1:80 ", "127.0.0.1:٣", "unix:/tmp/\0x",
  ])
  func `other text is no address`(text: String) {
    expectEqual(SocketAddress(text), nil)
  }

  @Test func `an address has a host, a port or a path`() throws {
    let four = try #require(SocketAddress("10.1.2.3:99"))
    #expect(four.host == "10.1.2.3" && four.port == 99 && four.path == nil)
    let six = try #require(SocketAddress("[0:0::1]:99"))
    #expect(six.host == "::1" && six.port == 99 && six.path == nil)
    expectEqual(six.description, "[::1]:99")
    let local = try #require(SocketAddress("unix:/tmp/a"))
    #expect(local.host == nil && local.port == nil && local.path == "/tmp/a")
    expectEqual(SocketAddress("unix:")?.path, nil)
  }

  @Test func `an address is made from a host and a port`() {
    expectEqual(SocketAddress(host: "1.2.3.4", port: 5), SocketAddress("1.2.3.4:5"))
    expectEqual(SocketAddress(host: "::1", port: 5), SocketAddress("[::1]:5"))
    expectEqual(SocketAddress(host: "[::1]", port: 5), nil)
    expectEqual(SocketAddress(host: "localhost", port: 5), nil)
    expectEqual(SocketAddress(host: "1.2.3.4", port: 65_536), nil)
    expectEqual(SocketAddress(host: "1.2.3.4", port: -1), nil)
    expectEqual(SocketAddress.loopback(port: 7), SocketAddress("127.0.0.1:7"))
    expectEqual(SocketAddress.loopback().port, 0)
  }

  @Test func `an address is made from a path`() throws {
    try expectEqual(SocketAddress(path: "/tmp/a"), SocketAddress("unix:/tmp/a"))
    #expect(throws: Errno.invalidArgument) { try SocketAddress(path: "") }
    let long = String(repeating: "x", count: 200)
    #expect(throws: Errno.fileNameTooLong) { try SocketAddress(path: FilePath(long)) }
    expectEqual(SocketAddress("unix:\(long)"), nil)
    // What begins like a name in no directory is told from one.
    let odd = try SocketAddress(path: "@x")
    expectEqual(odd.description, "unix:./@x")
  }

  #if os(Linux)
    @Test func `a Unix name may be in no directory`() throws {
      let name = "unix:@generators-\(UInt64.random(in: 0...UInt64.max))"
      let address = try #require(SocketAddress(name))
      expectEqual(address.path, nil)
      expectEqual(address.description, name)
      let said = try scheduled { task in
        let listener = try Listener(on: address)
        expectEqual(listener.address, address)
        let client = try task.connect(to: address)
        try task.write("hi", to: task.accept(from: listener))
        return try task.readAll(from: client)
      }
      expectEqual(said, Array("hi".utf8))
    }
  #endif

  @Test func `a host's name is looked up`() throws {
    let addresses = try SocketAddress.resolve(host: "localhost", port: 80)
    #expect(!addresses.isEmpty)
    #expect(addresses.allSatisfy { $0.port == 80 && ["127.0.0.1", "::1"].contains($0.host) })
    try expectEqual(SocketAddress.resolve(host: "::1", port: 2), [SocketAddress("[::1]:2")!])
  }

  @Test func `looking up a name that does not exist is an error`() throws {
    let error = #expect(throws: NameResolutionError.self) {
      try SocketAddress.resolve(host: "not a name", port: 80)
    }
    let resolution = try #require(error)
    expectEqual(resolution.host, "not a name")
    #expect(!resolution.reason.isEmpty)
    expectEqual(resolution.description, "no address of not a name: \(resolution.reason)")
  }

  @Test func `ports out of range are traps`() async {
    await #expect(processExitsWith: .failure) { _ = SocketAddress.loopback(port: 65_536) }
    await #expect(processExitsWith: .failure) {
      _ = try SocketAddress.resolve(host: "localhost", port: -1)
    }
  }
}
