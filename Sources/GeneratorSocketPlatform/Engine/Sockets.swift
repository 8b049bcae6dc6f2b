package import GeneratorPlatform

#if os(Linux) || os(Android)
  import CLinux
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The system's calls for stream sockets, none of which waits.
package enum Sockets {
  /// Creates a socket for addresses of a kind.
  package static func make(for address: SystemAddress) throws(SystemError) -> Int32 {
    #if canImport(Darwin)
      let number = try Descriptors.opened(socket(address.family, SOCK_STREAM, 0))
      try setUp(number)
      return number
    #else
      return try Descriptors.opened(socket(address.family, streamType | flags, 0))
    #endif
  }

  /// Makes a listener's socket listen at an address.
  package static func listen(
    _ number: Int32, at address: SystemAddress, backlog: Int
  ) throws(SystemError) {
    // Otherwise a restarted server has to wait until the system forgets the connections of the former one.
    if !address.isUnix { set(SO_REUSEADDR, of: number, to: 1, level: SOL_SOCKET) }
    // Sound, because the system reads only as many bytes of the address as it is told.
    if address.withSystemAddress({ bind(number, $0, $1) }) != 0 { throw .last }
    setNoDelay(of: number, true, address)
    if systemListen(number, Int32(clamping: backlog)) != 0 { throw .last }
  }

  /// The result of an attempt to accept a connection.
  package enum Accepted {
    case connection(Int32, SystemAddress)
    case wouldWait
  }

  /// Accepts a connection, if there is one.
  ///
  /// - Throws: `SystemError` if none can be accepted.
  package static func accept(from number: Int32) throws(SystemError) -> Accepted {
    while true {
      let (accepted, address) = SystemAddress.written {
        #if canImport(Darwin)
          systemAccept(number, $0, $1)
        #else
          // Sound, because the system writes no more of the address than there is room for.
          accept4(number, $0, $1, flags)
        #endif
      }
      if accepted >= 0 {
        let accepted = try Descriptors.aboveStandard(accepted)
        #if canImport(Darwin)
          try setUp(accepted)
          setNoDelay(of: accepted, true, address)
        #endif
        return .connection(accepted, address)
      }
      let error = SystemError.last
      if error.wouldBlock { return .wouldWait }
      // The others are errors of a connection that ended before it was accepted.
      if !isOfConnection(error) { throw error }
    }
  }

  private static func isOfConnection(_ error: SystemError) -> Bool {
    switch error.code {
    case EINTR, ECONNABORTED, ECONNRESET, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, EHOSTUNREACH,
      ENETUNREACH:
      true
    default: false
    }
  }

  /// The result of an attempt to connect.
  package enum Connected {
    case now
    case later
    /// The queue of a Unix listener is full, and the system doesn't report when it has room.
    case full
  }

  package static func connect(
    _ number: Int32, to address: SystemAddress
  ) throws(SystemError) -> Connected {
    // Sound, because the system reads only as many bytes of the address as it is told.
    if address.withSystemAddress({ systemConnect(number, $0, $1) }) == 0 { return .now }
    let error = SystemError.last
    switch error.code {
    // An interrupted attempt continues by itself.
    case EINPROGRESS, EINTR, EALREADY: return .later
    case EAGAIN where address.isUnix: return .full
    default: throw error
    }
  }

  /// Returns whether a socket that was told to connect is connected.
  ///
  /// - Throws: `SystemError` if it can't connect.
  package static func isConnected(_ number: Int32) throws(SystemError) -> Bool {
    let error = try option(SO_ERROR, of: number)
    if error != 0 { throw SystemError(code: error) }
    do {
      _ = try address(of: number, systemPeerName)
      return true
    } catch {
      if error == .notConnected { return false }
      throw error
    }
  }

  /// Returns the address of this end.
  package static func localAddress(of number: Int32) throws(SystemError) -> SystemAddress {
    try address(of: number, systemSocketName)
  }

  /// Returns the address of the other end.
  package static func peerAddress(of number: Int32) throws(SystemError) -> SystemAddress {
    try address(of: number, systemPeerName)
  }

  /// Tells the peer that no more bytes follow.
  package static func closeWriting(_ number: Int32) throws(SystemError) {
    if shutdown(number, Int32(SHUT_WR)) != 0 { throw .last }
  }

  /// Sets whether written bytes leave at once; does nothing for a socket that isn't of TCP.
  package static func setNoDelay(of number: Int32, _ value: Bool, _ address: SystemAddress) {
    if address.isUnix { return }
    set(TCP_NODELAY, of: number, to: value ? 1 : 0, level: Int32(IPPROTO_TCP))
  }

  /// Checks that a descriptor is a stream socket.
  package static func checkIsStream(_ number: Int32) throws(SystemError) {
    if UInt32(try option(SO_TYPE, of: number)) != UInt32(streamType) {
      throw SystemError(code: EPROTOTYPE)
    }
  }

  /// Makes calls on a socket not wait, and keeps the socket from programs that this process starts.
  package static func setUp(_ number: Int32) throws(SystemError) {
    try Descriptors.setNonBlocking(number, true)
    try Descriptors.setCloseOnExec(number)
    #if canImport(Darwin)
      set(SO_NOSIGPIPE, of: number, to: 1, level: SOL_SOCKET)
    #endif
  }

  /// Sets an option, if the system has it; the socket also works without.
  static func set(_ option: Int32, of number: Int32, to value: Int32, level: Int32) {
    var value = value
    // Sound, because the system reads the one integer.
    _ = setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  private static func option(_ option: Int32, of number: Int32) throws(SystemError) -> Int32 {
    var value: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    // Sound, because the system writes to the one integer, whose size it is told.
    if getsockopt(number, SOL_SOCKET, option, &value, &size) != 0 { throw .last }
    return value
  }

  private static func address(
    of number: Int32,
    _ call: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) throws(SystemError) -> SystemAddress {
    let (result, address) = SystemAddress.written { call(number, $0, $1) }
    if result != 0 { throw .last }
    return address
  }

  #if canImport(Glibc)
    static let streamType = Int32(SOCK_STREAM.rawValue)
    private static let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
  #elseif canImport(Musl)
    static let streamType = SOCK_STREAM
    private static let flags = SOCK_NONBLOCK | SOCK_CLOEXEC
  #else
    static let streamType = SOCK_STREAM
  #endif
}

// Functions above have the names of these system calls too.

private func systemListen(_ number: Int32, _ backlog: Int32) -> Int32 { listen(number, backlog) }

private func systemConnect(
  _ number: Int32, _ address: UnsafePointer<sockaddr>, _ size: socklen_t
) -> Int32 {
  connect(number, address, size)
}

#if canImport(Darwin)
  private func systemAccept(
    _ number: Int32, _ address: UnsafeMutablePointer<sockaddr>,
    _ size: UnsafeMutablePointer<socklen_t>
  ) -> Int32 {
    accept(number, address, size)
  }
#endif

private func systemSocketName(
  _ number: Int32, _ address: UnsafeMutablePointer<sockaddr>,
  _ size: UnsafeMutablePointer<socklen_t>
) -> Int32 {
  getsockname(number, address, size)
}

private func systemPeerName(
  _ number: Int32, _ address: UnsafeMutablePointer<sockaddr>,
  _ size: UnsafeMutablePointer<socklen_t>
) -> Int32 {
  getpeername(number, address, size)
}
