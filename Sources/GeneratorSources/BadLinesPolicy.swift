/// The treatment of a line that can't be decoded, is too long, or is not UTF-8 where it must be.
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
  /// It is an error, and ends the elements.
  case fail

  /// It is skipped, and the closure gets its error.
  ///
  /// The closure runs in the `next()` that met the line. An error that it throws ends the elements.
  /// The line counts, so that the lines after it keep their numbers.
  case skip((SourceError) throws -> Void)
}
