import CZlib
import GeneratorSources

/// Makes gzip members with zlib and, by hand, those that zlib wouldn't make.
enum Gzip {
  /// Returns a member with this content.
  static func member(_ content: some Sequence<UInt8>, level: Int32 = 6) -> [UInt8] {
    compressed(Array(content), level: level, windowBits: 16 + MAX_WBITS)
  }

  /// Returns a member whose header has all optional fields.
  static func memberWithFields(_ content: some Sequence<UInt8>) -> [UInt8] {
    let content = Array(content)
    // Text, header CRC, extra, name and comment; a time; then the fastest method, and Unix.
    var header: [UInt8] = [0x1F, 0x8B, 8, 0b11111, 1, 2, 3, 4, 4, 3]
    header += [3, 0] + "ext".utf8
    header += "name.txt\0".utf8
    header += "a comment\0".utf8
    header += littleEndian(checksum(header), 2)
    let body = compressed(content, level: 1, windowBits: -MAX_WBITS)
    return header + body + littleEndian(checksum(content), 4) + littleEndian(content.count, 4)
  }

  private static func littleEndian(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func checksum(_ bytes: [UInt8]) -> Int {
    Int(crc32(0, bytes, UInt32(bytes.count)))
  }

  private static func compressed(_ content: [UInt8], level: Int32, windowBits: Int32) -> [UInt8] {
    var content = content
    var stream = z_stream()
    var status = deflateInit2_(
      &stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK)
    defer { deflateEnd(&stream) }
    let bound = Int(deflateBound(&stream, UInt(content.count)))
    return content.withUnsafeMutableBufferPointer { content in
      [UInt8](unsafeUninitializedCapacity: bound) { output, count in
        stream.next_in = content.baseAddress
        stream.avail_in = UInt32(content.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(bound)
        status = deflate(&stream, Z_FINISH)
        precondition(status == Z_STREAM_END)
        count = bound - Int(stream.avail_out)
      }
    }
  }
}

/// Bytes that are returned in pieces, one at each reading, and then perhaps an error.
struct Pieces: ByteInput {
  let name = "pieces"
  var pieces: [[UInt8]]
  var failure: (any Error)?
  var log: Log?

  /// The number of readings.
  final class Log {
    var reads = 0
    var isOpen = false
  }

  init(_ pieces: [[UInt8]], failure: (any Error)? = nil, log: Log? = nil) {
    (self.pieces, self.failure, self.log) = (pieces.filter { !$0.isEmpty }, failure, log)
  }

  init(_ content: [UInt8], size: Int, failure: (any Error)? = nil) {
    let starts = stride(from: 0, to: content.count, by: size)
    self.init(starts.map { Array(content[$0..<min($0 + size, content.count)]) }, failure: failure)
  }

  func open() -> any ByteSource { Source(self) }

  final class Source: ByteSource {
    var input: Pieces
    var index = 0
    /// The number of bytes returned of the piece at `index`.
    var position = 0

    init(_ input: Pieces) {
      self.input = input
      input.log?.isOpen = true
    }

    deinit { input.log?.isOpen = false }

    func read(into buffer: inout OutputSpan<UInt8>) throws {
      input.log?.reads += 1
      precondition(buffer.freeCapacity > 0)
      guard index < input.pieces.count else {
        if let failure = input.failure { throw failure }
        return
      }
      let piece = input.pieces[index]
      while position < piece.count, buffer.freeCapacity > 0 {
        buffer.append(piece[position])
        position += 1
      }
      if position == piece.count { (index, position) = (index + 1, 0) }
    }
  }
}
