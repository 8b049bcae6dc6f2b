import Generators
import Testing

@testable import PrimesKit

@Suite struct SegmentTests {
  @Test(arguments: [Method.sieve, .test])
  func `primes of small ranges`(method: Method) {
    for start in 0...30 as ClosedRange<UInt64> {
      for end in start...140 {
        let segments = Array(segments(of: start...end, by: method))
        #expect(segments.count == 1)
        let expected = (start...end).filter(isPrimeByDivision)
        #expect(segments.flatMap { $0.primes() } == expected)
        #expect(segments.map { $0.primeCount() } == [expected.count])
      }
    }
  }

  @Test(
    arguments: [
      0, 1_000_000, 4_294_000_000, 1_000_000_000_000, (1 << 40) - 50_000,
    ] as [UInt64])
  func `the sieve and the test agree`(start: UInt64) {
    // From an odd and an even number, to one and the other.
    for range in [start...(start + 60_001), (start + 1)...(start + 60_000)] {
      let sieved = segments(of: range, by: .sieve).flatMap { $0.primes() }
      let tested = segments(of: range, by: .test).flatMap { $0.primes() }
      #expect(sieved == tested)
      #expect(segments(of: range, by: .sieve).reduce(0) { $0 + $1.primeCount() } == tested.count)
    }
  }

  @Test(arguments: [Method.sieve, .test])
  func `they follow one another`(method: Method) {
    let range: ClosedRange<UInt64> = 12_345...3_000_000
    var next = range.lowerBound
    for segment in segments(of: range, by: method) {
      #expect(segment.numbers.lowerBound == next)
      next = segment.numbers.upperBound + 1
    }
    #expect(next == range.upperBound + 1)
  }

  @Test func `they end with the largest number`() {
    let range = (UInt64.max - 20_000)...(.max)
    let segments = Array(segments(of: range, by: .test))
    #expect(segments.count == 3)
    #expect(segments.last?.numbers.upperBound == .max)
    #expect(segments.last?.primes().last == UInt64.max - 58)
  }

  @Test func `segments grow with the root`() {
    let near = segments(of: 0...(.max), by: .sieve).next()!
    let far = segments(of: (1 << 44)...(.max), by: .sieve).next()!
    #expect(near.numbers.count == 1 << 19)
    #expect(far.numbers.count == 1 << 24)
    #expect(far.basePrimes.last! >= 1 << 22)
    #expect(near.basePrimes.prefix(4) == [3, 5, 7, 11])
  }

  @Test(
    arguments: [0, 1, 2, 3, 4, 1_000, 94_906_265, 94_906_267, 3_037_000_499, 4_294_967_295]
      as [UInt64])
  func `the square root of a square is exact`(root: UInt64) {
    #expect(squareRoot(root * root) == root)
    if root > 0 { #expect(squareRoot(root * root - 1) == root - 1) }
    #expect(squareRoot(root * root + root * 2) == root)
  }

  @Test func `the square root of the largest number`() {
    #expect(squareRoot(.max) == 4_294_967_295)
  }
}
