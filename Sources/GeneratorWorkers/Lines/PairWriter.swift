/// A writer of pairs, in pieces of some size.
final class PairWriter: PairOutput {
  private static let size = 64 << 10
  private let flushing: (ArraySlice<UInt8>) throws -> Void

  init(flushing: @escaping (ArraySlice<UInt8>) throws -> Void) {
    self.flushing = flushing
    super.init()
  }

  override func endPair(_ line: Range<Int>, keyEnd: Int) throws {
    if bytes.count >= Self.size { try flush() }
  }

  func flush() throws {
    guard !bytes.isEmpty else { return }
    try flushing(bytes[...])
    bytes.removeAll(keepingCapacity: bytes.capacity <= 4 * Self.size)
  }
}
