/// Why a host has no address.
public struct NameResolutionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name that was looked up.
  public let host: String

  /// What the system says, such as `Name or service not known`.
  public let reason: String

  /// The host and the reason: `no address of example.invalid: Name or service not known`.
  public var description: String { "no address of \(host): \(reason)" }
}
