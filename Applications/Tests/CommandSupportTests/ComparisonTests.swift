import CommandSupport
import Testing

@Suite struct ComparisonTests {
  /// A clock that advances only on request.
  private final class FakeClock {
    var now = ContinuousClock.now
    func pass(_ seconds: Double) { now = now.advanced(by: .seconds(seconds)) }
  }

  private func comparison(_ clock: FakeClock, jobs: Int = 2) -> Comparison {
    Comparison(jobs: jobs) {
      "\(decimal($0, digits: 0))/s"
    } now: {
      clock.now
    }
  }

  @Test func `tells rates and how many times they are`() {
    let clock = FakeClock()
    var comparison = comparison(clock, jobs: 4)
    #expect(comparison.text == "comparing 1 job with 4")
    #expect(comparison.speedup == nil)
    for _ in 1...3 {
      let result = comparison.turn { jobs in
        clock.pass(jobs == 1 ? 3 : 1)
        return 42
      } amount: {
        $0
      }
      #expect(result == 42)
    }
    #expect(comparison.turns == 3)
    #expect(comparison.speedup == 3)
    #expect(comparison.text == "1 job: 14/s, 4 jobs: 42/s, 3.00 times 1 job")
  }

  @Test func `the order changes from turn to turn`() {
    var comparison = comparison(FakeClock())
    var order: [Int] = []
    for _ in 1...3 {
      _ = comparison.turn { jobs in
        order.append(jobs)
        return 0
      } amount: {
        $0
      }
    }
    #expect(order == [1, 2, 2, 1, 1, 2])
  }

  @Test func `a turn that is too short makes the next larger`() {
    let clock = FakeClock()
    var comparison = comparison(clock)
    var scales: [Int] = []
    for _ in 1...4 {
      let scale = comparison.scale
      scales.append(scale)
      _ = comparison.turn { _ in
        clock.pass(Double(scale) * 0.07)
        return 1
      } amount: {
        $0
      }
    }
    #expect(scales == [1, 2, 4, 4])
  }

  @Test(arguments: [1, 2])
  func `a turn that is not done does not count`(interruptedJobs: Int) {
    let clock = FakeClock()
    var comparison = comparison(clock)
    let result = comparison.turn { jobs -> Int? in
      clock.pass(1)
      return jobs == interruptedJobs ? nil : 1
    } amount: {
      $0
    }
    #expect(result == nil)
    #expect(comparison.turns == 0)
    #expect(comparison.text == "comparing 1 job with 2")
  }

  @Test func `an error comes out`() {
    struct Failure: Error {}
    var comparison = comparison(FakeClock())
    #expect(throws: Failure.self) {
      _ = try comparison.turn { _ -> Int? in
        throw Failure()
      } amount: {
        $0
      }
    }
    #expect(comparison.turns == 0)
  }

  @Test func `results that differ are told where they may`() {
    var comparison = comparison(FakeClock())
    var differences = 0
    let result = comparison.turn {
      $0
    } amount: {
      $0
    } onDifference: {
      differences += 1
    }
    #expect(result == nil)
    #expect(differences == 1)
    #expect(comparison.turns == 0)
  }

  @Test func `results that differ are a trap`() async {
    await #expect(processExitsWith: .failure) {
      var comparison = Comparison(jobs: 2) { "\($0)" }
      _ = comparison.turn {
        $0
      } amount: {
        $0
      }
    }
  }
}
