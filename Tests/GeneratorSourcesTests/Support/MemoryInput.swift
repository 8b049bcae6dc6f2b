import Foundation
import GeneratorSources
import SystemPackage
import Testing

/// Returns the number of descriptors that this process has open on the file at `path`.
///
/// Descriptors of tests that run at the same time don't count.
func openCount(of path: FilePath) throws -> Int {
  var file = stat()
  try #require(stat(path.string, &file) == 0)
  let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/dev/fd")
  return descriptors.count {
    var open = stat()
    guard let descriptor = Int32($0), fstat(descriptor, &open) == 0 else { return false }
    return open.st_dev == file.st_dev && open.st_ino == file.st_ino
  }
}

/// Bytes in memory, returned in pieces of at most `pieceSize`, and then perhaps an error.
struct Memory: ByteInput {
  let name = "memory"
  var content: [UInt8]
  var pieceSize = Int.max
  var failure: (any Error)?

  init(_ text: String, pieceSize: Int = .max, failure: (any Error)? = nil) {
    (content, self.pieceSize, self.failure) = (Array(text.utf8), pieceSize, failure)
  }

  func open() -> any ByteSource { Source(memory: self) }

  final class Source: ByteSource {
    var memory: Memory
    var position = 0

    init(memory: Memory) { self.memory = memory }

    func read(into buffer: inout OutputSpan<UInt8>) throws {
      let count = min(buffer.freeCapacity, memory.content.count - position, memory.pieceSize)
      if count == 0, let failure = memory.failure { throw failure }
      for byte in memory.content[position..<(position + count)] { buffer.append(byte) }
      position += count
    }
  }
}
