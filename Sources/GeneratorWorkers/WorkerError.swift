import GeneratorSources

/// The reason why a stage can't go on, with the place.
///
/// Its description is one line, whatever bytes the line or key at fault has:
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

  /// Makes an error.
  ///
  /// - Parameter description: the place and the reason. Control characters are escaped.
  public init(_ description: String) { self.description = description.onOneLine }

  /// Returns an error with a place, unless it has one, or is of the output.
  static func located(_ error: any Error, at place: @autoclosure () -> String) -> any Error {
    if error is WorkerError || error is SinkError { return error }
    return WorkerError("\(place()): \(error)")
  }
}

extension String {
  /// The text with its control characters and separators of lines escaped, as `\n` or `\u{1b}`.
  var onOneLine: String {
    let escaped: Set<Unicode.GeneralCategory> = [.control, .lineSeparator, .paragraphSeparator]
    func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
      escaped.contains(scalar.properties.generalCategory)
    }
    guard unicodeScalars.contains(where: isEscaped) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      if isEscaped(scalar) {
        text += scalar.escaped(asASCII: true)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
  }
}

extension ArraySlice<UInt8> {
  /// The beginning of the bytes, as messages show them.
  @usableFromInline var excerpt: String {
    let text = String(decoding: prefix(80), as: UTF8.self)
    return count > 80 ? "\(text)…" : text
  }
}
