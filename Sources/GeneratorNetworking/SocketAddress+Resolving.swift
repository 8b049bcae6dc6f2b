import GeneratorPlatform
import GeneratorSocketPlatform

extension SocketAddress {
  /// Looks up the addresses of a host.
  ///
  /// ```swift
  /// for address in try SocketAddress.resolve(host: "localhost", port: 80) { print(address) }
  /// ```
  ///
  /// This blocks the thread, and with it all tasks of the scheduler, until the system's resolver has
  /// answered, which takes seconds if a name server doesn't respond. So resolve names before the tasks run,
  /// or in an `async` operation that a task awaits. It calls `getaddrinfo`, as asyncio and trio do.
  ///
  /// - Parameters:
  ///   - host: A name, or a numeric address.
  ///   - port: The port, from 0 to 65,535.
  /// - Returns: The addresses, at least one, in the order in which to try them.
  /// - Throws: ``NameResolutionError``, with the resolver's reason.
  /// - Precondition: `port` is in its range.
  public static func resolve(host: String, port: Int) throws -> [SocketAddress] {
    guard let port = UInt16(exactly: port) else {
      fatalError("a port must be in 0...65535, and is \(port)")
    }
    switch SystemAddress.lookUp(host, port: port) {
    case .success(let addresses): return addresses.map { SocketAddress($0) }
    case .failure(let failure): throw NameResolutionError(host: host, reason: failure.reason)
    }
  }
}
