public import Generators
import SystemPackage

/// The lines of several inputs, each as soon as it is there, with the number of its input.
///
/// The inputs are opened, in their order, when the first line is asked for. Control leaves the generator
/// at each line. Where none of the inputs has anything it waits for all of them, by poll(2), without a
/// thread:
///
/// ```swift
/// let paths: [FilePath] = ["access.log", "error.log"]
/// let log = interleavedLines(of: paths.map { $0.following() })
/// while let (source, line) = try log.next() { print("\(paths[source]): \(line)") }
/// ```
///
/// Lines are as ``lines(of:limit:invalidUTF8:fileID:line:)`` gives them: whole, and those of one input in
/// their order. All inputs that are ready come in turn: each is read once, up to 16 KiB, and has its
/// lines given, before any has its next turn. It ends when all inputs have ended; each is closed when
/// its turn, in which it ends, is over.
///
/// Paths, descriptors and followed files can be waited for together; what else has a ``PollableSource``;
/// and any other input is taken to be always ready, so that the others wait when its reading waits. To
/// open the path of a named pipe waits for its writer.
///
/// - Parameters:
///   - inputs: what to read.
///   - limit: the longest line that is given, in bytes without its end.
///   - invalidUTF8: what becomes of bytes that are not UTF-8.
///   - stop: ends all inputs when it is stopped: at the next reading, or at once when they are waited
///     for. What there is then of a line is given as a line.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the lines, each with the index of its input, whose `next()` throws a ``SourceError`` that
///   names the input if one can't be opened or read, if a line is longer than `limit` or, where
///   `invalidUTF8` is ``InvalidUTF8/fail``, not UTF-8; then all inputs are closed.
/// - Precondition: `limit` is positive.
/// - Complexity: a line is linear in its bytes, one resumption and the string; a turn is linear in the
///   number of inputs. The memory of each input is that of its longest line, and at least 16 KiB.
public func interleavedLines(
  of inputs: [any ByteInput], limit: Int = RecordReader.standardLimit,
  invalidUTF8: InvalidUTF8 = .repair, stop: SourceStop? = nil,
  fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<(source: Int, line: String)> {
  guard limit > 0 else { fatalError("the limit of a line must be positive, and is \(limit)") }
  return ThrowingGenerator(fileID: fileID, line: line) { yield in
    var sources: [InterleavedSource] = []
    for (index, input) in inputs.enumerated() {
      sources.append(InterleavedSource(try input.opened(), index, input.name, limit: limit))
    }
    while !sources.isEmpty {
      for source in try InterleavedSource.ready(of: sources, stop: stop) {
        try source.fill(isStopped: stop?.isStopped == true)
        while let line = try source.nextLine(invalidUTF8) { try yield((source.index, line)) }
      }
      sources.removeAll { $0.hasEnded }
    }
  }
}

/// One of the inputs of `interleavedLines(of:)`.
private final class InterleavedSource {
  let index: Int
  private let reading: Reading
  private var assembler: LineAssembler

  init(_ source: any ByteSource, _ index: Int, _ name: String, limit: Int) {
    self.index = index
    reading = Reading(source)
    assembler = LineAssembler(reading, name: name, limit: limit, size: 16 << 10)
  }

  var hasEnded: Bool { reading.last == .end }

  /// Reads once, or says that there is no more.
  func fill(isStopped: Bool) throws {
    if isStopped { reading.last = .end } else { try assembler.fill() }
    if hasEnded { assembler.end() }
  }

  func nextLine(_ invalidUTF8: InvalidUTF8) throws -> String? {
    try assembler.next(invalidUTF8)
  }

  /// Waits until some have something to be read, an end or an error; all do when it is stopped.
  static func ready(
    of sources: [InterleavedSource], stop: SourceStop?
  ) throws -> [InterleavedSource] {
    var descriptors = stop.map { [$0.descriptor] } ?? []
    var parts: [Range<Int>] = []
    var deadline: ContinuousClock.Instant?
    for source in sources {
      let start = descriptors.count
      if let wait = source.reading.wait {
        descriptors += wait.descriptors
        if let until = wait.deadline { deadline = min(deadline ?? until, until) }
      }
      parts.append(start..<descriptors.count)
    }
    if parts.contains(where: \.isEmpty) { deadline = .now }
    let isReadable = try Poll.readable(descriptors, until: deadline)
    if stop?.isStopped == true { return sources }
    let now = ContinuousClock.now
    return zip(sources, parts).filter { source, part in
      if part.isEmpty || isReadable[part].contains(true) { return true }
      return source.reading.wait?.deadline.map { $0 <= now } ?? false
    }.map(\.0)
  }
}

/// Reads of a source what can be had without waiting, and knows how to wait for more.
private final class Reading: ByteSource {
  private let source: any ByteSource
  /// What came of it the last time.
  var last = FollowingSource.Availability.bytes

  init(_ source: any ByteSource) { self.source = source }

  func read(into buffer: inout OutputSpan<UInt8>) throws {
    if let following = source as? FollowingSource {
      last = try following.readAvailable(into: &buffer)
    } else {
      let before = buffer.count
      try source.read(into: &buffer)
      last = buffer.count == before ? .end : .bytes
    }
  }

  /// What is to be waited for before the next reading; `nil` if nothing is.
  var wait: (descriptors: [FileDescriptor], deadline: ContinuousClock.Instant?)? {
    if let following = source as? FollowingSource {
      return last == .nothing ? (following.descriptors, following.deadline) : nil
    }
    return (source as? any PollableSource)?.pollDescriptor.map { ([$0], nil) }
  }
}
