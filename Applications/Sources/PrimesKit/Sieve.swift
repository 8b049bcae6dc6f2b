/// The sieve of Eratosthenes over the odd numbers of a segment, with a bit for each.
struct Sieve {
  /// The number of the first bit.
  private let first: UInt64
  private var words: [UInt64]

  /// Removes the numbers that are not prime.
  init(_ segment: Segment) {
    let numbers = segment.numbers
    first = max(3, numbers.lowerBound | 1)
    // An even number at the end has no bit, and neither have numbers below 3.
    let count = numbers.upperBound < first ? 0 : Int((numbers.upperBound - first) / 2) + 1
    words = Array(repeating: .max, count: (count + 63) / 64)
    if !count.isMultiple(of: 64) { words[words.count - 1] >>= UInt64(64 - count % 64) }
    for prime in segment.basePrimes {
      let prime = UInt64(prime)
      if prime * prime > numbers.upperBound { break }
      strikeOut(prime, count)
    }
  }

  private mutating func strikeOut(_ prime: UInt64, _ count: Int) {
    var index: Int
    if prime * prime >= first {
      index = Int((prime * prime - first) / 2)
    } else {
      // The next odd multiple: another step if this one is even.
      let rest = first % prime
      let distance = rest == 0 ? 0 : prime - rest
      index = Int((distance.isMultiple(of: 2) ? distance : distance + prime) / 2)
    }
    let step = Int(prime)
    while index < count {
      words[index &>> 6] &= ~(1 &<< UInt64(truncatingIfNeeded: index & 63))
      index &+= step
    }
  }

  /// The count of the remaining numbers.
  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Calls `body` with each remaining number, in order.
  func forEach(_ body: (UInt64) -> Void) {
    for (index, word) in words.enumerated() {
      var word = word
      while word != 0 {
        body(first + 2 * UInt64(index * 64 + word.trailingZeroBitCount))
        word &= word - 1
      }
    }
  }
}
