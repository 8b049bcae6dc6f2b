import Testing

@testable import WordcountKit

@Suite struct WhiteSpaceTests {
  @Test func `is what unicode calls so`() {
    for value in UInt32(0)...0x10FFFF where value < 0x1_0000 || value.isMultiple(of: 61) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let bytes = Array(String(scalar).utf8)
      let length = bytes.span.whiteSpaceLength(at: 0)
      // One comparison, because a million uses of the macro would be slow.
      if length != (scalar.properties.isWhitespace ? bytes.count : 0) {
        Issue.record("\(value) has \(length) bytes of white space")
      }
    }
  }

  @Test(
    arguments: [[0xE3], [0xE3, 0x80], [0xC2], [0xE2, 0x80, 0x20], [0x80], [0xFF], [0x85]]
      as [[UInt8]])
  func `what is cut off is none`(bytes: [UInt8]) {
    #expect(bytes.span.whiteSpaceLength(at: 0) == 0)
  }
}
