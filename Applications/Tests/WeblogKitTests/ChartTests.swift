import Testing

@testable import WeblogKit

@Suite struct ChartTests {
  private func chart(_ values: [UInt128]) -> Chart {
    let bars = values.enumerated().map { Chart.Bar(label: "l\($0)", value: $1) }
    return Chart(title: "Title", unit: "things", bars: bars)
  }

  @Test func `in letters and in blocks`() {
    let chart = chart([0, 1, 50, 1_000, 999])
    #expect(
      chart.text(width: 23) == """
        Title
          l0      0
          l1      1
          l2     50
          l3  1,000  ##########
          l4    999  #########

        """)
    #expect(
      chart.text(width: 23, blocks: true) == """
        Title
          l0      0
          l1      1  ▏
          l2     50  ▌
          l3  1,000  ██████████
          l4    999  █████████▉

        """)
  }

  /// Each bar takes the same work for any number of bars.
  ///
  /// Quadratic work would take minutes.
  @Test func `as many bars as there are years`() {
    let text = chart((1...20_000).map { UInt128($0) }).text()
    #expect(text.utf8.count { $0 == 0x0A } == 20_001)
  }

  @Test func `nothing to draw`() {
    #expect(chart([]).text() == "Title\n  none\n")
    #expect(chart([0, 0]).text(blocks: true) == "Title\n  l0  0\n  l1  0\n")
    #expect(chart([5]).text(width: 0, blocks: true) == "Title\n  l0  5\n")
    #expect(chart([5]).text(width: -1) == "Title\n  l0  5\n")
  }

  @Test(arguments: [1, 9, 10, 24, 80, 200])
  func `no line is longer than the width and the longest fills it`(width: Int) {
    var random = SplitMix64(seed: UInt64(width))
    let chart = chart((0..<50).map { _ in UInt128(random.number(below: 1_000)) })
    for blocks in [false, true] {
      let lines = chart.text(width: width, blocks: blocks).split(separator: "\n").dropFirst()
      #expect(lines.map(\.count).max() == max(width, 10))
    }
  }

  @Test func `no value is too great`() {
    let text = chart([.max, .max / 2, 0]).text(barLength: 8, blocks: false)
    #expect(text.hasSuffix("  ###\n  l2" + String(repeating: " ", count: 52) + "0\n"))
    #expect(text.contains("  ########\n"))
    #expect(chart([.max]).text(width: .max).count > 5_000)
  }

  @Test func `labels cant command the terminal`() {
    let chart = Chart(
      title: "\u{1B}c", unit: "",
      bars: [.init(label: "\u{7}", value: 1), .init(label: "a", value: 0)])
    #expect(chart.text(width: 14) == "\\x1bc\n  \\x07  1  ###\n  a     0\n")
  }
}
