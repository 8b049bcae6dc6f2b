import GeneratorSources

/// The bytes that a task has read, and that a line assembler takes.
final class ReceivedBytes: ByteSource {
  private var bytes: [UInt8] = []

  /// The number of bytes that were taken.
  private var offset = 0

  var isEmpty: Bool { offset == bytes.count }

  /// Reads new bytes into the array, all of whose bytes were taken.
  ///
  /// - Parameter read: A closure that replaces the bytes. It may wait; if it throws, there are none.
  /// - Returns: The result of `read`.
  func replace<Result>(_ read: (inout [UInt8]) throws -> Result) rethrows -> Result {
    // The array leaves the property, which must not be accessed while the task waits.
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
    // Sound, because as many bytes are written to the free part of the buffer as are counted, and it has
    // room.
    buffer.withUnsafeMutableBufferPointer { free, initializedCount in
      let end = free[initializedCount...].initialize(fromContentsOf: part)
      initializedCount = end
    }
    offset += count
  }
}
