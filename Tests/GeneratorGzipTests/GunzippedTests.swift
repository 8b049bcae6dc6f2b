import Foundation
import GeneratorGzip
import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct GunzippedTests {
  /// All bytes, and the message of the error after them.
  private static func read(
    _ input: some ByteInput, chunk: Int = 1 << 16
  ) -> (bytes: [UInt8], error: String?) {
    var found: [UInt8] = []
    let blocks = bytes(of: input.gunzipped(), chunk: chunk)
    do {
      while let block = try blocks.next() { found += block }
    } catch {
      expectEqual((try? blocks.next()), .some(nil))
      return (found, (error as? SourceError)?.description ?? "not a SourceError: \(error)")
    }
    return (found, nil)
  }

  private static let pieceSizes = [1, 2, 3, 7, 100_000]

  private static let texts: [[UInt8]] = [
    [], [0], Array("a".utf8), Array("line\nline\nlast".utf8), [0x1F, 0x8B], [0x1F],
    Array(repeating: 0, count: 5000), Array((0..<2000).map { UInt8(truncatingIfNeeded: $0 &* 7) }),
  ]

  @Test(arguments: pieceSizes)
  func `a member is decompressed, in pieces of any size`(_ size: Int) throws {
    for text in Self.texts {
      for level: Int32 in [0, 1, 9] {
        for chunk in [1, 3, 1 << 16] {
          let found = Self.read(Pieces(Gzip.member(text, level: level), size: size), chunk: chunk)
          #expect(found.bytes == text && found.error == nil)
        }
      }
      let found = Self.read(Pieces(Gzip.memberWithFields(text), size: size))
      #expect(found.bytes == text && found.error == nil)
    }
  }

  @Test(arguments: pieceSizes)
  func `blocks of records continue from one member to the next`(_ size: Int) throws {
    let text = (0..<500).map { "line \($0)\n" }.joined() + "last"
    let bytes = Array(text.utf8)
    let compressed =
      Gzip.member(bytes[..<1003]) + Gzip.member([]) + Gzip.member(bytes[1003..<1010])
      + Gzip.member(bytes[1010...])
    for blockSize in [7, 300, 1 << 16] {
      let blocks = recordBlocks(
        of: Pieces(compressed, size: size).gunzipped(), blockSize: blockSize)
      var (lines, end) = ([String](), 0)
      while let block = try blocks.next() {
        expectEqual(Int(block.offset), end)
        end += block.bytes.count
        lines += block.map(\.text)
      }
      expectEqual(lines, text.split(separator: "\n").map(String.init))
      expectEqual(end, bytes.count)
    }
    // A truncated file is an error after the whole lines before it.
    let blocks = recordBlocks(of: Pieces(Array(compressed.dropLast(30)), size: size).gunzipped())
    #expect(throws: SourceError.self) { while try blocks.next() != nil {} }
  }

  @Test(arguments: pieceSizes)
  func `data that does not begin like gzip passes through unchanged`(_ size: Int) throws {
    let plain: [[UInt8]] = [
      [], [0], [0x1F], [0x1F, 0x8A], [0x8B, 0x1F], [0x1F, 0x1F, 0x8B], [0, 0x1F, 0x8B], [0x8B],
      Array("line\nline\n".utf8), Array(repeating: 0x1F, count: 3000),
    ]
    for text in plain {
      for chunk in [1, 3, 1 << 16] {
        let found = Self.read(Pieces(text, size: size), chunk: chunk)
        #expect(found.bytes == text && found.error == nil)
      }
    }
  }

  @Test(arguments: [
    (
      "H4sIAAAAAAACAwEeAOH/UMWZw61sacWhIMW+bHXFpW91xI1rw70ga8WvxYgKM6uQ9x4AAAA=",
      "Příliš žluťoučký kůň\n"
    ),
    (
      "H4sICAEAAAAC/25hbWVzLnR4dADLz0vlyh/FgwYDAC2eDwSQAQAA",
      String(repeating: "one\n", count: 100)
    ),
  ])
  func `output of CPython's gzip is read, without a name and with one`(
    _ base64: String, _ text: String
  )
    throws
  {
    let content = try #require(Data(base64Encoded: base64))
    let found = Self.read(Pieces(Array(content), size: 5))
    #expect(String(decoding: found.bytes, as: UTF8.self) == text && found.error == nil)
  }

  @Test(arguments: pieceSizes)
  func `members one after the other are one text`(_ size: Int) throws {
    let content = Self.texts.flatMap { Gzip.member($0) + Gzip.memberWithFields($0) }
    let found = Self.read(Pieces(content, size: size))
    #expect(found.bytes == Self.texts.flatMap { $0 + $0 } && found.error == nil)

    // A line continues from one member to the next.
    let parts = Gzip.member("a\nb".utf8) + Gzip.member([]) + Gzip.member("c\nd".utf8)
    try expectEqual(lines(of: Pieces(parts, size: size).gunzipped()).collect(), ["a", "bc", "d"])
  }

  @Test(arguments: [1, 1000, 1 << 20])
  func `a thousand members`(_ size: Int) throws {
    let content = (0..<1000).flatMap { Gzip.member("line \($0)\n".utf8) }
    let found = try lines(of: Pieces(content, size: size).gunzipped()).collect()
    expectEqual(found, (0..<1000).map { "line \($0)" })
  }

  @Test func `content is many times as long as a reading, both ways`() throws {
    let zeros = [UInt8](repeating: 0, count: 10 << 20)
    let compressed = Gzip.member(zeros)
    #expect(compressed.count < 20_000)
    expectEqual(Self.read(Pieces([compressed])).bytes, zeros)

    var random = SeededRandom(seed: 9)
    let noise = (0..<(1 << 20)).map { _ in UInt8.random(in: 0...255, using: &random) }
    let stored = Gzip.member(noise)
    #expect(stored.count > noise.count)
    for size in [4096, 65_536, 65_537, 1 << 21] {
      let found = Self.read(Pieces(stored, size: size), chunk: 10_000)
      #expect(found.bytes == noise && found.error == nil)
    }
  }

  @Test(arguments: pieceSizes)
  func `zero bytes after a member are skipped`(_ size: Int) throws {
    let member = Gzip.member("text".utf8)
    for count in [1, 2, 511, 200_000] where size > 7 || count < 1000 {
      let zeros = [UInt8](repeating: 0, count: count)
      let found = Self.read(Pieces(member + zeros, size: size))
      #expect(found.bytes == Array("text".utf8) && found.error == nil)
      let more = Self.read(Pieces(member + zeros + member, size: size))
      #expect(more.bytes == Array("texttext".utf8) && more.error == nil)
    }
  }

  @Test(arguments: pieceSizes)
  func `other bytes behind a member are an error, behind the content`(_ size: Int) throws {
    let member = Gzip.member("text".utf8)
    let tails: [[UInt8]] = [
      Array("garbage".utf8), [0x1F], [0x1F, 0x8A], [0, 0, 1], [0, 0x1F], [0x8B, 0x1F, 0x8B],
    ]
    for tail in tails {
      let found = Self.read(Pieces(member + tail, size: size))
      expectEqual(found.bytes, Array("text".utf8))
      let offset = member.count + tail.prefix { $0 == 0 }.count
      expectEqual(
        found.error, "pieces: the bytes after the gzip data are not gzip data, at byte \(offset)")
    }
  }

  @Test(arguments: [1, 100_000])
  func `gzip data that are cut off anywhere are an error`(_ size: Int) throws {
    let text = Array("some text, and more of it, and more of it\n".utf8)
    for member in [Gzip.member(text), Gzip.memberWithFields(text), Gzip.member(text, level: 0)] {
      for before in [[], Gzip.member("x".utf8)] {
        for length in 2..<member.count {
          let content = before + member[..<length]
          let found = Self.read(Pieces(content, size: size))
          let error = "pieces: the gzip data are cut off, at byte \(content.count)"
          #expect(found.error == error, "\(length)")
          #expect((before.isEmpty ? text : [0x78] + text).starts(with: found.bytes))
        }
      }
    }
  }

  @Test(arguments: [1, 100_000])
  func `a wrong byte is an error wherever it matters`(_ size: Int) throws {
    let text = Array("some text, and more of it, and more of it\n".utf8)
    let member = Gzip.member(text)
    for index in member.indices {
      for flip: UInt8 in [1, 0x80, 0xFF] {
        var content = member
        content[index] ^= flip
        let found = Self.read(Pieces(content, size: size))
        switch index {
        case 0, 1: #expect(found.bytes == content && found.error == nil)  // It is gzip's no more.
        // The time, the method and the system have no effect; a flag may.
        case 4...9: #expect(found.bytes == text && found.error == nil)
        case 3 where flip == 1: #expect(found.bytes == text && found.error == nil)
        default:
          guard let error = found.error else {
            // Some bits between the data and the trailer have no effect.
            #expect(found.bytes == text && index == member.count - 9)
            continue
          }
          #expect(error.hasPrefix("pieces: the gzip data are c"))
          #expect(!error.contains("error "), "\(error)")
        }
      }
    }
  }

  @Test(arguments: [1, 7, 100_000])
  func `a fault is reported with its place`(_ size: Int) throws {
    let text = Array("text".utf8)
    let member = Gzip.member(text)
    func error(_ change: (inout [UInt8]) -> Void) -> String? {
      var content = member
      change(&content)
      return Self.read(Pieces(member + content, size: size)).error
    }
    let corrupt = "pieces: the gzip data are corrupt: "
    let end = 2 * member.count
    expectEqual(error { $0[2] = 7 }?.hasPrefix(corrupt + "unknown compression method, "), true)
    expectEqual(error { $0[3] = 0xE0 }?.hasPrefix(corrupt + "unknown header flags set, "), true)
    expectEqual(error { $0[10] |= 6 }?.hasPrefix(corrupt + "invalid block type, "), true)
    expectEqual(
      error { $0[$0.count - 5] ^= 1 }, corrupt + "incorrect data check, at byte \(end - 4)")
    expectEqual(error { $0[$0.count - 1] ^= 1 }, corrupt + "incorrect length check, at byte \(end)")
  }

  @Test func `an error comes behind all content that came before it`() throws {
    var content = Gzip.member("a\nb\nc\n".utf8)
    content[content.count - 8] ^= 1
    let all = lines(of: Pieces(content, size: 1000).gunzipped())
    for line in ["a", "b", "c"] { try expectEqual(all.next(), line) }
    #expect(throws: SourceError.self) { _ = try all.next() }
    try expectEqual(all.next(), nil)
  }

  @Test(arguments: [0, 1, 2, 12, 24])
  func `an error of the input comes out as it is`(_ length: Int) throws {
    let member = Gzip.member("text".utf8)
    try #require(member.count == 24)
    let found = Self.read(Pieces([Array(member[..<length])], failure: Errno.ioError))
    expectEqual(found.error, "pieces: Input/output error")
    #expect(Array("text".utf8).starts(with: found.bytes))
    #expect(found.bytes.count == 4 || length < 24)
  }

  @Test func `no more is awaited than is needed`() throws {
    func reads(_ pieces: [[UInt8]]) throws -> [Int] {
      let log = Pieces.Log()
      let blocks = bytes(of: Pieces(pieces, log: log).gunzipped())
      var reads: [Int] = []
      while try blocks.next() != nil { reads.append(log.reads) }
      return reads
    }
    try expectEqual(reads([[1], [2, 3]]), [1, 2])
    try expectEqual(reads([[0x1F], [1], [2]]), [2, 3])
    let a = Gzip.member("a".utf8)
    let b = Gzip.member("b".utf8)
    // The content of a member is returned before more is read.
    try expectEqual(reads([a, b]), [1, 2])
    try expectEqual(reads([a + b]), [1, 1])
  }

  @Test func `files, compressed and plain, whatever their names`() throws {
    let directory = FilePath(
      FileManager.default.temporaryDirectory.appending(path: "gzip-\(UUID().uuidString)")
        .path(percentEncoded: false))
    try FileManager.default.createDirectory(
      atPath: directory.string, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory.string) }
    func write(_ name: String, _ content: [UInt8]) throws {
      try Data(content).write(to: URL(filePath: directory.appending(name).string))
    }
    try write("a.log", Gzip.member("1\n2".utf8))
    try write("b.log.gz", Array("3\n4\n".utf8))
    try write("c.log.gz", [])
    try write("d.log.gz", Array(Gzip.member("5\n6\n".utf8).dropLast()))
    try write("e.log", Array("7".utf8))

    let inputs = files(in: directory, matching: "*.log*").map { $0.gunzipped() }
    var told: [String] = []
    let all = lines(of: inputs, unreadable: .skip { told.append("\($0)") })
    try expectEqual(all.collect(), ["1", "2", "3", "4", "5", "6", "7"])
    expectEqual(told, ["\(directory)/d.log.gz: the gzip data are cut off, at byte 23"])

    let missing = directory.appending("missing").gunzipped()
    expectEqual(missing.name, "\(directory)/missing")
    #expect(throws: SourceError.self) { _ = try lines(of: missing).next() }

    // Parts of a compressed file, made by `split`.
    let whole = Gzip.member("1\n2\n3\n".utf8)
    try write("part.0", Array(whole[..<9]))
    try write("part.1", Array(whole[9...]))
    let parts = ConcatenatedInput(files(in: directory, matching: "part.*"), name: "parts")
    try expectEqual(lines(of: parts.gunzipped()).collect(), ["1", "2", "3"])
  }

  @Test func `dropping it half-way closes its input`() throws {
    let log = Pieces.Log()
    let content = Gzip.member((0..<1000).flatMap { "line \($0)\n".utf8 })
    do {
      let all = lines(of: Pieces([content], log: log).gunzipped())
      #expect(!log.isOpen)
      try expectEqual(all.next(), "line 0")
      #expect(log.isOpen)
    }
    #expect(!log.isOpen)
  }

  @Test func `random content, members, padding and pieces`() throws {
    var random = SeededRandom(seed: 31)
    for _ in 0..<100 {
      var text: [UInt8] = []
      var pieces: [[UInt8]] = [[]]
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        let range: ClosedRange<UInt8> = random.chance(50) ? 0...255 : 97...99
        let part = (0..<Int.random(in: 0...3000, using: &random)).map { _ in
          UInt8.random(in: range, using: &random)
        }
        text += part
        let zeros = [UInt8](repeating: 0, count: random.chance(30) ? 300 : 0)
        for byte in Gzip.member(part, level: .random(in: 0...9, using: &random)) + zeros {
          if random.chance(5) { pieces.append([]) }
          pieces[pieces.count - 1].append(byte)
        }
      }
      let found = Self.read(Pieces(pieces), chunk: .random(in: 1...5000, using: &random))
      #expect(found.bytes == text && found.error == nil)
    }
  }
}
