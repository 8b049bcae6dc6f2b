public import SystemPackage

/// The reason why a sink can't open, write or close its file.
///
/// ```swift
/// do {
///   try push(["a"], into: writer(to: "no/such/directory/a.txt"))
/// } catch {
///   print(error)  // no/such/directory/a.txt: No such file or directory
/// }
/// ```
public struct SinkError: Error, Hashable, CustomStringConvertible {
  /// The name of the destination: for a file, its path.
  public let sink: String

  /// The system's error.
  public let errno: Errno

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - sink: The name of the destination.
  ///   - errno: The system's error.
  public init(sink: String, errno: Errno) {
    self.sink = sink
    self.errno = errno
  }

  /// The name and the reason, in one line.
  public var description: String { "\(sink): \(errno)" }
}
