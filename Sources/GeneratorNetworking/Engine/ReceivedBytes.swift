import GeneratorSources

/// Bytes that a task has read, and that a line assembler takes.
final class ReceivedBytes: ByteSource {
  private var bytes: [UInt8] = []

  /// How many of them were taken.
  private var offset = 0

  var isEmpty: Bool { offset == bytes.count }

  /// Reads others into the room of these, all of which were taken.
  ///
  /// - Parameter read: replaces the bytes. It may wait; if it throws, there are none.
  /// - Returns: what `read` returns.
  func replace<Result>(_ read: (inout [UInt8]) throws -> Result) rethrows -> Result {
    // Out of the property, which nothing may have access to while the task waits.
    var room = bytes
    bytes = []
    offset = 0
    defer { bytes = room }
    do {
      return try read(&room)
    } catch {
      room.removeAll(keepingCapacity: true)
      throw error
    }
  }

  func read(into buffer: inout OutputSpan<UInt8>) {
    let count = min(buffer.freeCapacity, bytes.count - offset)
    let part = bytes[offset..<(offset + count)]
    // Sound, because as many bytes are written to the free part of the buffer as are counted, and it has room.
    buffer.withUnsafeMutableBufferPointer { free, initializedCount in
      let end = free[initializedCount...].initialize(fromContentsOf: part)
      initializedCount = end
    }
    offset += count
  }
}
