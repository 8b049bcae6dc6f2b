import Testing

@testable import WeblogKit

@Suite struct ByteScanningTests {
  @Test func `finds what a plain search finds`() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<2_000 {
      // Few values, some of them one bit apart, so that there are hits and near misses.
      let bytes = (0..<random.number(below: 40)).map { _ in
        [0, 1, 0x21, 0x22, 0x23, 0x5C, 0x5D, 0x80, 0xA2, 0xFF][random.number(below: 10)] as UInt8
      }
      let start = random.number(below: bytes.count + 1)
      let end = start + random.number(below: bytes.count - start + 1)
      #expect(
        bytes.span.firstIndex(of: 0x22, in: start..<end)
          == bytes[start..<end].firstIndex(of: 0x22))
      #expect(
        bytes.span.firstIndex(of: 0x22, or: 0x5C, in: start..<end)
          == bytes[start..<end].firstIndex { $0 == 0x22 || $0 == 0x5C })
    }
  }
}
