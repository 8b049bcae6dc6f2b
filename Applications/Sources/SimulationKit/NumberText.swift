// The text of numbers, equal to Python's formats.

extension String {
  /// Creates the text of a number with some digits after its point, as Python's
  /// `f"{number:{width}.{decimals}f}"` does.
  ///
  /// It is the nearest such number to the exact value of the `Double`. Of two, it is the one whose last digit
  /// is even.
  ///
  /// - Parameters:
  ///   - number: The number, finite and not negative.
  ///   - decimals: The number of digits, up to 9.
  ///   - width: The minimum length, reached by spaces in front.
  init(fixed number: Double, decimals: Int, width: Int = 0) {
    precondition(number.isFinite && number >= 0 && (0...9).contains(decimals))
    let scale = (0..<decimals).reduce(UInt128(1)) { power, _ in power * 10 }
    // The number is a whole number of 53 bits, shifted.
    let significand = UInt128(number.significandBitPattern | (number.isNormal ? 1 << 52 : 0))
    let shift = (number.isNormal ? Int(number.exponent) : -1022) - 52
    let product = significand * scale
    let digits: UInt128
    switch shift {
    case 0...:
      precondition(shift < 40, "\(number) is too great to be written with \(decimals) decimals")
      digits = product << shift
    case -100 ... -1:
      let half: UInt128 = 1 << (-shift - 1)
      let floor = product >> -shift
      let rest = product & (half << 1 - 1)
      digits = floor + (rest > half || rest == half && floor & 1 == 1 ? 1 : 0)
    default:
      // The product has 83 bits at most.
      digits = 0
    }
    var text = "\(digits / scale)"
    if decimals > 0 { text += "." + "\(digits % scale)".leftPadded(to: decimals, with: "0") }
    self = text.leftPadded(to: width)
  }

  /// Creates the text of a number without superfluous digits, with at most two decimals.
  init(short number: Double) {
    var text = String(fixed: number, decimals: 2)
    while text.hasSuffix("0") { text.removeLast() }
    self = text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  /// Returns the text with characters before it, so that it is as long as `length`.
  func leftPadded(to length: Int, with character: Character = " ") -> String {
    String(repeating: character, count: Swift.max(length - count, 0)) + self
  }

  /// Returns the text with spaces after it, so that it is as long as `length`.
  func rightPadded(to length: Int) -> String {
    self + String(repeating: " ", count: Swift.max(length - count, 0))
  }
}
