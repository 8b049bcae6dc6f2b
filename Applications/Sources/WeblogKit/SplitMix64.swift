/// Random numbers that are the same for the same seed on every machine and in every version: SplitMix64 of
/// Steele, Lea and Flood.
public struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// Creates a generator of random numbers.
  ///
  /// Every seed is as good as another.
  public init(seed: UInt64) { state = seed }

  /// Returns the next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// Returns a number from 0 up to, but not including, `bound`.
  ///
  /// The standard library's `random(in:using:)` doesn't promise the same numbers in every version. This method
  /// prefers some numbers by less than `bound` in 2 to the 64, which does no harm here.
  mutating func number(below bound: Int) -> Int {
    Int(UInt64(bound).multipliedFullWidth(by: next()).high)
  }

  /// Returns a number below 2 to the power of `bits`.
  ///
  /// Small numbers are far more frequent than large ones, about in inverse proportion, as the pages of a
  /// site are requested.
  mutating func skewedNumber(bits: Int) -> Int {
    number(below: 1 << number(below: bits + 1))
  }
}

/// Items to choose from, each with a probability in proportion to its weight.
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
