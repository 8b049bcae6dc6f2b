/// Multiplication modulo an odd number, without dividing (Peter Montgomery, 1985).
///
/// A number `a` is kept as `a * 2^64 % modulus`. Products of such numbers are again such numbers.
struct Montgomery {
  let modulus: UInt64
  /// The inverse of `modulus`, modulo 2^64.
  private let inverse: UInt64
  /// 1 and -1 in this form.
  let one: UInt64
  let minusOne: UInt64

  /// Creates the multiplication for a modulus.
  ///
  /// - Precondition: `modulus` is odd and greater than 1.
  init(modulus: UInt64) {
    self.modulus = modulus
    // Newton's steps, each of which doubles the number of correct bits, beginning with three.
    var inverse = modulus
    for _ in 0..<5 { inverse = inverse &* (2 &- modulus &* inverse) }
    self.inverse = inverse
    one = (0 &- modulus) % modulus
    minusOne = modulus &- one
  }

  @inline(__always)
  func multiply(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    // The subtracted number is a multiple of the modulus with the same low half as the product.
    let multiple = (product.low &* inverse).multipliedFullWidth(by: modulus)
    let (difference, isNegative) = product.high.subtractingReportingOverflow(multiple.high)
    return isNegative ? difference &+ modulus : difference
  }

  @inline(__always)
  func add(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (sum, isTooLarge) = a.addingReportingOverflow(b)
    return isTooLarge || sum >= modulus ? sum &- modulus : sum
  }

  /// Returns a small number in this form.
  func kept(_ small: UInt64) -> UInt64 {
    var (sum, term, rest) = (UInt64(0), one, small)
    while rest > 0 {
      if rest & 1 == 1 { sum = add(sum, term) }
      term = add(term, term)
      rest >>= 1
    }
    return sum
  }

  /// Returns `base` to the power of `exponent`, which is not 0.
  @inline(__always)
  func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
    // The highest bit is the base itself.
    var (result, bit) = (base, (UInt64(1) << UInt64(63 - exponent.leadingZeroBitCount)) >> 1)
    while bit > 0 {
      result = multiply(result, result)
      if exponent & bit != 0 { result = multiply(result, base) }
      bit >>= 1
    }
    return result
  }
}
