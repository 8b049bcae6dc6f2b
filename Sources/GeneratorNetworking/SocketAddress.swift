import GeneratorPlatform
import GeneratorSocketPlatform
public import GeneratorSources
public import SystemPackage

/// The address of a socket: a numeric Internet address and a port, or a path.
///
/// ```swift
/// let here = SocketAddress("127.0.0.1:8080")!
/// let everywhere = SocketAddress("[::]:8080")!
/// let local = SocketAddress("unix:/tmp/server.sock")!
/// print(here.host!, here.port!)  // 127.0.0.1 8080
/// ```
///
/// An address converts to text and back without loss. A name such as `example.com` isn't an address: look it
/// up with ``resolve(host:port:)``.
public struct SocketAddress: Sendable, Hashable, LosslessStringConvertible {
  let storage: SystemAddress

  init(_ storage: SystemAddress) { self.storage = storage }

  /// Creates an address from text: `127.0.0.1:8080`, `[::1]:8080`, or `unix:` and a path.
  ///
  /// An IPv6 address is in brackets, and may name an interface: `[fe80::1%eth0]:80`. Port 0 lets a
  /// ``Listener`` use any free port. On Linux, `unix:@name` is a name outside of the file system. The result
  /// is `nil` for any other text, such as one without a port, or with a name instead of a numeric address.
  ///
  /// - Parameter description: The text.
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

  /// Creates an address from a numeric host and a port.
  ///
  /// ```swift
  /// let address = SocketAddress(host: "::1", port: 8080)!
  /// print(address)  // [::1]:8080
  /// ```
  ///
  /// The result is `nil` if the host isn't a numeric address, or if the port is out of range.
  ///
  /// - Parameters:
  ///   - host: An IPv4 or IPv6 address, without brackets.
  ///   - port: The port, from 0 to 65,535; 0 lets a ``Listener`` use any free port.
  public init?(host: String, port: Int) {
    guard let port = UInt16(exactly: port) else { return nil }
    if let address = SocketAddress(ipv4: host, port: port) ?? SocketAddress(ipv6: host, port: port)
    {
      self = address
    } else {
      return nil
    }
  }

  /// Creates the address of a Unix socket.
  ///
  /// ```swift
  /// let address = try SocketAddress(path: "/tmp/server.sock")
  /// print(address)  // unix:/tmp/server.sock
  /// ```
  ///
  /// - Parameter path: The path of the socket in the file system.
  /// - Throws: `Errno.invalidArgument` for an empty path; `Errno.fileNameTooLong` for a path of more than 107
  ///   bytes, or 103 on Apple systems; a `SourceError` for a string with a NUL character.
  public init(path: some PathInput) throws {
    let path = try path.filePath()
    if path.isEmpty { throw Errno.invalidArgument }
    let bytes = Array(path.string.utf8)
    if bytes.count > SystemAddress.longestPath { throw Errno.fileNameTooLong }
    storage = .unix(bytes)
  }

  /// Returns the address 127.0.0.1, which only this machine reaches.
  ///
  /// - Parameter port: The port, from 0 to 65,535; 0 lets a ``Listener`` use any free port.
  /// - Returns: The address.
  /// - Precondition: `port` is in its range.
  public static func loopback(port: Int = 0) -> SocketAddress {
    guard let port = UInt16(exactly: port) else {
      fatalError("a port must be in 0...65535, and is \(port)")
    }
    return SocketAddress(.ipv4([127, 0, 0, 1], port: port))
  }

  /// The numeric host; `nil` for a Unix socket.
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

  /// The path of a Unix socket; `nil` for a Unix socket without a path, and for an Internet address.
  public var path: FilePath? {
    guard case .unix(let bytes) = storage, let first = bytes.first, first != 0 else { return nil }
    return FilePath(String(decoding: bytes, as: UTF8.self))
  }

  /// The address as text: `127.0.0.1:8080`, `[::1]:8080`, or `unix:/tmp/server.sock`.
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
