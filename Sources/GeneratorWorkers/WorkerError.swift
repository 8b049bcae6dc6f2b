import GeneratorSources

/// The reason why a stage can't continue, and the place where it failed.
///
/// Its description is one line, whatever bytes the rejected line or key contains:
///
/// ```swift
/// let lines = Lines(of: ["17", "x"])
/// do {
///   while let line = try lines.next() {
///     guard Int(line.text) != nil else {
///       try lines.reject(line, because: "not a number")
///       continue
///     }
///   }
/// } catch {
///   print(error)  // partition line 2: not a number: x
/// }
/// ```
public struct WorkerError: Error, Hashable, CustomStringConvertible {
  /// The place and the reason, in one line.
  public let description: String

  /// Creates an error.
  ///
  /// - Parameter description: The place and the reason. Control characters are escaped.
  public init(_ description: String) { self.description = description.onOneLine }

  /// Returns an error with a place, unless it has one, or is an error of the output.
  static func located(_ error: any Error, at place: @autoclosure () -> String) -> any Error {
    if error is WorkerError || error is SinkError { return error }
    return WorkerError("\(place()): \(error)")
  }
}
