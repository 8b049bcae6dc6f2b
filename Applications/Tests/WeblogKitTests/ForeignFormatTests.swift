import GeneratorSources
import Generators
import Testing

@testable import WeblogKit

@Suite struct ForeignFormatTests {
  private static let utf16 = Array("192.0.2.1 - -\r\n".utf16)

  static let beginnings: [(ForeignFormat, [UInt8])] = [
    (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
    (.zstandard, [0x28, 0xB5, 0x2F, 0xFD]),
    (.zstandard, [0x5A, 0x2A, 0x4D, 0x18]),
    (.bzip2, Array("BZh9".utf8) + [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]),
    (.bzip2, Array("BZh1".utf8) + [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]),
    (.lz4, [0x04, 0x22, 0x4D, 0x18]),
    (.lzip, [0x4C, 0x5A, 0x49, 0x50, 0x01]),
    (.lzop, [0x89, 0x4C, 0x5A, 0x4F, 0x00]),
    (.lzma, [0x5D, 0x00, 0x00, 0x80]),
    (.compress, [0x1F, 0x9D, 0x90]),
    (.snappy, [0xFF, 0x06, 0x00, 0x00, 0x73, 0x4E, 0x61, 0x50, 0x70, 0x59]),
    (.nestedGzip, [0x1F, 0x8B, 0x08]),
    (.zip, [0x50, 0x4B, 0x03, 0x04]),
    (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
    (.rar, Array("Rar!".utf8) + [0x1A, 0x07]),
    (.tar, Array("access.log".utf8) + [UInt8](repeating: 0, count: 247) + Array("ustar".utf8)),
    (.utf16, [0xFF, 0xFE] + utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
    (.utf16, [0xFE, 0xFF] + utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
    (.utf16, utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
    (.utf16, utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
    (.utf32, [0xFF, 0xFE, 0x00, 0x00, 0x31, 0x00, 0x00, 0x00]),
    (.utf32, [0x00, 0x00, 0xFE, 0xFF, 0x00, 0x00, 0x00, 0x31]),
  ]

  @Test func `each format has a beginning here`() {
    #expect(Set(Self.beginnings.map(\.0)) == Set(ForeignFormat.allCases))
  }

  @Test(arguments: beginnings)
  func `it is told by its first bytes, however few are read at once`(
    format: ForeignFormat, beginning: [UInt8]
  ) throws {
    let content = beginning + [UInt8](repeating: 0x0A, count: 1_000)
    for readSize in [1, 2, 3, 300, .max] {
      let input = TextInput(MemoryInput(name: "log", content: content, readSize: readSize))
      let source = try input.open()
      var given: [UInt8] = []
      let error = #expect(throws: SourceError.self) {
        while true {
          let bytes = try [UInt8](capacity: 4_096) { try source.read(into: &$0) }
          try #require(!bytes.isEmpty)
          given += bytes
        }
      }
      #expect(error?.description == "log: \(format.explanation)")
      #expect(beginning.starts(with: given))
    }
  }

  @Test(arguments: [
    "", "B", "BZh9.example.com - - [", "LZIP", "Rar!.example.com", "]", "PK.example.com - -", "7z",
    "\u{FEFF}192.0.2.1 - - [", "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}192.0.2.1",
    "\u{0}1\u{0}2x3y4",
    "ustar", "192.0.2.1 - - [17/May/2015",
  ])
  func `what may be a log is read as it is`(text: String) throws {
    let content = Array(text.utf8) + [UInt8](repeating: 0x0A, count: 1_000)
    for readSize in [1, 7, .max] {
      let input = TextInput(MemoryInput(content: content, readSize: readSize))
      #expect(try GeneratorSources.bytes(of: input, chunk: 64).collect().flatMap(\.self) == content)
    }
  }
}
