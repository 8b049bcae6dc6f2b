#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Random numbers that are Python's: for a seed, the same numbers in the same order as its `random` returns.
///
/// ```swift
/// let random = PythonRandom(seed: 42)
/// print(random.random(), random.randint(1, 6))  // 0.6394267984578837 1
/// ```
///
/// ```python
/// random.seed(42); print(random.random(), random.randint(1, 6))
/// ```
///
/// The methods have Python's names. It is a class because a simulation's processes share it. Logarithms are
/// those of the system. If their last bit differs from that of the system on which Python runs, the
/// numbers differ too.
public final class PythonRandom {
  private var twister: MersenneTwister

  /// Creates random numbers seeded as `random.seed(seed)` does.
  public init(seed: UInt64) { twister = MersenneTwister(seed: seed) }

  /// Returns a number from 0 up to, but not including, 1, made of 53 random bits.
  public func random() -> Double {
    let (high, low) = (twister.next() >> 5, twister.next() >> 6)
    return (Double(high) * 0x1p26 + Double(low)) / 0x1p53
  }

  /// Returns a number between two others.
  public func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * random() }

  /// Returns a time between two events, of which `rate` happen in a unit of time on average.
  public func expovariate(_ rate: Double) -> Double { -log(1 - random()) / rate }

  /// Returns a number of the normal distribution, by the method of Kinderman and Monahan.
  ///
  /// - Parameters:
  ///   - mean: The mean.
  ///   - deviation: The standard deviation.
  /// - Returns: The number.
  public func normalvariate(_ mean: Double, _ deviation: Double) -> Double {
    let width = 4 * exp(-0.5) / 2.0.squareRoot()
    while true {
      let across = random()
      let down = 1 - random()
      let normal = width * (across - 0.5) / down
      if normal * normal / 4 <= -log(down) { return mean + normal * deviation }
    }
  }

  /// Returns a whole number from one up to, and including, another.
  ///
  /// - Precondition: The first is not greater than the last, and there are fewer than 2³² between.
  public func randint(_ first: Int, _ last: Int) -> Int {
    precondition(first <= last, "randint(\(first), \(last)): there are no such numbers")
    let count = UInt32(last - first + 1)
    // Numbers with as few bits as possible, until one is small enough.
    let unused = count.leadingZeroBitCount
    while true {
      let number = twister.next() >> unused
      if number < count { return first + Int(number) }
    }
  }
}
