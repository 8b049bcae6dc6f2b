import CKeep

/// What is done with an element: a chain of integer operations, as long as takes a given time.
struct Work: Sendable {
  let steps: Int
  /// Whether an element is anything from nothing to twice the work, and only the average is this.
  let isUneven: Bool

  /// Work of about so many nanoseconds on one core, in a loop over many elements.
  init(nanoseconds: Int, isUneven: Bool = false) {
    // An element's last steps and the next one's first overlap: so they are timed as they will be done.
    var steps = nanoseconds
    for _ in 0..<4 {
      let measured = Self.nanosecondsOfElement(steps: steps, count: max(4, 500_000 / nanoseconds))
      steps = max(1, Int(Double(steps) * Double(nanoseconds) / measured))
    }
    self.steps = steps
    self.isUneven = isUneven
  }

  func callAsFunction(_ element: Int) -> Int {
    if !isUneven { return Self.chain(element, steps: steps) }
    let number = Self.chain(element, steps: 2)
    return Self.chain(number, steps: number % (2 * steps + 1))
  }

  // A call in all loops that are compared, and inlined in none.
  @inline(never)
  private static func chain(_ element: Int, steps: Int) -> Int {
    var x = UInt64(truncatingIfNeeded: element)
    for _ in 0..<steps { x = (x ^ (x >> 29)) &* 0x9E37_79B9_7F4A_7C15 }
    return Int(truncatingIfNeeded: x >> 1)
  }

  /// The best of some, for what disturbs makes it only longer.
  private static func nanosecondsOfElement(steps: Int, count: Int) -> Double {
    var best = Double.infinity
    var sum = 0
    for _ in 0..<8 {
      let time = ContinuousClock().measure {
        for n in 0..<count { sum &+= chain(n, steps: steps) }
      }
      best = min(best, time / .nanoseconds(1))
    }
    keep(sum)
    return best / Double(count)
  }
}
