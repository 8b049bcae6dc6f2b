public import GeneratorSources

/// A buffer of the pairs of a stage, each as a line `key TAB value`.
public class PairOutput {
  @usableFromInline final var bytes: [UInt8] = []

  init() {}

  /// Writes a pair.
  @inlinable
  final func write(_ key: some LineEncodable, _ value: some LineEncodable) throws {
    let start = bytes.count
    try key.encode(into: &bytes)
    let keyEnd = bytes.count
    bytes.append(.tab)
    try value.encode(into: &bytes)
    try checkLine(from: start, keyEnd: keyEnd)
    bytes.append(.lineFeed)
    try endPair(start..<bytes.count, keyEnd: keyEnd)
  }

  @usableFromInline
  final func checkLine(from start: Int, keyEnd: Int) throws {
    if let index = bytes.firstIndex(of: .lineFeed, in: start..<bytes.count) {
      throw index < keyEnd
        ? LineFault.keyWithLineFeed(bytes[start..<keyEnd])
        : LineFault.valueWithLineFeed(bytes[(keyEnd + 1)...])
    }
    if bytes.firstIndex(of: .tab, in: start..<keyEnd) != nil {
      throw LineFault.keyWithTab(bytes[start..<keyEnd])
    }
  }

  /// Takes a pair, whose bytes with the line feed are the last.
  @usableFromInline
  func endPair(_ line: Range<Int>, keyEnd: Int) throws {}
}
