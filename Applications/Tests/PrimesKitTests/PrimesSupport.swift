/// The definition, more or less.
func isPrimeByDivision(_ number: UInt64) -> Bool {
  if number < 4 { return number > 1 }
  var divisor: UInt64 = 2
  while divisor * divisor <= number {
    if number.isMultiple(of: divisor) { return false }
    divisor += 1
  }
  return true
}
