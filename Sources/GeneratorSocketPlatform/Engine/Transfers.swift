package import GeneratorPlatform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The result of a call that doesn't wait.
package enum Attempt {
  case count(Int)
  case wouldWait
  case failed(SystemError)

  /// Creates the result of a call that has returned a count, or a negative number.
  @inline(__always)
  fileprivate init(_ result: Int) {
    self = result >= 0 ? .count(result) : .failure()
  }

  @inline(never)
  private static func failure() -> Attempt {
    let error = SystemError.last
    return error.wouldBlock ? .wouldWait : .failed(error)
  }

  fileprivate var wasInterrupted: Bool {
    if case .failed(.interrupted) = self { true } else { false }
  }
}

// MARK: - Writing to a descriptor of any kind

extension Descriptors {
  /// The way to write bytes to a descriptor without waiting.
  package enum WritingMode {
    /// With `send`, which doesn't wait if it is told so.
    case socket

    /// With `write`, which doesn't wait, because the descriptor was told so or is a file.
    case nonBlocking

    /// With `write`, which waits until it has written all bytes. It doesn't wait for as few bytes as there is
    /// always room for when the descriptor is writable.
    case blocking(limit: Int)
  }

  /// The number of bytes for which a pipe has room, on any system, when it is writable.
  private static let pipeLimit = Int(PIPE_BUF)

  /// For a terminal no number of bytes is safe: it may be writable with room for one byte.
  private static let terminalLimit = 128

  /// Opens the file of a descriptor a second time, without blocking: a setting of its own, which no other
  /// code shares.
  ///
  /// - Returns: The new descriptor; `nil` if it isn't a terminal, or the system doesn't allow it.
  package static func nonBlockingTerminal(of number: Int32) -> Int32? {
    #if os(Linux)
      // For the other side of a terminal made by a program, this would open another terminal. Only that side
      // answers TIOCGPTN; sound, because it writes one number.
      var terminal: CUnsignedInt = 0
      guard isatty(number) != 0, ioctl(number, 0x8004_5430, &terminal) != 0 else { return nil }
      return try? opened(
        open("/proc/self/fd/\(number)", O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC))
    #else
      return nil
    #endif
  }

  /// Returns the way to write bytes to a descriptor without waiting.
  package static func writingMode(of number: Int32) throws(SystemError) -> WritingMode {
    var status = stat()
    // Sound, because the system writes a `stat` to a `stat`.
    if fstat(number, &status) != 0 { throw .last }
    switch status.st_mode & S_IFMT {
    case S_IFSOCK:
      #if canImport(Darwin)
        Sockets.set(SO_NOSIGPIPE, of: number, to: 1, level: SOL_SOCKET)
      #endif
      return .socket
    case S_IFIFO, S_IFCHR:
      let flags = fcntl(number, F_GETFL)
      if flags < 0 { throw .last }
      if flags & O_NONBLOCK != 0 { return .nonBlocking }
      let isPipe = status.st_mode & S_IFMT == S_IFIFO
      return .blocking(limit: isPipe ? pipeLimit : terminalLimit)
    default: return .nonBlocking
    }
  }

  /// Writes as many as it can of the bytes from an offset on.
  package static func write(
    _ bytes: RawSpan, from offset: Int, to number: Int32, _ mode: WritingMode
  ) -> Attempt {
    var count = bytes.byteCount - offset
    switch mode {
    case .socket: return Sockets.send(bytes, from: offset, to: number)
    case .blocking(let limit): count = min(count, limit)
    case .nonBlocking: break
    }
    // Sound, because the system reads no more than the bytes that are left.
    return bytes.withUnsafeBytes { bytes in
      while true {
        #if canImport(Darwin)
          let result = Darwin.write(number, bytes.baseAddress! + offset, count)
        #elseif canImport(Musl)
          let result = Musl.write(number, bytes.baseAddress! + offset, count)
        #else
          let result = Glibc.write(number, bytes.baseAddress! + offset, count)
        #endif
        let attempt = Attempt(result)
        if !attempt.wasInterrupted { return attempt }
      }
    }
  }
}

extension Sockets {
  /// Sends as many as it can of the bytes from an offset on.
  package static func send(_ bytes: RawSpan, from offset: Int, to number: Int32) -> Attempt {
    // Sound, because the system reads no more than the bytes that are left.
    bytes.withUnsafeBytes { bytes in
      while true {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
        let attempt = Attempt(systemSend(number, rest.baseAddress, rest.count, Self.sendFlags))
        if !attempt.wasInterrupted { return attempt }
      }
    }
  }

  #if canImport(Darwin)
    // There, an option of the socket suppresses the signal when the peer is gone.
    private static let sendFlags = Int32(MSG_DONTWAIT)
  #else
    private static let sendFlags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
  #endif
}

/// Calls the system's function, whose name the function above has too.
private func systemSend(
  _ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32
) -> Int {
  send(number, bytes, count, flags)
}

/// Memory that the system reads bytes into, from where they are copied to the caller.
///
/// Sound, since the memory is freed with this object, and its pointer is used in no other place.
package struct ReceiveBuffer: ~Copyable {
  package static let size = 65_536

  private let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: size)

  package init() {}

  deinit { memory.deallocate() }

  /// Receives the bytes that a socket has, and replaces the buffer's contents by them.
  package func receive(
    from number: Int32, into buffer: inout [UInt8], maximum: Int
  ) -> Attempt {
    attempt(into: &buffer) { recv(number, memory.baseAddress, min(maximum, Self.size), flags) }
  }

  /// Reads the bytes that are there.
  ///
  /// It may wait.
  package func read(from number: Int32, into buffer: inout [UInt8], maximum: Int) -> Attempt {
    attempt(into: &buffer) {
      #if canImport(Darwin)
        Darwin.read(number, memory.baseAddress, min(maximum, Self.size))
      #elseif canImport(Musl)
        Musl.read(number, memory.baseAddress, min(maximum, Self.size))
      #else
        Glibc.read(number, memory.baseAddress, min(maximum, Self.size))
      #endif
    }
  }

  private var flags: Int32 { Int32(MSG_DONTWAIT) }

  @inline(__always)
  private func attempt(into buffer: inout [UInt8], _ call: () -> Int) -> Attempt {
    while true {
      let attempt = Attempt(call())
      if attempt.wasInterrupted { continue }
      if case .count(let count) = attempt {
        buffer.removeAll(keepingCapacity: true)
        // The system has written this many bytes.
        buffer.append(contentsOf: UnsafeMutableBufferPointer(rebasing: memory[..<count]))
      }
      return attempt
    }
  }
}
