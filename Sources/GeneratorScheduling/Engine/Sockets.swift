import GeneratorPlatform
import SystemPackage

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

// The functions here that read `errno` are not inlined: a task's body may go on on another thread after a
// wait, and a function reads the place of `errno` once.

/// The system's calls for stream sockets, none of which waits.
enum Sockets {
  /// Makes a socket for addresses of a kind.
  @inline(never)
  static func make(for address: SocketAddress) throws -> Int32 {
    #if canImport(Darwin)
      let first = socket(address.family, SOCK_STREAM, 0)
      if first < 0 { throw Errno(rawValue: errno) }
      let number = try FileDescriptor(rawValue: first).aboveStandard().rawValue
      try setUp(number)
    #else
      let first = socket(address.family, streamType | flags, 0)
      if first < 0 { throw Errno(rawValue: errno) }
      let number = try FileDescriptor(rawValue: first).aboveStandard().rawValue
    #endif
    return number
  }

  /// Has a listener's socket listen at an address.
  @inline(never)
  static func listen(_ number: Int32, at address: SocketAddress, backlog: Int) throws {
    // Else a server that is started anew must wait until the connections of the former are forgotten.
    if !address.isUnix { set(SO_REUSEADDR, of: number, to: 1, level: SOL_SOCKET) }
    // Sound, because the system reads as much of the address as it is told.
    if address.withSystemAddress({ bind(number, $0, $1) }) != 0 { throw Errno(rawValue: errno) }
    setNoDelay(of: number, true, address)
    if systemListen(number, Int32(clamping: backlog)) != 0 { throw Errno(rawValue: errno) }
  }

  /// What came of an attempt to accept a connection.
  enum Accepted {
    case connection(Int32, SocketAddress)
    case wouldWait
  }

  /// Accepts a connection, if there is one.
  ///
  /// - Throws: `Errno`, if none can be accepted.
  @inline(never)
  static func accept(from number: Int32) throws -> Accepted {
    while true {
      let (accepted, address) = SocketAddress.ofSystem {
        #if canImport(Darwin)
          systemAccept(number, $0, $1)
        #else
          // Sound, because the system writes no more of the address than there is room for.
          accept4(number, $0, $1, flags)
        #endif
      }
      if accepted >= 0 {
        let accepted = try FileDescriptor(rawValue: accepted).aboveStandard().rawValue
        #if canImport(Darwin)
          try setUp(accepted)
          setNoDelay(of: accepted, true, address)
        #endif
        return .connection(accepted, address)
      }
      let error = Errno(rawValue: errno)
      if error == .wouldBlock || error == .resourceTemporarilyUnavailable { return .wouldWait }
      // The others are errors of a connection that is gone before it was accepted.
      if !isOfConnection(error) { throw error }
    }
  }

  private static func isOfConnection(_ error: Errno) -> Bool {
    switch error {
    case .interrupted, .connectionAbort, .connectionReset, .protocolError, .networkDown,
      .protocolNotAvailable, .hostIsDown, .noRouteToHost, .networkUnreachable:
      true
    default: false
    }
  }

  /// What came of an attempt to connect.
  enum Connected {
    case now
    case later
    /// The queue of a Unix listener is full, and the system does not say when it is not.
    case full
  }

  @inline(never)
  static func connect(_ number: Int32, to address: SocketAddress) throws -> Connected {
    // Sound, because the system reads as much of the address as it is told.
    if address.withSystemAddress({ systemConnect(number, $0, $1) }) == 0 { return .now }
    let error = Errno(rawValue: errno)
    switch error {
    // One that is interrupted goes on by itself.
    case .nowInProgress, .interrupted, .alreadyInProcess: return .later
    case .resourceTemporarilyUnavailable where address.isUnix: return .full
    default: throw error
    }
  }

  /// Whether a socket that was told to connect is connected.
  ///
  /// - Throws: `Errno`, if it can't be.
  static func isConnected(_ number: Int32) throws -> Bool {
    let error = try option(SO_ERROR, of: number)
    if error != 0 { throw Errno(rawValue: error) }
    do {
      _ = try address(of: number, systemPeerName)
      return true
    } catch Errno.socketNotConnected {
      return false
    }
  }

  /// The address of this end.
  static func localAddress(of number: Int32) throws -> SocketAddress {
    try address(of: number, systemSocketName)
  }

  /// The address of the other end.
  static func peerAddress(of number: Int32) throws -> SocketAddress {
    try address(of: number, systemPeerName)
  }

  /// Tells the peer that no more is coming.
  @inline(never)
  static func closeWriting(_ number: Int32) throws {
    if shutdown(number, Int32(SHUT_WR)) != 0 { throw Errno(rawValue: errno) }
  }

  /// Whether what is written leaves at once; nothing where the socket is not of TCP.
  static func setNoDelay(of number: Int32, _ value: Bool, _ address: SocketAddress) {
    if address.isUnix { return }
    set(TCP_NODELAY, of: number, to: value ? 1 : 0, level: Int32(IPPROTO_TCP))
  }

  /// Checks that a descriptor is of a stream socket.
  static func checkIsStream(_ number: Int32) throws {
    if UInt32(try option(SO_TYPE, of: number)) != UInt32(streamType) {
      throw Errno.protocolWrongTypeForSocket
    }
  }

  /// Has a call on a socket not wait, and keeps the programs that this process starts from having it.
  @inline(never)
  static func setUp(_ number: Int32) throws {
    let flags = fcntl(number, F_GETFL)
    if flags < 0 || fcntl(number, F_SETFL, flags | O_NONBLOCK) != 0
      || fcntl(number, F_SETFD, FD_CLOEXEC) != 0
    {
      throw Errno(rawValue: errno)
    }
    #if canImport(Darwin)
      set(SO_NOSIGPIPE, of: number, to: 1, level: SOL_SOCKET)
    #endif
  }

  /// Sets an option that is a wish: where the system has it not, the socket works as well.
  static func set(_ option: Int32, of number: Int32, to value: Int32, level: Int32) {
    var value = value
    // Sound, because the system reads the one integer.
    _ = setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  @inline(never)
  private static func option(_ option: Int32, of number: Int32) throws -> Int32 {
    var value: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    // Sound, because the system writes to the one integer, whose size it is told.
    if getsockopt(number, SOL_SOCKET, option, &value, &size) != 0 { throw Errno(rawValue: errno) }
    return value
  }

  @inline(never)
  private static func address(
    of number: Int32,
    _ call: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) throws -> SocketAddress {
    let (result, address) = SocketAddress.ofSystem { call(number, $0, $1) }
    if result != 0 { throw Errno(rawValue: errno) }
    return address
  }

  #if canImport(Glibc)
    private static let streamType = Int32(SOCK_STREAM.rawValue)
    private static let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
  #elseif canImport(Musl)
    private static let streamType = SOCK_STREAM
    private static let flags = SOCK_NONBLOCK | SOCK_CLOEXEC
  #else
    private static let streamType = SOCK_STREAM
  #endif
}

// The names of the calls, which functions above bear too.

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
