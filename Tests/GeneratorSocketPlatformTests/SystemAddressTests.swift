import Testing

import GeneratorPlatform

@testable import GeneratorSocketPlatform

@Suite struct SystemAddressTests {
  @Test func `an address is the same when the system has had it`() throws {
    let path = Array("/tmp/a".utf8)
    for address: SystemAddress in [
      .ipv4([127, 0, 0, 1], port: 80),
      .ipv6(Array(1...16), port: 65_535, scope: 3), .unix(path),
    ] {
      let (result, copy) = address.withSystemAddress { bytes, size in
        SystemAddress.written { to, writtenSize in
          UnsafeMutableRawPointer(to).copyMemory(from: bytes, byteCount: Int(size))
          writtenSize.pointee = size
          return 0
        }
      }
      #expect(result == 0)
      #expect(copy == address)
    }
  }

  @Test func `text that is no address has no bytes`() {
    #expect(SystemAddress.bytes(ofIPv4: "1.2.3.4") == [1, 2, 3, 4])
    #expect(SystemAddress.bytes(ofIPv4: "1.2.3") == nil)
    #expect(SystemAddress.bytes(ofIPv6: "::1") == Array(repeating: 0, count: 15) + [1])
    #expect(SystemAddress.bytes(ofIPv6: "1.2.3.4") == nil)
  }

  @Test func `a connection has two ends`() throws {
    let any = SystemAddress.ipv4([127, 0, 0, 1], port: 0)
    let listener = try Sockets.make(for: any)
    defer { Descriptors.close(listener) }
    try Sockets.listen(listener, at: any, backlog: 1)
    let address = try Sockets.localAddress(of: listener)
    let client = try Sockets.make(for: address)
    defer { Descriptors.close(client) }
    if case .later = try Sockets.connect(client, to: address) {
      while try !Sockets.isConnected(client) {}
    }
    #expect(try Poll.readable([listener], until: nil) == [true])
    guard case .connection(let server, let peer) = try Sockets.accept(from: listener) else {
      Issue.record("there is a connection")
      return
    }
    defer { Descriptors.close(server) }
    #expect(peer == (try Sockets.localAddress(of: client)))
    #expect(try Sockets.peerAddress(of: client) == address)
    let bytes: [UInt8] = [1, 2, 3]
    guard case .count(3) = Sockets.send(bytes.span.bytes, from: 0, to: client) else {
      Issue.record("the bytes are sent")
      return
    }
    try Sockets.closeWriting(client)
    let buffer = ReceiveBuffer()
    var received: [UInt8] = []
    while true {
      _ = try Poll.readable([server], until: nil)
      var part: [UInt8] = []
      guard case .count(let count) = buffer.receive(from: server, into: &part, maximum: 2) else {
        Issue.record("there are bytes, or the end")
        return
      }
      if count == 0 { break }
      received += part
    }
    #expect(received == bytes)
  }

  @Test func `a descriptor that is no socket is refused`() throws {
    let (readEnd, writeEnd) = try Descriptors.makePipe()
    defer {
      Descriptors.close(readEnd)
      Descriptors.close(writeEnd)
    }
    #expect(throws: SystemError.notSocket) { try Sockets.checkIsStream(readEnd) }
  }
}
