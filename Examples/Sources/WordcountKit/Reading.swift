import GeneratorSources
import SystemPackage

/// How many bytes one piece of work has: a millisecond or so for a worker.
let pieceSize = 256 << 10

/// Gives the bytes of a file in windows.
///
/// - Parameters:
///   - path: the file.
///   - start: the first byte to count.
///   - end: the byte before which to stop; `nil`: the end of the file, wherever it is then.
///   - body: whether to go on, given a window.
/// - Throws: `Errno`.
func readWindows(
  of path: FilePath, from start: Int, to end: Int?, _ body: (TextWindow) -> Bool
) throws {
  let descriptor = try FileDescriptor.open(path, .readOnly)
  try descriptor.closeAfter {
    let before = min(start, TextWindow.before)
    if start > 0 { try descriptor.seek(offset: Int64(start - before), from: .start) }
    let size = end.map { min($0 - start, pieceSize) } ?? pieceSize
    try readWindows(of: descriptor.open(), before: before, size: size) { window in
      body(window) && end == nil
    }
  }
}

/// Gives the bytes of a source in windows.
///
/// - Parameters:
///   - source: the source, whose first bytes are not to be counted.
///   - before: how many these are.
///   - size: how many bytes a window is for.
///   - body: whether to go on, given a window.
/// - Throws: what the source or `body` throws.
func readWindows(
  of source: any ByteSource, before: Int = 0, size: Int = pieceSize,
  _ body: (TextWindow) throws -> Bool
) throws {
  var carried: ArraySlice<UInt8> = []
  var start = before
  while true {
    let capacity = start + size + TextWindow.behind
    let bytes = try filled(carried, to: capacity, from: source)
    let isLast = bytes.count < capacity
    // Where the file ends within what is behind the part, that is for the next window, if any.
    let end = min(bytes.count, start + size)
    guard try body(TextWindow(bytes: bytes, part: min(start, end)..<end)) else { return }
    if isLast, bytes.count == end { return }
    carried = bytes[max(0, end - TextWindow.before)...]
    start = min(end, TextWindow.before)
  }
}

/// Some bytes, and behind them what a source has, up to so many.
private func filled(
  _ bytes: ArraySlice<UInt8>, to capacity: Int, from source: any ByteSource
) throws -> [UInt8] {
  try [UInt8](capacity: capacity) { filled in
    for byte in bytes { filled.append(byte) }
    while filled.freeCapacity > 0 {
      let count = filled.count
      try source.read(into: &filled)
      if filled.count == count { return }
    }
  }
}

extension TextWindow {
  /// Whether there is a NUL in the first 8,000 bytes, as `git` asks to tell what is no text.
  var isBinary: Bool { bytes[part].prefix(8_000).contains(0) }
}
