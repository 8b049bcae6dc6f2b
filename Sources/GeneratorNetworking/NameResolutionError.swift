/// The error of a host name that can't be resolved.
public struct NameResolutionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name that was looked up.
  public let host: String

  /// The reason that the system reports, such as `Name or service not known`.
  public let reason: String

  /// The host and the reason: `no address of example.invalid: Name or service not known`.
  public var description: String { "no address of \(host): \(reason)" }
}
