import CommandSupport
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (123_456, "123,456"),
    (1_234_567, "1,234,567"), (-1, "-1"), (-123_456, "-123,456"),
    (.max, "9,223,372,036,854,775,807"), (.min, "-9,223,372,036,854,775,808"),
  ])
  func `groups of three digits`(number: Int, text: String) { #expect(grouped(number) == text) }

  @Test func `the largest number is grouped`() {
    #expect(grouped(UInt64.max) == "18,446,744,073,709,551,615")
  }

  @Test(
    arguments: [
      (0, 0, "0"), (1.5, 0, "2"), (1.234, 2, "1.23"), (1.999, 2, "2.00"), (0.05, 2, "0.05"),
      (-0.004, 2, "0.00"), (-1.25, 1, "-1.3"), (12, 3, "12.000"), (.infinity, 1, "-"),
      (.nan, 1, "-"), (1e300, 1, "-"), (nil, 2, "-"),
    ] as [(Double?, Int, String)])
  func `digits after the point`(number: Double?, digits: Int, text: String) {
    #expect(decimal(number, digits: digits) == text)
  }

  @Test(
    arguments: [
      (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (1_449, "1.4 kB"), (999_940, "999.9 kB"),
      (999_960, "1.0 MB"), (312_400_000, "312.4 MB"), (5e18, "5.0 EB"), (5e21, "5000.0 EB"),
    ] as [(Double, String)])
  func `bytes with a unit`(count: Double, text: String) { #expect(byteText(count) == text) }
}
