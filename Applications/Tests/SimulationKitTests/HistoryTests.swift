import SimulationKit
import Testing

@Suite struct HistoryTests {
  private func history(_ changes: [(Double, Double)]) -> History {
    let history = History(0)
    for (time, value) in changes { history.note(value, at: time) }
    return history
  }

  @Test func `means are weighed with time`() {
    let history = history([(1, 4), (2, 1), (3, 0), (5, 2)])
    #expect(history.mean(until: 1) == 0)
    #expect(history.mean(until: 2) == 2)
    #expect(history.mean(until: 4) == 1.25)
    #expect(history.mean(until: 10) == 1.5)
    #expect(history.means(until: 8, count: 4) == [2, 0.5, 1, 2])
    #expect(history.means(until: 6, count: 6) == [0, 4, 1, 0, 0, 2])
    #expect(history.means(until: 1, count: 2) == [0, 0])
  }

  @Test func `what lasts no time is forgotten`() {
    let history = history([(0, 9), (0, 1), (1, 7), (1, 1), (2, 3)])
    #expect(history.maximum(until: 2) == 1)
    #expect(history.maximum(until: 3) == 3)
    #expect(history.means(until: 4, count: 2) == [1, 3])
  }

  @Test func `no time at all`() {
    let history = history([(0, 3)])
    #expect(history.mean(until: 0) == 3)
    #expect(history.maximum(until: 0) == 3)
  }

  @Test func `many spans of a constant`() {
    let history = History(0.1)
    #expect(history.means(until: 1e9, count: 77) == Array(repeating: 0.1, count: 77))
  }

  @Test func `the past is a trap`() async {
    await #expect(processExitsWith: .failure) {
      let history = History(0)
      history.note(1, at: 2)
      history.note(1, at: 1)
    }
  }
}
