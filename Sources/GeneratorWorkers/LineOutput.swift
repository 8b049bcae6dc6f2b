public import GeneratorSources

/// Lines that a stage has made, which are taken away when there are enough.
public class LineOutput {
  /// How many bytes are taken away at once, at least.
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

  /// Says which key the lines that follow are for.
  @usableFromInline
  func beginGroup(_ key: ArraySlice<UInt8>) {}

  /// Removes all lines.
  func removeAll() {
    // A line that was very long does not keep its memory.
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

/// Pairs that a stage has made, each as a line `key TAB value`.
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

/// A key, value or output that can't be a line.
enum LineFault: Error, CustomStringConvertible {
  case keyWithTab(ArraySlice<UInt8>)
  case keyWithLineFeed(ArraySlice<UInt8>)
  case valueWithLineFeed(ArraySlice<UInt8>)
  case outputWithLineFeed(ArraySlice<UInt8>)

  var description: String {
    switch self {
    case .keyWithTab(let key): "a key with a tab: \(key.excerpt)"
    case .keyWithLineFeed(let key): "a key with a line feed: \(key.excerpt)"
    case .valueWithLineFeed(let value): "a value with a line feed: \(value.excerpt)"
    case .outputWithLineFeed(let line): "an output with a line feed behind: \(line.excerpt)"
    }
  }
}

extension Lines {
  @usableFromInline
  func located(_ error: any Error) -> any Error { WorkerError.located(error, at: place) }
}
