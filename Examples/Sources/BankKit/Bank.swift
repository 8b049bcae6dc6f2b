import Foundation
import GeneratorScheduling

/// SimPy's "Bank renege": customers wait for a counter, and leave when they have waited too long.
///
/// Each customer is a task of a scheduler with a virtual clock. Time jumps to the next event, so that a
/// day of the bank takes no time, and the same seed has the same result. A second of the clock is a minute
/// of the bank.
package struct Bank {
  /// The number that the random numbers are made from.
  package var seed: UInt64 = 7
  /// The number of customers who come.
  package var customers = 5
  /// The number of counters that serve them.
  package var counters = 1

  // In minutes, as in SimPy's bank.
  private let meanInterval = 10.0
  private let meanService = 12.0
  private let patience = 1.0...3.0

  /// Makes SimPy's bank.
  package init() {}

  /// The sums of a run.
  package struct Report: Equatable, Sendable {
    package var served = 0, reneged = 0
    /// The minutes that those who were served have waited, on average, and when the last has left.
    package var meanWait = 0.0, end = 0.0
  }

  /// Runs the simulation until all customers have left.
  ///
  /// - Parameter print: Called with each line about a customer.
  /// - Returns: The sums.
  /// - Throws: Nothing, if all is well.
  package func run(print: @escaping (String) -> Void) throws -> Report {
    let counter = Semaphore(counters, name: "counter")
    var random = SplitMix64(state: seed)
    var (report, waited) = (Report(), 0.0)

    func customer(_ name: String, _ task: TaskContext) throws {
      func note(_ text: String) { print("\(minutes(task.now - .start)) \(name): \(text)") }

      let arrival = task.now
      note("here I am")
      do {
        let limit = Double.random(in: patience, using: &random)
        try task.withTimeout(.seconds(limit)) { try task.acquire(counter) }
      } catch SchedulingError.timedOut {
        note("RENEGED after \(minutes(task.now - arrival))")
        report.reneged += 1
        return
      }
      defer { counter.release() }
      note("waited \(minutes(task.now - arrival))")
      waited += (task.now - arrival) / .seconds(1)
      try task.sleep(for: .seconds(random.exponential(mean: meanService)))
      note("finished")
      report.served += 1
    }

    try Scheduler(clock: .virtual).run(name: "source") { task in
      try task.withDiscardingTaskGroup { group in
        for number in 0..<customers {
          _ = try group.spawn { task in try customer("Customer \(number)", task) }
          if number < customers - 1 {
            try task.sleep(for: .seconds(random.exponential(mean: meanInterval)))
          }
        }
      }
      report.end = (task.now - .start) / .seconds(1)
    }
    if report.served > 0 { report.meanWait = waited / Double(report.served) }
    return report
  }
}

private func minutes(_ duration: Duration) -> String {
  String(format: "%8.3f", duration / .seconds(1))
}

/// Random numbers that are the same on each run and each machine.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func exponential(mean: Double) -> Double {
    -mean * log(1 - Double.random(in: 0..<1, using: &self))
  }
}
