import Foundation
import Testing

@testable import SimulationKit

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, 4, 7, " 0.0000"), (3.85949, 4, 7, " 3.8595"), (10.20055, 4, 7, "10.2005"),
    (0.5, 0, 0, "0"), (1.5, 0, 0, "2"), (2.5, 0, 3, "  2"), (0.125, 2, 0, "0.12"),
    (0.375, 2, 0, "0.38"), (0.9999999, 3, 6, " 1.000"), (123_456.789, 1, 4, "123456.8"),
    (1e-300, 4, 0, "0.0000"), (.leastNonzeroMagnitude, 9, 0, "0.000000000"),
    (1e22, 1, 0, "10000000000000000000000.0"),
  ])
  func `a number has a fixed count of decimals`(
    number: Double, decimals: Int, width: Int, text: String
  ) {
    #expect(String(fixed: number, decimals: decimals, width: width) == text)
  }

  @Test func `as the systems format`() {
    let random = PythonRandom(seed: 4)
    for _ in 0..<3_000 {
      let number = random.random() * [1e-3, 1, 10, 1e5, 1e12, 1e17][random.randint(0, 5)]
      // Numbers halfway between two.
      let numbers = [number, (number * 8).rounded() / 8]
      for number in numbers {
        for decimals in 0...4 {
          let expected = String(format: "%.\(decimals)f", number)
          #expect(String(fixed: number, decimals: decimals) == expected)
        }
      }
    }
  }

  @Test(arguments: [
    (0.0, "0"), (4, "4"), (2.5, "2.5"), (0.004, "0"), (0.257, "0.26"), (100, "100"),
    (40_320, "40320"),
  ])
  func `a number is as short as it can be`(number: Double, text: String) {
    #expect(String(short: number) == text)
  }

  @Test func `numbers that have no such text are a trap`() async {
    await #expect(processExitsWith: .failure) { _ = String(fixed: -1, decimals: 1) }
    await #expect(processExitsWith: .failure) { _ = String(fixed: .nan, decimals: 1) }
    await #expect(processExitsWith: .failure) { _ = String(fixed: 1e300, decimals: 1) }
  }
}
