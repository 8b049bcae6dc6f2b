/// Returns whether a number is a prime.
///
/// It is the test of Miller and Rabin, with bases for which no composite number of 64 bits passes. It takes
/// a few hundred nanoseconds for most composite numbers, and microseconds for primes.
///
/// - Parameter number: Any number.
/// - Returns: Whether it has exactly two divisors.
public func isPrime(_ number: UInt64) -> Bool {
  for prime in smallPrimes where number % prime == 0 { return number == prime }
  if number < 2_809 { return number > 1 }  // 53 * 53
  let arithmetic = Montgomery(modulus: number)
  for base in bases {
    guard passes(arithmetic, base.prime) else { return false }
    if number < base.suffices { return true }
  }
  return true
}

private let smallPrimes: [UInt64] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]

/// Bases, each with the least composite number that passes the test with it and all before it.
///
/// For the first eleven: Jaeschke 1993, Jiang and Deng 2014. With the twelfth the number has more than 64
/// bits: Sorenson and Webster 2015. They are the sequence A014233 of the OEIS.
private let bases: [(prime: UInt64, suffices: UInt64)] = [
  (2, 2_047),
  (3, 1_373_653),
  (5, 25_326_001),
  (7, 3_215_031_751),
  (11, 2_152_302_898_747),
  (13, 3_474_749_660_383),
  (17, 341_550_071_728_321),
  (19, 341_550_071_728_321),
  (23, 3_825_123_056_546_413_051),
  (29, 3_825_123_056_546_413_051),
  (31, 3_825_123_056_546_413_051),
  (37, .max),
]

/// Returns whether the number is a prime or a strong pseudoprime to a base.
@inline(__always)
private func passes(_ arithmetic: Montgomery, _ base: UInt64) -> Bool {
  let twos = (arithmetic.modulus - 1).trailingZeroBitCount
  var power = arithmetic.power(arithmetic.kept(base), (arithmetic.modulus - 1) >> UInt64(twos))
  if power == arithmetic.one || power == arithmetic.minusOne { return true }
  for _ in 1..<twos {
    power = arithmetic.multiply(power, power)
    if power == arithmetic.minusOne { return true }
  }
  return false
}
