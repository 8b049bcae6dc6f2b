import GeneratorPlatform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The address of a socket, in network byte order.
package enum SystemAddress: Sendable, Hashable {
  case ipv4([UInt8], port: UInt16)
  case ipv6([UInt8], port: UInt16, scope: UInt32)
  /// The bytes of the path, at most ``longestPath``; empty for a socket without a path.
  ///
  /// With a leading zero, it is a name of Linux outside of the file system.
  case unix([UInt8])

  package var isUnix: Bool {
    if case .unix = self { true } else { false }
  }
}

// MARK: - As the system has it

extension SystemAddress {
  /// The largest number of bytes in the path of a Unix socket, with room for a NUL after it.
  package static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

  var family: Int32 {
    switch self {
    case .ipv4: AF_INET
    case .ipv6: AF_INET6
    case .unix: AF_UNIX
    }
  }

  /// Calls a closure with the address as the system reads it, and its size.
  ///
  /// Sound, since the structure is of the kind that its family says, stays while the closure runs, and is
  /// filled within its bounds: ``longestPath`` was checked when the address was created.
  func withSystemAddress<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result
  ) rethrows -> Result {
    switch self {
    case .ipv4(let bytes, let port):
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      withUnsafeMutableBytes(of: &address.sin_addr) { $0.copyBytes(from: bytes) }
      return try Self.call(body, &address, MemoryLayout<sockaddr_in>.size)
    case .ipv6(let bytes, let port, let scope):
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_port = port.bigEndian
      address.sin6_scope_id = scope
      withUnsafeMutableBytes(of: &address.sin6_addr) { $0.copyBytes(from: bytes) }
      return try Self.call(body, &address, MemoryLayout<sockaddr_in6>.size)
    case .unix(let bytes):
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
      let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path)!
      // A name outside of the file system ends with its last byte, a path with a NUL.
      let end = bytes.first == 0 ? bytes.count : bytes.count + 1
      return try Self.call(body, &address, start + end)
    }
  }

  private static func call<Address, Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result, _ address: inout Address,
    _ size: Int
  ) rethrows -> Result {
    try withUnsafeMutableBytes(of: &address) { bytes in
      #if canImport(Darwin)
        // The first byte of each kind is its length.
        bytes[0] = UInt8(size)
      #endif
      return try body(bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(size))
    }
  }

  /// Calls a function of the system that writes an address.
  ///
  /// Sound, since there is room for an address of any kind, and the system is told how much.
  ///
  /// - Returns: The result of the function, and the address if the result isn't negative.
  static func written(
    by call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> (Int32, SystemAddress) {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutableBytes(of: &storage) { bytes in
      let start = bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)
      let result = call(start, &size)
      if result < 0 { return (result, .unix([])) }
      let written = UnsafeRawBufferPointer(rebasing: bytes[..<min(Int(size), bytes.count)])
      return (result, SystemAddress(written))
    }
  }

  /// Creates an address from the bytes that the system has written.
  ///
  /// Sound, since no more bytes are read than there are, and all are read into integers.
  private init(_ bytes: UnsafeRawBufferPointer) {
    let family = sockaddr(readFrom: bytes).sa_family
    switch Int32(family) {
    case AF_INET:
      let address = sockaddr_in(readFrom: bytes)
      let host = withUnsafeBytes(of: address.sin_addr) { Array($0) }
      self = .ipv4(host, port: UInt16(bigEndian: address.sin_port))
    case AF_INET6:
      let address = sockaddr_in6(readFrom: bytes)
      let host = withUnsafeBytes(of: address.sin6_addr) { Array($0) }
      self = .ipv6(
        host, port: UInt16(bigEndian: address.sin6_port), scope: address.sin6_scope_id)
    default:
      let path = bytes.dropFirst(MemoryLayout<sockaddr_un>.offset(of: \.sun_path)!)
      // A path ends with its NUL, and a name that begins with one ends where the system says.
      self = .unix(path.first == 0 ? Self.name(Array(path)) : Array(path.prefix { $0 != 0 }))
    }
  }

  /// Returns a name outside of the file system.
  ///
  /// Nothing but NULs stands for no name, as some systems write it.
  private static func name(_ bytes: [UInt8]) -> [UInt8] {
    bytes.allSatisfy { $0 == 0 } ? [] : bytes
  }
}

/// A structure of the system for which any bytes are valid.
private protocol SystemStructure { init() }

extension SystemStructure {
  /// Reads the structure from bytes, with zeros for missing ones.
  init(readFrom bytes: UnsafeRawBufferPointer) {
    self.init()
    withUnsafeMutableBytes(of: &self) {
      $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix($0.count)))
    }
  }
}

extension sockaddr: SystemStructure {}
extension sockaddr_in: SystemStructure {}
extension sockaddr_in6: SystemStructure {}

// MARK: - Text

extension SystemAddress {
  /// Parses a numeric IPv4 address.
  ///
  /// - Returns: Four bytes; `nil` if the text is no address.
  package static func bytes(ofIPv4 text: String) -> [UInt8]? {
    var address = in_addr()
    // Sound, because the system writes the structure that the family says.
    guard inet_pton(AF_INET, text, &address) == 1 else { return nil }
    return withUnsafeBytes(of: address) { Array($0) }
  }

  /// Parses a numeric IPv6 address.
  ///
  /// - Returns: Sixteen bytes; `nil` if the text is no address.
  package static func bytes(ofIPv6 text: String) -> [UInt8]? {
    var address = in6_addr()
    // Sound, because the system writes the structure that the family says.
    guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
    return withUnsafeBytes(of: address) { Array($0) }
  }

  package static func text(ofIPv6 bytes: [UInt8]) -> String {
    var address = in6_addr()
    withUnsafeMutableBytes(of: &address) { $0.copyBytes(from: bytes) }
    // Sound, because the system writes no more than it is told that there is room for, and a NUL.
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
      guard inet_ntop(AF_INET6, &address, text.baseAddress!, socklen_t(text.count)) != nil else {
        return "::"
      }
      return String(cString: text.baseAddress!)
    }
  }

  /// Returns the number of an interface, from the number itself or its name.
  package static func scope(_ text: String) -> UInt32? {
    if let number = UInt32(text) { return number }
    let number = if_nametoindex(text)
    return number == 0 ? nil : number
  }
}

// MARK: - Names

extension SystemAddress {
  package struct LookUpFailure: Error {
    package let reason: String
  }

  /// Asks the system's resolver for the addresses of a host.
  ///
  /// This blocks the thread.
  package static func lookUp(
    _ host: String, port: UInt16
  ) -> Result<[SystemAddress], LookUpFailure> {
    var hints = addrinfo()
    hints.ai_socktype = Sockets.streamType
    var first: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, String(port), &hints, &first)
    guard status == 0 else {
      let reason =
        status == EAI_SYSTEM
        ? "\(SystemError.last)" : String(cString: gai_strerror(status))
      return .failure(LookUpFailure(reason: reason))
    }
    // Sound, because the list is the system's, is read as it says, and is freed after it was read.
    defer { freeaddrinfo(first) }
    var addresses: [SystemAddress] = []
    var next = first
    while let entry = next?.pointee {
      if let address = entry.ai_addr, entry.ai_family == AF_INET || entry.ai_family == AF_INET6 {
        let bytes = UnsafeRawBufferPointer(start: address, count: Int(entry.ai_addrlen))
        addresses.append(SystemAddress(bytes))
      }
      next = entry.ai_next
    }
    return addresses.isEmpty
      ? .failure(LookUpFailure(reason: "it has no Internet address")) : .success(addresses)
  }
}
