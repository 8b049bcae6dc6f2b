import GeneratorParallel
import Generators
import Testing

@testable import PrimesKit

@Suite struct PrimesTests {
  @Test(arguments: [1, 2, 5])
  func `the first primes are found`(workers: Int) {
    let found = Array(primes(in: 0...(.max), workers: workers).prefix(1_000))
    let expected = (0...8_000 as ClosedRange<UInt64>).filter(isPrimeByDivision)
    #expect(found == Array(expected.prefix(1_000)))
    #expect(found.last == 7_919)
  }

  @Test(arguments: [1, 2, 5])
  func `the first beyond a thousand million millions`(workers: Int) {
    let start: UInt64 = 1_000_000_000_000_000
    let found = Array(primes(in: start...(.max), workers: workers).prefix(8))
    #expect(found.map { $0 - start } == [37, 91, 159, 187, 223, 241, 249, 259])
  }

  @Test(arguments: [1, 2, 5])
  func `the largest primes of 64 bits are found`(workers: Int) {
    let found = Array(primes(in: 0...(.max), descending: true, workers: workers).prefix(4))
    #expect(found.map { 0 &- $0 } == [59, 83, 95, 179])
  }

  @Test func `both orders are of the same primes`() {
    let ascending = Array(primes(in: 0...50_000))
    let descending = Array(primes(in: 0...50_000, descending: true))
    #expect(ascending == descending.reversed())
    #expect(ascending.count == 5_133)
  }

  @Test(
    arguments: [0...1, 24...28, 113_000_000_000_000_000...113_000_000_000_000_010]
      as [ClosedRange<UInt64>])
  func `where there are none`(range: ClosedRange<UInt64>) {
    let expected = range.upperBound < 100 ? [] : range.filter(isPrime)
    #expect(Array(primes(in: range)) == expected)
    #expect(Array(primes(in: range, descending: true)) == expected.reversed())
  }

  @Test(
    arguments: [
      (10, 4), (100, 25), (1_000, 168), (10_000, 1_229), (100_000, 9_592), (1_000_000, 78_498),
      (3_000_000, 216_816),
    ] as [(UInt64, Int)], [1, 3])
  func `the primes below`(_ known: (end: UInt64, count: Int), workers: Int) {
    let counts = Array(primeCounts(in: 0...(known.end - 1), workers: workers))
    #expect(counts.last == PrimeCount(end: known.end - 1, primes: known.count))
    // The counts on the way are right too, and grow.
    for (before, after) in zip(counts, counts.dropFirst()) {
      #expect(before.end < after.end && before.primes <= after.primes)
    }
  }

  @Test func `counts of numbers that are tested`() {
    let range: ClosedRange<UInt64> = (1 << 60)...((1 << 60) + 20_000)
    #expect(countingMethod(in: range) == .test)
    let counts = Array(primeCounts(in: range))
    #expect(counts.map { $0.end - (1 << 60) } == [8_191, 16_383, 20_000])
    #expect(counts.last?.primes == range.filter { isPrime($0) }.count)
  }

  @Test func `nothing is done before it is asked for`() {
    // Each would take years.
    _ = primes(in: 0...(.max))
    _ = primeCounts(in: 0...(.max))
    let some = primes(in: 0...(.max))
    #expect(some.next() == 2)
    some.close()
    #expect(some.next() == nil)
  }

  struct Task: Sendable {
    var range: ClosedRange<UInt64>
    var isCounting = false
    var descending = false

    var workload: Workload {
      isCounting ? Workload(counting: range) : Workload(listing: range, descending: descending)
    }
  }

  @Test(arguments: [
    Task(range: 0...2_000_000), Task(range: 0...2_000_000, isCounting: true),
    Task(range: (1 << 41)...((1 << 41) + 20_000)), Task(range: 0...20_000, descending: true),
    Task(range: (1 << 51)...((1 << 51) + 20_000), isCounting: true),
  ])
  func `pieces of work are the whole`(task: Task) {
    let workload = task.workload
    var (found, scale, pieces) = (0, 1, 0)
    while let piece = workload.next(scale) {
      let count = piece.primeCount(workers: 2)
      #expect(piece.primeCount(workers: 1) == count)
      #expect(task.range.contains(piece.numbers.lowerBound))
      #expect(task.range.contains(piece.numbers.upperBound))
      found += count
      pieces += 1
      scale = pieces
    }
    #expect(pieces > 1)
    #expect(found == primeCounts(in: task.range).reduce(0) { $1.primes })
  }
}
