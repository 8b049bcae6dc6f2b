import PrimesKit
import Testing

@Suite struct NumberSyntaxTests {
  @Test(
    arguments: [
      ("0", 0), ("42", 42), ("1_000_000", 1_000_000), ("10^6", 1_000_000), ("1e6", 1_000_000),
      ("25E3", 25_000), ("2^64", 1 << 64), ("2^64-59", (1 << 64) - 59),
      ("10^15-1", 999_999_999_999_999),
      ("0^0", 1), ("0^5", 0), ("1^64", 1), ("18446744073709551616", 1 << 64),
      ("7-7", 0),
      ("007", 7),
    ] as [(String, UInt128)])
  func `a number with groups or a power is read`(text: String, number: UInt128) {
    #expect(wholeNumber(text) == number)
  }

  @Test(arguments: [
    "", " ", "-1", "x", "1.5", "1e", "e5", "^", "2^", "^2", "2^65", "2^-1", "1e20", "10^99", "1__0",
    "_1", "1_", "18446744073709551617", "3-5", "2^64--1", "5-", "1e6e6", "2^3^2", "٣", "1,000",
    "340282366920938463463374607431768211456", "9^64", "1e65",
    "2^99999999999999999999999999999999999999",
  ])
  func `what is no number is refused`(text: String) { #expect(wholeNumber(text) == nil) }
}
