/// Returns a number with a comma before each three digits: 1,234,567.
public func grouped(_ number: some BinaryInteger) -> String {
  let digits = String(number.magnitude)
  var text = number < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
    text.append(digit)
  }
  return text
}

/// Returns a number with so many digits after the point; `nil` becomes a dash.
public func decimal(_ number: Double?, digits: Int) -> String {
  guard let number, number.isFinite, abs(number) < 1e15 else { return "-" }
  let unit = repeatElement(10, count: digits).reduce(1, *)
  let scaled = Int((abs(number) * Double(unit)).rounded())
  let sign = number < 0 && scaled > 0 ? "-" : ""
  if digits == 0 { return "\(sign)\(scaled)" }
  let fraction = String(scaled % unit)
  return "\(sign)\(scaled / unit)." + String(repeating: "0", count: digits - fraction.count)
    + fraction
}

/// Returns a number of bytes with a unit: 312.4 MB.
public func byteText(_ count: Double) -> String {
  var (value, units) = (count, ["B", "kB", "MB", "GB", "TB", "PB", "EB"][...])
  while value >= 999.95, units.count > 1 {
    value /= 1_000
    units.removeFirst()
  }
  return "\(decimal(value, digits: units.first == "B" ? 0 : 1)) \(units.first!)"
}
