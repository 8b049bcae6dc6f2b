import GeneratorSources
import Generators

/// The output of a partition, in memory, or in a temporary file if it is long.
struct SpooledOutput: Sendable {
  private enum Content: Sendable {
    case memory([UInt8])
    case file(SortedRunFile)
  }

  private let content: Content

  /// Collects the output of a step, in a temporary file if it has more than `memory` bytes.
  init(
    collecting step: StageWork.Step, of output: LineOutput, memory: Int, directory: String
  ) throws {
    var bytes: [UInt8] = []
    var goesOn = true
    while goesOn, bytes.count <= memory {
      goesOn = try step()
      bytes += output.bytes
      output.removeAll()
    }
    guard goesOn else {
      content = .memory(bytes)
      return
    }
    var file = try TemporaryOutput(in: directory)
    try file.write(bytes[...])
    bytes = []
    while goesOn {
      goesOn = try step()
      try file.write(output.bytes[...])
      output.removeAll()
    }
    file.endBucket()
    content = .file(try file.finish())
  }

  /// Passes on all bytes.
  func write(to write: (ArraySlice<UInt8>) throws -> Void) throws {
    switch content {
    case .memory(let bytes):
      try write(bytes[...])
    case .file(let file):
      let blocks = bytes(of: file.input(ofBucket: 0))
      while let block = try blocks.next() { try write(block[...]) }
    }
  }
}
