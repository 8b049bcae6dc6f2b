public import GeneratorSources

/// A buffer of the output lines of a stage, which is emptied when it has enough.
public class LineOutput {
  /// The least number of bytes that are taken away at once.
  @usableFromInline static let size = 64 << 10

  @usableFromInline final var bytes: [UInt8] = []

  init() {}

  /// Whether it is time to take the lines away.
  @inlinable final var isFull: Bool { bytes.count >= Self.size }

  /// Writes a line.
  @inlinable
  final func write(_ element: some LineEncodable) throws {
    let start = bytes.count
    try element.encode(into: &bytes)
    try endLine(from: start)
  }

  @usableFromInline
  final func endLine(from start: Int) throws {
    if let index = bytes.firstIndex(of: .lineFeed, in: start..<bytes.count) {
      throw LineFault.outputWithLineFeed(bytes[start..<index])
    }
    bytes.append(.lineFeed)
  }

  /// Sets the key of the lines that follow.
  @usableFromInline
  func beginGroup(_ key: ArraySlice<UInt8>) {}

  /// Removes all lines.
  func removeAll() {
    // Releases the memory of a very long line.
    bytes.removeAll(keepingCapacity: bytes.capacity <= 4 * Self.size)
  }

  /// Passes on all lines that a step makes, piece by piece.
  final func drain(_ step: StageWork.Step, to write: (ArraySlice<UInt8>) throws -> Void) throws {
    var goesOn = true
    while goesOn {
      goesOn = try step()
      if !bytes.isEmpty { try write(bytes[...]) }
      removeAll()
    }
  }
}
