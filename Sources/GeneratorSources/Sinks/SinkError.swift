public import SystemPackage

/// Why a sink can't open, write or close what it writes to.
///
/// ```swift
/// do {
///   try push(["a"], into: writer(to: "no/such/directory/a.txt"))
/// } catch {
///   print(error)  // no/such/directory/a.txt: No such file or directory
/// }
/// ```
public struct SinkError: Error, Hashable, CustomStringConvertible {
  /// The name of what was written to: for a file, its path.
  public let sink: String

  /// The system's answer.
  public let errno: Errno

  /// Makes an error.
  ///
  /// - Parameters:
  ///   - sink: the name of what was written to.
  ///   - errno: the system's answer.
  public init(sink: String, errno: Errno) {
    self.sink = sink
    self.errno = errno
  }

  /// The name and the reason, in one line.
  public var description: String { "\(sink): \(errno)" }
}
