import GeneratorSources

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
