import SimulationKit
import Testing

@Suite struct HistoryChartTests {
  private func history(_ changes: [(Double, Double)]) -> History {
    let history = History(0)
    for (time, value) in changes { history.note(value, at: time) }
    return history
  }

  private var cars: HistoryChart {
    HistoryChart(
      "Cars waiting", of: history([(0, 3), (5, 1.5), (10, 0.01), (15, 0)]), until: 20, unit: "min")
  }

  @Test func `a chart is drawn with blocks`() {
    #expect(
      cars.text(width: 23) == """
        Cars waiting: mean 1.13, greatest 3
        3 │█████
        2 │█████▄▄▄▄▄
        1 │██████████▁▁▁▁▁
        0 └────────────────────
           0             20 min

        """)
  }

  @Test func `a chart is drawn with plain characters`() {
    #expect(
      cars.text(width: 23, isASCII: true) == """
        Cars waiting: mean 1.13, greatest 3
        3 |#####
        2 |#####:::::
        1 |##########.....
        0 +--------------------
           0             20 min

        """)
  }

  @Test func `rows of more than one`() {
    let chart = HistoryChart(
      "Litres", of: history([(0, 120), (2, 30), (4, 75)]), until: 6, unit: "s")
    #expect(
      chart.text(width: 23, isASCII: true) == """
        Litres: mean 75, greatest 120
        120 |######
            |######
            |######      ::::::
            |######      ######
            |######::::::######
            |##################
          0 +------------------
             0              6 s

        """)
  }

  @Test func `a chart of no waiting has no bars`() {
    let chart = HistoryChart("Cars waiting", of: History(0), until: 0.5, unit: "min")
    #expect(
      chart.text(width: 20) == """
        Cars waiting: mean 0, greatest 0
        1 │
        0 └─────────────────
           0         0.5 min

        """)
  }

  /// A value that was great only for a short time doesn't make all others small.
  @Test func `the scale is that of the columns`() {
    let chart = HistoryChart(
      "Cars waiting", of: history([(1, 50), (1.01, 1)]), until: 16, unit: "min")
    #expect(
      chart.text(width: 20) == """
        Cars waiting: mean 0.97, greatest 50
         2 │ ▄
         1 │ ███████████████
         0 └────────────────
            0         16 min

        """)
  }

  @Test(arguments: [Int.min, 0, 19, 20, 72, 200, 1_000_000])
  func `no line is wider than the terminal`(width: Int) {
    for end in [0.0, 1, 1e9] {
      let chart = HistoryChart("Queue", of: history([(0.5, 12_345)]), until: end, unit: "min")
      let lines = chart.text(width: width).split(separator: "\n").dropFirst()
      #expect(lines.allSatisfy { $0.count <= min(max(width, 20), 10_000) })
      #expect(lines.contains { $0.count == min(max(width, 20), 10_000) })
    }
  }
}
