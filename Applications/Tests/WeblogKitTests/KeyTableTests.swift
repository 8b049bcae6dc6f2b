import Testing

@testable import WeblogKit

@Suite struct KeyTableTests {
  private struct Pair: Hashable {
    let first: [UInt8]
    let second: [UInt8]

    static func precedes(_ a: Pair, _ b: Pair) -> Bool {
      a.first != b.first
        ? a.first.lexicographicallyPrecedes(b.first)
        : a.second.lexicographicallyPrecedes(b.second)
    }
  }

  @Test func `pairs as a dictionary has them`() {
    var random = SplitMix64(seed: 8)
    var table = KeyTable<Int>()
    var dictionary: [Pair: Int] = [:]
    func part() -> [UInt8] {
      (0..<random.skewedNumber(bits: 4)).map { _ in [0, 1, 0xFF][random.number(below: 3)] }
    }
    for _ in 0..<20_000 {
      let pair = Pair(first: part(), second: part())
      table.update(([7] + pair.first)[1...], ([7, 7] + pair.second)[2...], from: 5) { $0 += 1 }
      dictionary[pair, default: 5] += 1
    }
    #expect(table.count == dictionary.count)
    let expected = dictionary.sorted { a, b in
      a.value != b.value ? a.value > b.value : Pair.precedes(a.key, b.key)
    }
    for limit in [0, 1, 10, 333, .max] {
      let top = table.top(limit, by: >)
      #expect(
        top.map { Pair(first: $0.key, second: $0.second) } == expected.prefix(limit).map(\.key))
      #expect(top.map(\.value) == expected.prefix(limit).map(\.value))
    }
    let even = table.top(10, where: { $0.isMultiple(of: 2) }, by: >)
    #expect(
      even.map(\.value) == Array(expected.map(\.value).filter { $0.isMultiple(of: 2) }.prefix(10)))
  }

  @Test func `where a part ends matters`() {
    var table = KeyTable<Int>()
    for (first, second) in [("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc"), ("a\0", "bc")] {
      table.update(Array(first.utf8)[...], Array(second.utf8)[...], from: 0) { $0 += 1 }
    }
    table.update(Array("abc".utf8)[...], from: 0) { $0 += 1 }
    #expect(table.count == 5)
    #expect(table.top(1, by: >).map(\.key) == [Array("abc".utf8)])
  }

  @Test func `sums by requests and by bytes`() {
    var sums = KeyedSums()
    let greatest = 999_999_999_999_999
    for _ in 0..<20_000 { sums.add([0x61], size: greatest) }
    for _ in 0..<20_001 { sums.add([0x62], size: 0) }
    #expect(sums.topByRequests(2).map(\.key) == [[0x62], [0x61]])
    #expect(sums.topByBytes(1).map(\.key) == [[0x61]])
    #expect(sums.topByBytes(1)[0].tally.bytes == 19_999_999_999_999_980_000)
    #expect(sums.total.requests == 40_001)
    #expect(sums.topByBytes(0).isEmpty && sums.topByRequests(-1).isEmpty)
    #expect(KeyedSums().topByBytes(.max).isEmpty)
  }
}
