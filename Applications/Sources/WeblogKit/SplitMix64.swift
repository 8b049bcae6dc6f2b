/// Random numbers that are the same for the same seed on every machine and in every version:
/// SplitMix64 of Steele, Lea and Flood.
public struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// Creates a generator of random numbers; every seed is as good as another.
  public init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number from 0 up to, not including, `bound`.
  ///
  /// The standard library's `random(in:using:)` does not promise the same numbers in every version.
  /// That this one prefers some numbers by less than `bound` in 2 to the 64 does no harm here.
  mutating func number(below bound: Int) -> Int {
    Int(UInt64(bound).multipliedFullWidth(by: next()).high)
  }

  /// A number below 2 to the power of `bits`, the small ones far more often than the large ones, as
  /// the pages of a site are asked for: about as often as one over the number.
  mutating func skewedNumber(bits: Int) -> Int {
    number(below: 1 << number(below: bits + 1))
  }
}

/// Things to choose from, each as often as its weight is of all weights.
struct Weighted<Choice: Sendable>: Sendable {
  private let choices: [(weight: Int, choice: Choice)]
  private let total: Int

  init(_ choices: (weight: Int, choice: Choice)...) {
    self.choices = choices
    self.total = choices.reduce(0) { $0 + $1.weight }
  }

  func choose(using random: inout SplitMix64) -> Choice {
    var left = random.number(below: total)
    for (weight, choice) in choices {
      if left < weight { return choice }
      left -= weight
    }
    preconditionFailure("a number below the total lies within one of the weights")
  }
}
