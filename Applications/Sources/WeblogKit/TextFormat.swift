// The form in which people see the numbers and texts of a log.

extension String {
  /// Creates the text of a number with a comma before each three digits.
  init(grouped number: some BinaryInteger) {
    let digits = String(number)
    self = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { append(",") }
      append(digit)
    }
  }

  /// Creates the text of tenths of a percent: `66.7%`.
  init(tenthsOfPercent tenths: Int) { self = "\(tenths / 10).\(tenths % 10)%" }

  /// Creates the text of a number's last digits, with zeros before them if it has fewer.
  init(_ number: Int, digits: Int) { self = String(number).leftPadded(to: digits, with: "0") }

  /// Returns the text with spaces before it, so that it is as long as `length`.
  func leftPadded(to length: Int, with character: Character = " ") -> String {
    String(repeating: character, count: Swift.max(length - count, 0)) + self
  }

  /// Returns the text with spaces after it, so that it is as long as `length`.
  func rightPadded(to length: Int) -> String {
    self + String(repeating: " ", count: Swift.max(length - count, 0))
  }
}

extension Unicode.Scalar {
  /// Whether the scalar is one of C0, DEL or C1, which a terminal may obey.
  var isControl: Bool { properties.generalCategory == .control }
}

/// Returns a part of a whole in tenths of a percent, rounded; 0 of nothing.
func tenthsOfPercent(_ part: UInt128, of whole: UInt128) -> Int {
  whole == 0 ? 0 : Int((part * 2_000 + whole) / (whole * 2))
}
