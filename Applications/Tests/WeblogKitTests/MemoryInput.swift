import Foundation
import GeneratorSources
import SystemPackage

@testable import WeblogKit

/// Bytes to read, with a maximum number in each reading.
struct MemoryInput: ByteInput, Sendable {
  var name = "memory"
  var content: [UInt8]
  var readSize = Int.max
  /// The error after the bytes.
  var failure: Errno?

  func open() -> any ByteSource { Source(input: self) }

  private final class Source: ByteSource {
    private let input: MemoryInput
    private var position = 0

    init(input: MemoryInput) { self.input = input }

    func read(into buffer: inout OutputSpan<UInt8>) throws {
      let count = min(input.readSize, buffer.freeCapacity, input.content.count - position)
      if count == 0, let failure = input.failure { throw failure }
      for byte in input.content[position..<(position + count)] { buffer.append(byte) }
      position += count
    }
  }
}

extension LogInput {
  /// Creates a log of these bytes.
  init(_ input: MemoryInput) { self.init(name: input.name, size: nil, input: input) }
}

/// A file that is removed when its last reference is released.
final class TemporaryLog {
  let path: FilePath

  init(_ content: [UInt8]) throws {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "weblog-kit-test-\(UUID().uuidString)")
    try Data(content).write(to: url)
    path = FilePath(url.path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path.string) }
}
