import GeneratorPlatform
import GeneratorSocketPlatform
public import GeneratorSources
public import SystemPackage

/// Where a socket is: a numeric Internet address and a port, or a path.
///
/// ```swift
/// let here = SocketAddress("127.0.0.1:8080")!
/// let everywhere = SocketAddress("[::]:8080")!
/// let local = SocketAddress("unix:/tmp/server.sock")!
/// print(here.host!, here.port!)  // 127.0.0.1 8080
/// ```
///
/// Its text is what it is made from again. A name such as `example.com` is no address, but is looked up
/// by ``resolve(host:port:)``.
public struct SocketAddress: Sendable, Hashable, LosslessStringConvertible {
  let storage: SystemAddress

  init(_ storage: SystemAddress) { self.storage = storage }

  /// Makes an address from text: `127.0.0.1:8080`, `[::1]:8080`, or `unix:` and a path.
  ///
  /// An IPv6 address is in brackets, and may name an interface: `[fe80::1%eth0]:80`. Port 0, for a
  /// ``Listener``, is any that is free. On Linux, `unix:@name` is a name that is in no directory. It is
  /// `nil` where the text is none of these, as where there is no port, or a name for an address.
  ///
  /// - Parameter description: the text.
  public init?(_ description: String) {
    if description.hasPrefix("unix:") {
      self.init(unix: Array(description.dropFirst(5).utf8))
      return
    }
    guard let colon = description.lastIndex(of: ":") else { return nil }
    let digits = description[description.index(after: colon)...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let port = UInt16(digits)
    else { return nil }
    let host = description[..<colon]
    if host.first == "[", host.last == "]" {
      self.init(ipv6: String(host.dropFirst().dropLast()), port: port)
    } else {
      self.init(ipv4: String(host), port: port)
    }
  }

  /// Makes an address from a numeric host and a port.
  ///
  /// ```swift
  /// let address = SocketAddress(host: "::1", port: 8080)!
  /// print(address)  // [::1]:8080
  /// ```
  ///
  /// It is `nil` where the host is no address, or the port is out of range.
  ///
  /// - Parameters:
  ///   - host: an IPv4 or IPv6 address, without brackets.
  ///   - port: 0 to 65,535; for a ``Listener``, 0 is any that is free.
  public init?(host: String, port: Int) {
    guard let port = UInt16(exactly: port) else { return nil }
    if let address = SocketAddress(ipv4: host, port: port) ?? SocketAddress(ipv6: host, port: port)
    {
      self = address
    } else {
      return nil
    }
  }

  /// Makes the address of a Unix socket.
  ///
  /// ```swift
  /// let address = try SocketAddress(path: "/tmp/server.sock")
  /// print(address)  // unix:/tmp/server.sock
  /// ```
  ///
  /// - Parameter path: where it is, or is to be, in the file system.
  /// - Throws: `Errno.invalidArgument` for an empty path; `Errno.fileNameTooLong` for one of more than
  ///   107 bytes, or 103 on Apple systems; a `SourceError` for a string with a NUL character.
  public init(path: some PathInput) throws {
    let path = try path.filePath()
    if path.isEmpty { throw Errno.invalidArgument }
    let bytes = Array(path.string.utf8)
    if bytes.count > SystemAddress.longestPath { throw Errno.fileNameTooLong }
    storage = .unix(bytes)
  }

  /// The address of this machine that only this machine reaches: 127.0.0.1.
  ///
  /// - Parameter port: 0 to 65,535; for a ``Listener``, 0 is any that is free.
  /// - Returns: the address.
  /// - Precondition: `port` is in its range.
  public static func loopback(port: Int = 0) -> SocketAddress {
    guard let port = UInt16(exactly: port) else {
      fatalError("a port must be in 0...65535, and is \(port)")
    }
    return SocketAddress(.ipv4([127, 0, 0, 1], port: port))
  }

  /// The host, in numbers; `nil` for a Unix socket.
  public var host: String? {
    switch storage {
    case .ipv4(let bytes, _): bytes.map(String.init).joined(separator: ".")
    case .ipv6(let bytes, _, let scope):
      SystemAddress.text(ofIPv6: bytes) + (scope == 0 ? "" : "%\(scope)")
    case .unix: nil
    }
  }

  /// The port; `nil` for a Unix socket.
  public var port: Int? {
    switch storage {
    case .ipv4(_, let port), .ipv6(_, let port, _): Int(port)
    case .unix: nil
    }
  }

  /// The path of a Unix socket; `nil` for one that has none, and for others.
  public var path: FilePath? {
    guard case .unix(let bytes) = storage, let first = bytes.first, first != 0 else { return nil }
    return FilePath(String(decoding: bytes, as: UTF8.self))
  }

  /// `127.0.0.1:8080`, `[::1]:8080`, or `unix:/tmp/server.sock`.
  public var description: String {
    switch storage {
    case .ipv4(_, let port): return "\(host!):\(port)"
    case .ipv6(_, let port, _): return "[\(host!)]:\(port)"
    case .unix(let bytes):
      let name = String(decoding: bytes.drop { $0 == 0 }, as: UTF8.self)
      if bytes.first == 0 { return "unix:@\(name)" }
      return bytes.first == UInt8(ascii: "@") ? "unix:./\(name)" : "unix:\(name)"
    }
  }

  private init?(ipv4 host: String, port: UInt16) {
    guard let bytes = SystemAddress.bytes(ofIPv4: host) else { return nil }
    storage = .ipv4(bytes, port: port)
  }

  private init?(ipv6 host: String, port: UInt16) {
    let parts = host.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bytes = SystemAddress.bytes(ofIPv6: String(parts[0])) else { return nil }
    var scope: UInt32 = 0
    if parts.count == 2 {
      guard let interface = SystemAddress.scope(String(parts[1])) else { return nil }
      scope = interface
    }
    storage = .ipv6(bytes, port: port, scope: scope)
  }

  private init?(unix bytes: [UInt8]) {
    guard !bytes.contains(0), bytes.count <= SystemAddress.longestPath else { return nil }
    #if os(Linux) || os(Android)
      if bytes.first == UInt8(ascii: "@") {
        storage = .unix([0] + bytes.dropFirst())
        return
      }
    #endif
    storage = .unix(bytes)
  }
}
