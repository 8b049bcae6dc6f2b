public import GeneratorSources
import Generators
public import SystemPackage

/// Returns the reason why a compressed log, or a log of another format, can't be followed; `nil` for other
/// logs, and for a path without a file.
public func obstacleToFollowing(_ path: FilePath) -> SourceError? {
  guard (try? path.stat())?.type == .regular,
    let head = try? bytes(of: path, chunk: ForeignFormat.lookedAt).next(),
    let format = ForeignFormat(head)
  else { return nil }
  let explanation =
    format == .nestedGzip
    ? "compressed with gzip, which does not grow line by line" : format.explanation
  return SourceError(source: path.string, reason: .malformed(explanation))
}

/// A format in which a log may be stored, and which can't be read.
///
/// The first bytes identify the format, not the file's name.
enum ForeignFormat: CaseIterable {
  case xz, zstandard, bzip2, lz4, lzip, lzop, lzma, compress, snappy, nestedGzip
  case zip, sevenZip, rar, tar
  case utf16, utf32

  /// The number of first bytes that are examined.
  static let lookedAt = 262

  /// The name of the format, and a program that turns it into text.
  var explanation: String {
    func compressed(_ name: String, _ program: String) -> String {
      "compressed with \(name), which is not read: decompress it first, as by \(program)"
    }
    func archive(_ name: String, _ program: String) -> String {
      "an archive, \(name), which is not read: unpack it first, as by \(program)"
    }
    func text(_ name: String) -> String {
      "text in \(name), which is not read: convert it first, as by iconv -f \(name) -t UTF-8"
    }
    return switch self {
    case .xz: compressed("xz", "xzcat")
    case .zstandard: compressed("zstd", "zstdcat")
    case .bzip2: compressed("bzip2", "bzcat")
    case .lz4: compressed("lz4", "lz4cat")
    case .lzip: compressed("lzip", "lzip -dc")
    case .lzop: compressed("lzop", "lzop -dc")
    case .lzma: compressed("lzma", "xzcat")
    case .compress: compressed("compress", "zcat")
    case .snappy: compressed("snappy", "snzip -dc")
    case .nestedGzip: compressed("gzip twice", "zcat")
    case .zip: archive("zip", "unzip -p")
    case .sevenZip: archive("7z", "7z x -so")
    case .rar: archive("rar", "unrar p")
    case .tar: archive("tar", "tar -xO")
    case .utf16: text("UTF-16")
    case .utf32: text("UTF-32")
    }
  }

  /// Creates the format of a file from its first bytes, after decompression of gzip; `nil` if the file may be a
  /// log.
  init?(_ bytes: [UInt8]) {
    func has(_ magic: [UInt8], at index: Int = 0) -> Bool {
      bytes.dropFirst(index).starts(with: magic)
    }
    func has(_ magic: String, at index: Int = 0) -> Bool { has(Array(magic.utf8), at: index) }
    /// The block with which bzip2's output begins or ends.
    let blocks: [[UInt8]] = [
      [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90],
    ]
    let found: Self? =
      if has([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
        .xz
      } else if has([0x28, 0xB5, 0x2F, 0xFD])
        || bytes.first.map({ $0 & 0xF0 == 0x50 }) == true && has([0x2A, 0x4D, 0x18], at: 1)
      {
        .zstandard
      } else if has("BZh"), blocks.contains(where: { has($0, at: 4) }) {
        .bzip2
      } else if has([0x04, 0x22, 0x4D, 0x18]) {
        .lz4
      } else if has("LZIP\u{1}") {
        .lzip
      } else if has([0x89, 0x4C, 0x5A, 0x4F, 0x00]) {
        .lzop
      } else if has([0x5D, 0x00, 0x00]) {
        .lzma
      } else if has([0x1F, 0x9D]) {
        .compress
      } else if has([0xFF, 0x06, 0x00, 0x00, 0x73, 0x4E, 0x61, 0x50, 0x70, 0x59]) {
        .snappy
      } else if has([0x1F, 0x8B]) {
        .nestedGzip
      } else if has("PK\u{3}\u{4}") || has("PK\u{5}\u{6}") || has("PK\u{7}\u{8}") {
        .zip
      } else if has([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) {
        .sevenZip
      } else if has("Rar!\u{1A}\u{7}") {
        .rar
      } else if has("ustar", at: 257) {
        .tar
      } else if has([0xFF, 0xFE, 0x00, 0x00]) || has([0x00, 0x00, 0xFE, 0xFF]) {
        .utf32
      } else if bytes.count >= 4 && has([0xFF, 0xFE]) || has([0xFE, 0xFF]) || Self.isUTF16(bytes) {
        .utf16
      } else {
        nil
      }
    guard let found else { return nil }
    self = found
  }

  /// Returns whether the bytes begin with four ASCII characters of two bytes each, in either order.
  ///
  /// A log in UTF-8 may begin with NULs, but has none between its first characters.
  private static func isUTF16(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 8 else { return false }
    return [0, 1].contains { first in
      (0..<8).allSatisfy { index in
        index % 2 == first ? (0x20...0x7E).contains(bytes[index]) : bytes[index] == 0
      }
    }
  }
}

/// An input that throws an error with the name of its format, if the format is known not to be UTF-8 text.
struct TextInput: ByteInput {
  private let input: any ByteInput

  init(_ input: any ByteInput) { self.input = input }

  var name: String { input.name }

  func open() throws -> any ByteSource { Source(try input.open(), name: name) }

  private final class Source: ByteSource {
    private let source: any ByteSource
    private let name: String
    /// The first bytes; `nil` after they were examined.
    private var head: [UInt8]? = []

    init(_ source: any ByteSource, name: String) {
      self.source = source
      self.name = name
    }

    func read(into buffer: inout OutputSpan<UInt8>) throws {
      let start = buffer.count
      try source.read(into: &buffer)
      guard var head else { return }
      let end = min(buffer.count, start + ForeignFormat.lookedAt - head.count)
      for index in start..<end { head.append(buffer[index]) }
      if let format = ForeignFormat(head) {
        // The bytes that were read aren't part of any line.
        buffer.removeLast(buffer.count - start)
        throw SourceError(source: name, reason: .malformed(format.explanation))
      }
      let isComplete = head.count == ForeignFormat.lookedAt || end == start
      self.head = isComplete ? nil : head
    }
  }
}
