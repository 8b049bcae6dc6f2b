import GeneratorPlatform
import Testing

@Suite struct MonitorTests {
  /// Sound as `Sendable`, since the count is under the monitor's lock.
  private final class Counter: @unchecked Sendable {
    let monitor = Monitor()
    let hasChanged: Monitor.Condition
    var count = 0

    init() { hasChanged = Monitor.Condition(of: monitor) }

    func add(_ number: Int) {
      monitor.lock()
      defer { monitor.unlock() }
      count += number
      hasChanged.broadcast()
    }

    func wait(until count: Int) {
      monitor.lock()
      defer { monitor.unlock() }
      while self.count < count { hasChanged.wait() }
    }
  }

  @Test func `threads that wait for a condition see each change`() throws {
    let (questions, answers) = (Counter(), Counter())
    let threads = try (0..<2).map { _ in
      try SystemThread.start {
        for round in 1...100 {
          questions.wait(until: round)
          answers.add(1)
        }
      }
    }
    for round in 1...100 {
      questions.add(1)
      answers.wait(until: 2 * round)
    }
    for thread in threads { thread.join() }
    #expect(answers.count == 200)
  }

  @Test func `a wait without a signal ends with its time`() {
    let monitor = Monitor()
    let condition = Monitor.Condition(of: monitor)
    let start = MonotonicClock.nanoseconds
    monitor.lock()
    // It may look like a signal now and then.
    while condition.wait(nanoseconds: 2_000_000) {}
    monitor.unlock()
    #expect(MonotonicClock.nanoseconds - start >= 2_000_000)
  }
}
