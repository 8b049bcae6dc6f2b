public import Generators
public import SystemPackage

/// A line of a log.
public struct Line {
  /// The line's number in its file, from 1.
  public let number: Int

  /// What stands in the line, without its end, LF or CRLF; nothing where it is too long.
  public let bytes: ArraySlice<UInt8>

  /// Whether the line is longer than the reader's limit, so that it was skipped over, not kept.
  public let isTooLong: Bool
}

/// How the lines of a log are read.
public struct LineReading: Sendable {
  /// How many bytes to ask the system for at once, which is also the size of the buffer.
  public var chunkSize = 256 << 10

  /// The longest line that is given, in bytes without its end.
  ///
  /// The buffer grows up to it.
  public var maximumLineLength = 1 << 20

  /// 256 KiB at once, and lines of at most 1 MiB.
  public static let standard = LineReading()
}

/// The lines of a file, read as they are asked for.
///
/// The file is opened at the first `next()` and closed when the lines end or the generator is let
/// go of. That it can't be opened or read comes out of `next()` as an `Errno`.
public func lines(
  ofFile path: FilePath, reading: LineReading = .standard
) -> ThrowingGenerator<Line> {
  ThrowingGenerator { yield in
    let file = try FileDescriptor.open(path, .readOnly)
    try file.closeAfter {
      try yield(from: lines(of: file, reading: reading))
    }
  }
}

/// The lines of what an open file still holds, which may be a pipe or a terminal.
///
/// The lines are slices of one buffer that is used again and again. To keep one is safe, but makes
/// the reader copy its buffer; who wants to keep one copies the bytes of the line.
///
/// Every byte is accepted, and a last line without an end is a line. Memory stays at the size of
/// the buffer: a line beyond the limit is skipped and given without its bytes.
public func lines(
  of file: FileDescriptor, reading: LineReading = .standard
) -> ThrowingGenerator<Line> {
  ThrowingGenerator { yield in
    // A line of the greatest length and its CRLF fit.
    let greatestSize = reading.maximumLineLength + 2
    var buffer = [UInt8](repeating: 0, count: min(reading.chunkSize, greatestSize))
    var number = 0
    /// Where the line starts that is being read, and up to where it was searched for its end.
    var (start, searched) = (0, 0)
    var end = 0
    /// Whether what the buffer held of this line was thrown away, since it got too long.
    var isTooLong = false

    while true {
      while let lineFeed = buffer.span.firstIndex(of: .lineFeed, in: searched..<end) {
        number += 1
        try yield(
          Line(
            number: number, content: buffer[start..<lineFeed], isTooLong: isTooLong,
            limit: reading.maximumLineLength))
        (start, searched, isTooLong) = (lineFeed + 1, lineFeed + 1, false)
      }

      if start > 0 {
        for index in start..<end { buffer[index - start] = buffer[index] }
        (start, end) = (0, end - start)
      }
      if end == buffer.count {
        if buffer.count < greatestSize {
          let size = min(buffer.count * 2, greatestSize)
          buffer.append(contentsOf: repeatElement(0, count: size - buffer.count))
        } else {
          (end, isTooLong) = (0, true)
        }
      }
      searched = end

      let count = try file.read(into: &buffer, from: end)
      if count == 0 {
        if end > 0 || isTooLong {
          try yield(
            Line(
              number: number + 1, content: buffer[..<end], isTooLong: isTooLong,
              limit: reading.maximumLineLength))
        }
        return
      }
      end += count
    }
  }
}

extension Line {
  /// Makes a line of what was read up to its line feed.
  init(number: Int, content: ArraySlice<UInt8>, isTooLong: Bool, limit: Int) {
    let bytes = content.last == .carriageReturn ? content.dropLast() : content
    self.number = number
    self.isTooLong = isTooLong || bytes.count > limit
    self.bytes = self.isTooLong ? [] : bytes
  }
}

extension FileDescriptor {
  /// Reads into `buffer`, from `index` to at most its end, and gives how many bytes; 0 at the end.
  ///
  /// The only place where a pointer is seen: the system's read has no other way to take a buffer.
  fileprivate func read(into buffer: inout [UInt8], from index: Int) throws -> Int {
    try buffer.withUnsafeMutableBytes { bytes in
      try read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[index...]))
    }
  }
}
