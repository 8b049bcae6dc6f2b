/// The treatment of a line that can't be decoded, is too long, or isn't UTF-8 although it must be.
///
/// ```swift
/// struct NotANumber: Error {}
///
/// var bad: [SourceError] = []
/// let numbers = decodedLines(of: "numbers.txt", badLines: .skip { bad.append($0) }) {
///   guard let number = Int($0.text) else { throw NotANumber() }
///   return number
/// }
/// let sum = try numbers.withSequence { $0.reduce(0, +) }
/// print(sum, "without", bad.count, "bad lines")
/// ```
public enum BadLinesPolicy {
  /// The line is an error, which ends the elements.
  case fail

  /// The line is skipped, and the closure is called with its error.
  ///
  /// The closure runs in the `next()` that read the line. An error that it throws ends the elements.
  /// The skipped line is counted, so the lines after it keep their numbers.
  case skip((SourceError) throws -> Void)
}
