import Testing

@testable import GeneratorWorkers

struct LineGroupingTests {
  private static func steps(_ lines: [String]) -> [LineGrouping.Step] {
    var grouping = LineGrouping()
    return lines.map { grouping.step(ArraySlice($0.utf8)) }
  }

  @Test func `lines with the same bytes before the first tab have one key`() {
    #expect(
      Self.steps(["a\t1", "a\t1\t2", "ab\t", "ab\tx"])
        == [.first(tab: 1), .same(tab: 1), .first(tab: 2), .same(tab: 2)])
  }

  @Test func `an empty key is a key`() {
    #expect(Self.steps(["\t", "\tx", "a\t"]) == [.first(tab: 0), .same(tab: 0), .first(tab: 1)])
  }

  @Test func `a key may be the beginning of another, in the order of whole lines`() {
    // A tab comes before a space, and behind U+0001.
    #expect(
      Self.steps(["a\u{1}\tx", "a\tx", "a b\tx"])
        == [.first(tab: 2), .first(tab: 1), .first(tab: 3)])
    #expect(Self.steps(["a\tx", "a\u{1}\tx"]) == [.first(tab: 1), .unsorted])
  }

  @Test func `a line without a tab is none, and changes nothing`() {
    #expect(
      Self.steps(["a\t1", "b", "", "a\t2"])
        == [.first(tab: 1), .withoutTab, .withoutTab, .same(tab: 1)])
  }

  @Test func `a line that comes before the line before it is unsorted`() {
    #expect(Self.steps(["b\t1", "a\t1"]) == [.first(tab: 1), .unsorted])
    #expect(Self.steps(["b\t2", "b\t1"]) == [.first(tab: 1), .unsorted])
    #expect(Self.steps(["b\t2", "b\t2"]) == [.first(tab: 1), .same(tab: 1)])
  }

  @Test func `bytes are compared without a sign`() {
    #expect(Self.steps(["z\t1", "\u{E9}\t1"]) == [.first(tab: 1), .first(tab: 2)])
  }
}
