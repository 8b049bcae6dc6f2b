import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import WeblogKit

@Suite struct SVGTests {
  /// The content of a document, by a strict parser.
  private final class Elements: NSObject, XMLParserDelegate {
    var found: [(name: String, attributes: [String: String])] = []
    /// The text of each element that has one, with the name of the element.
    var texts: [(name: String, text: String)] = []
    private var open: [(name: String, text: String)] = []

    init(_ document: String) throws {
      super.init()
      let parser = XMLParser(data: Data(document.utf8))
      parser.delegate = self
      #expect(parser.parse(), "\(String(describing: parser.parserError))")
    }

    func parser(
      _: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      found.append((name, attributes))
      open.append((name, ""))
    }

    func parser(_: XMLParser, foundCharacters text: String) { open[open.count - 1].text += text }

    func parser(
      _: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      let element = open.removeLast()
      if !element.text.isEmpty { texts.append(element) }
    }

    func texts(of name: String) -> [String] { texts.filter { $0.name == name }.map(\.text) }

    /// The bars: the rectangles other than the paper.
    var bars: [[String: String]] {
      found.filter { $0.name == "rect" && $0.attributes["class"] == "bar" }.map(\.attributes)
    }
  }

  private func chart(_ values: [UInt128]) -> Chart {
    let bars = values.enumerated().map { Chart.Bar(label: "l\($0)", value: $1) }
    return Chart(title: "Title", unit: "things", bars: bars)
  }

  @Test func `bars and what they tell`() throws {
    let elements = try Elements(chart([0, 500, 1_000, 250]).svg)
    #expect(elements.found[0].name == "svg")
    #expect(
      elements.texts(of: "title")
        == ["l0: 0 things", "l1: 500 things", "l2: 1,000 things", "l3: 250 things"])
    let heights = elements.bars.map { Double($0["height"]!)! }
    #expect(heights[0] == 0)
    #expect(abs(heights[2] - 2 * heights[1]) < 0.02)
    #expect(abs(heights[1] - 2 * heights[3]) < 0.02)
    // They all stand on the axis.
    let feet = elements.bars.map { Double($0["y"]!)! + Double($0["height"]!)! }
    #expect(feet.allSatisfy { abs($0 - feet[0]) < 0.02 })
    #expect(
      elements.texts(of: "text")
        == ["Title", "0", "200", "400", "600", "800", "1,000", "l0", "l1", "l2", "l3"])
  }

  @Test(arguments: [0, 1, 2, 24, 336, 400, 10_000])
  func `bars of any number stand inside of the picture`(count: Int) throws {
    var random = SplitMix64(seed: 1)
    let elements = try Elements(chart((0..<count).map { _ in UInt128(random.next()) }).svg)
    #expect(elements.bars.count == count)
    var end = 72.0
    for bar in elements.bars {
      let (x, width) = (Double(bar["x"]!)!, Double(bar["width"]!)!)
      let (y, height) = (Double(bar["y"]!)!, Double(bar["height"]!)!)
      #expect(x >= end - 0.02 && width > 0 && y >= 56 - 0.02 && height >= 0)
      end = x + width
    }
    #expect(end <= 944.02)
    // Labels do not run into each other.
    let labels = elements.texts(of: "text").filter { $0.hasPrefix("l") }
    #expect(count == 0 ? labels.isEmpty : (1...40).contains(labels.count))
  }

  @Test func `texts are escaped`() throws {
    let label = "<a href='x'>&amp;\"\u{0}\u{1B}\u{FFFE}\u{85}]]>é"
    let chart = Chart(title: label, unit: label, bars: [.init(label: label, value: 1)])
    let shown = "<a href='x'>&amp;\"\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}]]>é"
    let elements = try Elements(chart.svg)
    #expect(elements.texts(of: "title") == ["\(shown): 1 \(shown)"])
    #expect(elements.texts(of: "text").filter { $0 == shown }.count == 2)
    #expect(elements.found[0].attributes["aria-label"] == shown)
    #expect(!elements.found.contains { $0.name == "a" })
  }

  @Test func `the same labels as the landmark`() throws {
    let bars = (0..<100).map { Chart.Bar(label: "2015-05-17 \(100 + $0)", value: 1) }
    let chart = Chart(title: "T", unit: "u", bars: bars, landmark: 7)
    let labels = try Elements(chart.svg).texts(of: "text").filter { $0.hasPrefix("2015") }
    #expect(labels.contains("2015-05-17 131"))
    #expect(labels == ["2015-05-17 107", "2015-05-17 131", "2015-05-17 155", "2015-05-17 179"])
  }

  @Test func `nothing but the style names another place`() throws {
    let svg = chart([1, 2]).svg.replacing("http://www.w3.org/2000/svg", with: "")
    #expect(!svg.contains("http") && !svg.contains("url(") && !svg.contains("<script"))
    #expect(svg.contains("prefers-color-scheme: dark"))
  }

  @Test(
    arguments: [
      (0, ["0", "1"]),
      (1, ["0", "1"]),
      (5, ["0", "1", "2", "3", "4", "5"]),
      (6, ["0", "2", "4", "6"]),
      (13, ["0", "5", "10", "15"]),
      (99, ["0", "20", "40", "60", "80", "100"]),
      (9_999, ["0", "2k", "4k", "6k", "8k", "10k"]),
      (7_000, ["0", "2,000", "4,000", "6,000", "8,000"]),
      (250_000, ["0", "50k", "100k", "150k", "200k", "250k"]),
      (1_200_000, ["0", "0.5M", "1M", "1.5M"]),
      (3_000_000_000_000, ["0", "1T", "2T", "3T"]),
      (19_999_999_999_999_980_000, ["0", "5E", "10E", "15E", "20E"]),
    ] as [(UInt128, [String])])
  func `ticks at round numbers`(greatest: UInt128, labels: [String]) {
    let ticks = Ticks(upTo: greatest)
    #expect(ticks.values.map(ticks.label) == labels)
    #expect(ticks.fraction(greatest) <= 1)
  }

  @Test func `ticks of any value`() {
    var value: UInt128 = 1
    while value < .max / 3 {
      for value in [value - 1, value, value + 1] {
        let ticks = Ticks(upTo: value)
        #expect((2...7).contains(ticks.values.count))
        #expect(ticks.values.last! >= value)
        // No two look alike.
        #expect(Set(ticks.values.map(ticks.label)).count == ticks.values.count)
      }
      value = value * 3 / 2 + 1
    }
    #expect(Ticks(upTo: .max).fraction(.max) == 1)
  }
}
