import GeneratorPlatform
import GeneratorSocketPlatform

extension SocketAddress {
  /// Looks up the addresses of a host.
  ///
  /// ```swift
  /// for address in try SocketAddress.resolve(host: "localhost", port: 80) { print(address) }
  /// ```
  ///
  /// It blocks the thread, and with it all tasks of the scheduler, until the system's resolver has
  /// answered: seconds, where a server of names does not. So do it before the tasks run, or as an `async`
  /// operation that a task waits for. C's `getaddrinfo`, asyncio's and trio's too.
  ///
  /// - Parameters:
  ///   - host: a name, or a numeric address.
  ///   - port: 0 to 65,535.
  /// - Returns: the addresses, at least one, in the order in which they are to be tried.
  /// - Throws: ``NameResolutionError``, which has the resolver's reason.
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
