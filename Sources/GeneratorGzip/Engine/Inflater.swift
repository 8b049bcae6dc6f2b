import CZlib

/// A decoder of gzip members, by zlib.
final class Inflater {
  /// A fault of the compressed bytes in zlib's words, and the number of bytes consumed before it.
  struct Corruption: Error {
    let reason: String
    let taken: Int
  }

  /// The error that zlib has no memory for its tables.
  struct OutOfMemory: Error {}

  // Sound, since it is allocated once, at an address that zlib remembers. Only this object has the
  // pointer, and frees it in `deinit` after zlib has released its own memory.
  private let stream: UnsafeMutablePointer<z_stream>

  init() throws {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // The 16 requests gzip's header and trailer. zlib checks the CRC and the length.
    let status = inflateInit2_(
      stream, 16 + MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    // Any other status means that the header and the library don't match.
    precondition(status == Z_OK || status == Z_MEM_ERROR, "zlib is not \(ZLIB_VERSION)")
    if status != Z_OK {
      // `deinit` runs, since all properties are initialized. Ending a stream that didn't begin only
      // returns an error.
      throw OutOfMemory()
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Prepares for another member.
  func reset() { inflateReset(stream) }

  /// Appends the decompressed bytes of `input` from index `start` on to `output`, as many as fit.
  ///
  /// - Returns: The number of consumed bytes, and whether the member ends with them.
  /// - Throws: ``Corruption`` or ``OutOfMemory``. The bytes in `output` are those before the fault.
  func inflate(
    _ input: [UInt8], from start: Int, into output: inout OutputSpan<UInt8>
  ) throws -> (taken: Int, isAtEnd: Bool) {
    let stream = stream
    // Sound, since zlib gets the lengths of both, and writes only to the uninitialized part. Both
    // pointers are set at each call, so zlib uses neither after this one.
    return try input.withUnsafeBufferPointer { input in
      try output.withUnsafeMutableBufferPointer { bytes, count in
        let input = UnsafeBufferPointer(rebasing: input[start...])
        let free = UnsafeMutableBufferPointer(rebasing: bytes[count...])
        let (inputCount, freeCount) = (UInt32(clamping: input.count), UInt32(clamping: free.count))
        // zlib requires an address even if it reads nothing from it, and only reads there.
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
          // Z_BUF_ERROR reports that there was no progress, because input is missing.
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
