/// Reads a whole number as people write large ones: `1000000`, `1_000_000`, `10^6`, `1e6`, `2^64`, `2^64-59`.
///
/// - Parameter text: The text.
/// - Returns: The number, or `nil` if the text is not a number or one greater than 2^64.
public func wholeNumber(_ text: some StringProtocol) -> UInt128? {
  let limit = UInt128(1) << 64
  let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
  if parts.count == 2 {
    guard let number = wholeNumber(parts[0]), let less = wholeNumber(parts[1]), less <= number
    else { return nil }
    return number - less
  }
  let number: UInt128?
  if let sign = text.firstIndex(of: "^") {
    number = power(digits(text[..<sign]), digits(text[text.index(after: sign)...]), limit)
  } else if let sign = text.firstIndex(where: { $0 == "e" || $0 == "E" }) {
    guard let factor = digits(text[..<sign]) else { return nil }
    number = power(10, digits(text[text.index(after: sign)...]), limit).flatMap {
      let (product, isTooLarge) = $0.multipliedReportingOverflow(by: factor)
      return isTooLarge ? nil : product
    }
  } else {
    number = digits(text)
  }
  return number.flatMap { $0 <= limit ? $0 : nil }
}

/// Reads digits, which may have underscores between them.
private func digits(_ text: some StringProtocol) -> UInt128? {
  let groups = text.split(separator: "_", omittingEmptySubsequences: false)
  guard groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }) else { return nil }
  return UInt128(groups.joined())
}

private func power(_ base: UInt128?, _ exponent: UInt128?, _ limit: UInt128) -> UInt128? {
  guard let base, let exponent, base <= limit, exponent <= 64 else { return nil }
  var power = UInt128(1)
  for _ in 0..<Int(exponent) {
    let (product, isTooLarge) = power.multipliedReportingOverflow(by: base)
    if isTooLarge || product > limit { return nil }
    power = product
  }
  return power
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isWholeNumber }
}
