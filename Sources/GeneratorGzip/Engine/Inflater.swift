import CZlib

/// zlib's decoder of a gzip member.
final class Inflater {
  /// What is wrong with the compressed bytes, in zlib's words, and how many were taken up to there.
  struct Corruption: Error {
    let reason: String
    let taken: Int
  }

  /// There is no memory for its tables.
  struct OutOfMemory: Error {}

  // Sound, because it is allocated once, at an address that zlib remembers, and this object, which
  // alone has it, frees it in `deinit`, after zlib has let go of it.
  private let stream: UnsafeMutablePointer<z_stream>

  init() throws {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 16 asks for gzip's header and trailer, which zlib checks: the CRC and the length.
    let status = inflateInit2_(
      stream, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    // What it may say else is that the header and the library are of two kinds.
    precondition(status == Z_OK || status == Z_MEM_ERROR, "zlib is not \(ZLIB_VERSION)")
    if status != Z_OK {
      // `deinit` runs, since every property has its value; to end what did not begin is an error
      // that zlib answers, and nothing else.
      throw OutOfMemory()
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Begins with another member.
  func reset() { inflateReset(stream) }

  /// Appends to `output` what `input` gives, from the one's index `start` on, or as much as there is
  /// room for.
  ///
  /// - Returns: how many bytes of the input were taken, and whether the member ends with them.
  /// - Throws: ``Corruption`` or ``OutOfMemory``; what is in `output` then came before the fault.
  func inflate(
    _ input: [UInt8], from start: Int, into output: inout OutputSpan<UInt8>
  ) throws -> (taken: Int, isAtEnd: Bool) {
    let stream = stream
    // Sound, because zlib is told how long both are, keeps no pointer to either behind its return,
    // as both are set anew each time, and writes only to the part that is not initialized.
    return try input.withUnsafeBufferPointer { input in
      try output.withUnsafeMutableBufferPointer { bytes, count in
        let input = UnsafeBufferPointer(rebasing: input[start...])
        let free = UnsafeMutableBufferPointer(rebasing: bytes[count...])
        let (inputCount, freeCount) = (UInt32(clamping: input.count), UInt32(clamping: free.count))
        // zlib wants an address even where nothing can be read from it, and only reads there.
        var nothing: UInt8 = 0
        return try withUnsafeMutablePointer(to: &nothing) { nothing in
          let first = input.baseAddress.map(UnsafeMutablePointer.init(mutating:))
          stream.pointee.next_in = first ?? nothing
          stream.pointee.avail_in = inputCount
          stream.pointee.next_out = free.baseAddress
          stream.pointee.avail_out = freeCount
          let status = CZlib.inflate(stream, Z_NO_FLUSH)
          count += Int(freeCount - stream.pointee.avail_out)
          let taken = Int(inputCount - stream.pointee.avail_in)
          switch status {
          // Z_BUF_ERROR says that it has come no further, for want of input.
          case Z_OK, Z_BUF_ERROR: return (taken, false)
          case Z_STREAM_END: return (taken, true)
          case Z_MEM_ERROR: throw OutOfMemory()
          default:
            let message = stream.pointee.msg.map { String(cString: $0) }
            throw Corruption(reason: message ?? "error \(status)", taken: taken)
          }
        }
      }
    }
  }
}
