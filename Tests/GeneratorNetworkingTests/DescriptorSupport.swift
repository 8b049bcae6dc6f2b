import GeneratorNetworking
import GeneratorScheduling
import SystemPackage
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Runs a task on a scheduler of its own.
func scheduled<Value>(_ body: @escaping (TaskContext) throws -> Value) throws -> Value {
  try Scheduler().run(body)
}

extension TaskContext {
  /// Yields until a task waits.
  func untilWaiting<Value>(_ other: ScheduledTask<Value>) throws {
    while true {
      switch other.state {
      case .waiting: return
      case .done: throw Failure(-1)
      default: try yield()
      }
    }
  }

  /// The error that a task ends with; `nil` where it does not fail.
  func failure<Value>(of other: ScheduledTask<Value>) throws -> String? {
    do {
      _ = try join(other)
      return nil
    } catch {
      return shortName(error)
    }
  }

  /// Reads to the end.
  func readAll(from connection: Connection) throws -> [UInt8] {
    var (all, part) = ([UInt8](), [UInt8]())
    while try read(from: connection, into: &part) > 0 { all += part }
    return all
  }

  /// Reads to the end.
  func readAll(from descriptor: FileDescriptor) throws -> [UInt8] {
    var (all, part) = ([UInt8](), [UInt8]())
    while try read(from: descriptor, into: &part) > 0 { all += part }
    return all
  }
}

/// A short name for what was thrown.
func shortName(_ error: any Error) -> String {
  switch error {
  case is CancellationError: "cancelled"
  case SchedulingError.timedOut: "timed out"
  case SchedulingError.descriptorClosed: "closed"
  case let error as Errno: "errno \(error)"
  default: "\(error)"
  }
}

/// The name of the error that a closure throws; `nil` where it throws none.
func failure<Value>(_ body: () throws -> Value) -> String? {
  do {
    _ = try body()
    return nil
  } catch {
    return shortName(error)
  }
}

/// Two connected sockets, that block.
func socketPair() throws -> (FileDescriptor, FileDescriptor) {
  #if canImport(Glibc)
    let type = Int32(SOCK_STREAM.rawValue)
  #else
    let type = SOCK_STREAM
  #endif
  var numbers: [Int32] = [0, 0]
  if socketpair(AF_UNIX, type, 0, &numbers) != 0 { throw Errno(rawValue: errno) }
  return (FileDescriptor(rawValue: numbers[0]), FileDescriptor(rawValue: numbers[1]))
}

/// A socket that has a port on this machine and does not listen: connections to it are refused.
func boundSocket() throws -> (FileDescriptor, SocketAddress) {
  let number = try tcpSocket()
  var address = localAddress(port: 0)
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let result = withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(number, $0, size) | getsockname(number, $0, &size)
    }
  }
  if result != 0 { throw Errno(rawValue: errno) }
  return (
    FileDescriptor(rawValue: number), .loopback(port: Int(UInt16(bigEndian: address.sin_port)))
  )
}

/// A socket that is connected to a port on this machine, while no other task has a turn.
func connectedSocket(to port: Int) throws -> FileDescriptor {
  let number = try tcpSocket()
  var address = localAddress(port: UInt16(port))
  let result = withUnsafePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
  if result != 0 { throw Errno(rawValue: errno) }
  return FileDescriptor(rawValue: number)
}

private func tcpSocket() throws -> Int32 {
  #if canImport(Glibc)
    let type = Int32(SOCK_STREAM.rawValue)
  #else
    let type = SOCK_STREAM
  #endif
  let number = socket(AF_INET, type, 0)
  if number < 0 { throw Errno(rawValue: errno) }
  return number
}

private func localAddress(port: UInt16) -> sockaddr_in {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  address.sin_port = port.bigEndian
  return address
}

/// Two connections to each other.
func connectionPair() throws -> (Connection, Connection) {
  let (a, b) = try socketPair()
  return (try Connection(takingOver: a), try Connection(takingOver: b))
}

/// Two connections to each other, by TCP on this machine.
func tcpPair(_ task: TaskContext) throws -> (client: Connection, server: Connection) {
  let listener = try Listener(on: .loopback())
  let client = try task.connect(to: listener.address)
  return (client, try task.accept(from: listener))
}

func setNonBlocking(_ descriptor: FileDescriptor) {
  _ = fcntl(descriptor.rawValue, F_SETFL, fcntl(descriptor.rawValue, F_GETFL) | O_NONBLOCK)
}

/// Sets a descriptor not to block, and writes to it until it has no more room.
func fill(_ descriptor: FileDescriptor) {
  setNonBlocking(descriptor)
  while (try? descriptor.writeAll([UInt8](repeating: 0, count: 4096))) != nil {}
}

func isNonBlocking(_ descriptor: FileDescriptor) -> Bool {
  fcntl(descriptor.rawValue, F_GETFL) & O_NONBLOCK != 0
}

func isClosedOnExec(_ descriptor: FileDescriptor) -> Bool {
  fcntl(descriptor.rawValue, F_GETFD) & FD_CLOEXEC != 0
}

func integerOption(_ level: Int32, _ option: Int32, of descriptor: FileDescriptor) -> Int32 {
  var value: Int32 = -1
  var size = socklen_t(MemoryLayout<Int32>.size)
  return getsockopt(descriptor.rawValue, level, option, &value, &size) == 0 ? value : -1
}

/// Has the close of a socket reset the connection, as the end of a process that crashes may.
func resetOnClose(_ descriptor: FileDescriptor) {
  var value = linger(l_onoff: 1, l_linger: 0)
  _ = setsockopt(
    descriptor.rawValue, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
}

/// A path for a Unix socket that no other test has.
func uniqueSocketPath() -> FilePath {
  FilePath("/tmp/gs-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).sock")
}

/// A file with the text, open for reading and writing, that has no name any more.
func temporaryFile(_ text: String = "") throws -> FileDescriptor {
  let path = FilePath("/tmp/gs-\(getpid())-\(UInt64.random(in: 0...UInt64.max)).txt")
  let file = try FileDescriptor.open(
    path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
    permissions: .ownerReadWrite)
  _ = path.withPlatformString { unlink($0) }
  try file.writeAll(Array(text.utf8))
  try file.seek(offset: 0, from: .start)
  return file
}

/// How many descriptors the process has: for an exit test, where no other test opens any.
func descriptorCount() -> Int {
  (0..<Int32(10_000)).count { fcntl($0, F_GETFD) != -1 }
}

/// Ends an exit test with failure if the descriptors become more with each call of a closure.
///
/// A few may come from the runtime, which opens its own when it likes.
func requireNoLeak(_ round: () throws -> Void) throws {
  try round()
  let before = descriptorCount()
  for _ in 0..<10 { try round() }
  let after = descriptorCount()
  require(after < before + 5, "\(after) descriptors are open, not \(before)")
}

/// Ends an exit test with failure if something isn't so.
func require(_ condition: Bool, _ message: @autoclosure () -> String = "") {
  if !condition { fatalError("not so: \(message())") }
}
