import CommandTestSupport
import Testing

@testable import PrimesKit

@Suite struct IsPrimeTests {
  @Test func `agrees with trial division`() {
    let wrong = (0..<20_000 as Range<UInt64>).filter { isPrime($0) != isPrimeByDivision($0) }
    #expect(wrong == [])
  }

  @Test(
    arguments: [
      // Mersenne's.
      (1 << 31) - 1, (1 << 61) - 1,
      // The first beyond powers of ten.
      10_000_000_019, 1_000_000_000_039, 1_000_000_000_000_037, 10_000_000_000_000_061,
      100_000_000_000_000_003, 1_000_000_000_000_000_003, 1_000_000_000_000_000_009,
      // On both sides of powers of two.
      (1 << 32) - 5, (1 << 32) + 15, (1 << 63) - 25, (1 << 63) + 29,
    ] as [UInt64])
  func `known primes`(number: UInt64) { #expect(isPrime(number)) }

  /// The distances to 2^64 are the sequence A013603 of the OEIS, and what Caldwell's pages list.
  @Test func `the largest primes of 64 bits`() {
    let distances: [UInt64] = [59, 83, 95, 179, 189, 257, 279, 323, 353, 363]
    let found = (1...363 as ClosedRange<UInt64>).filter { isPrime(0 &- $0) }
    #expect(found == distances)
  }

  @Test(
    arguments: [
      // Strong pseudoprimes to base 2.
      2_047, 3_277, 4_033, 4_681, 8_321, 15_841, 29_341, 42_799, 49_141, 52_633, 65_281,
      // The least to the bases 2 and 3, 2 to 5, and so on.
      1_373_653, 25_326_001, 3_215_031_751, 2_152_302_898_747, 3_474_749_660_383,
      341_550_071_728_321, 3_825_123_056_546_413_051,
      // To other choices of bases: 2, 7, 61; 31, 73; 2, 13, 23, 1662803.
      4_759_123_141, 9_080_191, 1_122_004_669_633,
    ] as [UInt64])
  func `strong pseudoprimes are none`(number: UInt64) { #expect(!isPrime(number)) }

  @Test(
    arguments: [
      561, 1_105, 1_729, 2_465, 2_821, 6_601, 8_911, 10_585, 15_841, 29_341, 41_041, 825_265,
      321_197_185, 5_394_826_801, 232_250_619_601, 9_746_347_772_161, 1_436_697_831_295_441,
      60_977_817_398_996_785, 7_156_857_700_403_137_441,
    ] as [UInt64])
  func `Carmichael numbers are none`(number: UInt64) {
    #expect(!isPrime(number))
    // They are what they are said to be: 2 to the power of n - 1 leaves 1.
    let arithmetic = Montgomery(modulus: number)
    #expect(arithmetic.power(arithmetic.kept(2), number - 1) == arithmetic.one)
  }

  @Test func `products of large primes are none`() {
    let large = (4_294_966_000...4_294_967_295 as ClosedRange<UInt64>).filter(isPrimeByDivision)
    #expect(large.last == 4_294_967_291)
    for (index, first) in large.suffix(20).enumerated() {
      for second in large.suffix(20 - index) { #expect(!isPrime(first * second)) }
    }
  }

  @Test func `arithmetic agrees with division`() {
    var random = SeededGenerator(state: 1)
    for _ in 0..<2_000 {
      let modulus =
        UInt64.random(in: 3 ... .max, using: &random) >> UInt64.random(in: 0...60, using: &random)
        | 1
      guard modulus > 1 else { continue }
      let arithmetic = Montgomery(modulus: modulus)
      #expect(arithmetic.kept(1) == 1 % modulus * arithmetic.one)
      let (a, b) = (
        UInt64.random(in: 0...1_000, using: &random), UInt64.random(in: 0...1_000, using: &random)
      )
      let product = arithmetic.multiply(arithmetic.kept(a), arithmetic.kept(b))
      #expect(product == arithmetic.kept(a * b))
      #expect(arithmetic.add(arithmetic.kept(a), arithmetic.kept(b)) == arithmetic.kept(a + b))
      #expect(arithmetic.kept(a) < modulus && product < modulus)
    }
  }

  @Test(
    arguments: [
      (0, 1), (1, 5), (5, 3), (2, 64), (3, 40), (7, 22), (10, 19),
    ] as [(UInt64, UInt64)])
  func `a power is that of repeated multiplication`(base: UInt64, exponent: UInt64) {
    let modulus: UInt64 = 1_000_000_007
    var expected: UInt64 = 1
    for _ in 0..<exponent { expected = expected * base % modulus }
    let arithmetic = Montgomery(modulus: modulus)
    #expect(arithmetic.power(arithmetic.kept(base), exponent) == arithmetic.kept(expected))
  }
}
