import GeneratorPlatform
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
/// Lines are as ``lines(of:limit:invalidUTF8:badLines:fileID:line:)`` returns them: whole, and
/// those of one input in their order. All inputs that are ready come in turn: each is read once, up
/// to 16 KiB, and its lines are returned, before any has its next turn. It ends when all inputs
/// have ended; each is closed when its turn, in which it ends, is over.
///
/// Paths, descriptors and followed files can be waited for together; what else has a ``PollableSource``;
/// and any other input is taken to be always ready, so that the others wait when its reading waits. A
/// named pipe that no program has opened for writing yet keeps no other waiting on Linux; on other systems
/// to open it waits for its writer.
///
/// - Parameters:
///   - inputs: what to read.
///   - limit: the longest line that is given, in bytes without its end.
///   - invalidUTF8: what becomes of bytes that are not UTF-8.
///   - badLines: what becomes of a line that is longer than `limit` or, where `invalidUTF8` is
///     ``InvalidUTF8Policy/fail``, not UTF-8. The other inputs and the rest of its input go on if it is
///     skipped.
///   - unreadable: what becomes of an input that can't be opened, or not be read to its end. The
///     others go on if it is skipped; the whole lines that were read of it have been returned.
///   - stop: ends all inputs when it is stopped: at the next reading, or at once when they are waited
///     for. What there is then of a line is given as a line.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the lines, each with the index of its input, whose `next()` throws a ``SourceError`` that
///   names the input if one can't be opened or read, or has a bad line, and that fails; and what the
///   closures throw. Then all inputs are closed.
/// - Precondition: `limit` is positive.
/// - Complexity: a line is linear in its bytes, one resumption and the string; a turn is linear in the
///   number of inputs. The memory of each input is that of its longest line, and at least 16 KiB.
public func interleavedLines(
  of inputs: [any ByteInput], limit: Int = RecordReader.standardLimit,
  invalidUTF8: InvalidUTF8Policy = .repair, badLines: BadLinesPolicy = .fail,
  unreadable: UnreadableFilePolicy = .fail,
  stop: SourceStop? = nil,
  fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<(source: Int, line: String)> {
  guard limit > 0 else { fatalError("the limit of a line must be positive, and is \(limit)") }
  return ThrowingGenerator(fileID: fileID, line: line) { yield in
    var sources: [InterleavedSource] = []
    for (index, input) in inputs.enumerated() {
      try unreadable.orRead {
        sources.append(InterleavedSource(try input.opened(), index, input.name, limit: limit))
      }
    }
    while !sources.isEmpty {
      for source in try InterleavedSource.ready(of: sources, stop: stop) {
        try unreadable.orRead { try source.fill(isStopped: stop?.isStopped == true) }
        while let line = source.nextLine(invalidUTF8) {
          if let text = try badLines.text(of: line) { try yield((source.index, text)) }
        }
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
    do {
      if isStopped { reading.last = .end } else { try assembler.fill() }
    } catch {
      // The part of the last line that was read is incomplete, and is no line.
      reading.last = .end
      throw error
    }
    if hasEnded { assembler.end() }
  }

  func nextLine(_ invalidUTF8: InvalidUTF8Policy) -> Result<String, SourceError>? {
    assembler.next(invalidUTF8)
  }

  /// Waits until some have something to be read, an end or an error; all do when it is stopped.
  static func ready(
    of sources: [InterleavedSource], stop: SourceStop?
  ) throws -> [InterleavedSource] {
    while true {
      let ready = try readyAfterPolling(sources, stop)
      // The system may have told of a file that is followed elsewhere.
      if !ready.isEmpty { return ready }
    }
  }

  private static func readyAfterPolling(
    _ sources: [InterleavedSource], _ stop: SourceStop?
  ) throws -> [InterleavedSource] {
    var descriptors = stop.map { [$0.descriptor] } ?? []
    // The position of each: several sources may wait for one, and `poll` takes no more than can be
    // open.
    var positions: [FileDescriptor: Int] = [:]
    // For each source, the positions of the descriptors that it waits for; `nil` if it waits for
    // nothing.
    var waits: [(positions: [Int], deadline: ContinuousClock.Instant?)?] = []
    var deadline: ContinuousClock.Instant?
    for source in sources {
      guard let wait = source.reading.wait else {
        deadline = .now
        waits.append(nil)
        continue
      }
      if let until = wait.deadline { deadline = min(deadline ?? until, until) }
      let places = wait.descriptors.map { descriptor in
        if let position = positions[descriptor] { return position }
        positions[descriptor] = descriptors.count
        descriptors.append(descriptor)
        return descriptors.count - 1
      }
      waits.append((places, wait.deadline))
    }
    let isReadable = try Poll.readable(descriptors, until: deadline)
    if stop?.isStopped == true { return sources }
    let now = ContinuousClock.now
    return zip(sources, waits).filter { source, wait in
      guard let wait else { return true }
      if wait.positions.contains(where: { isReadable[$0] }) { return source.reading.hasNews }
      return wait.deadline.map { $0 <= now } ?? false
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

  /// Whether it may be read when one of the descriptors that it waits for can be.
  var hasNews: Bool { (source as? FollowingSource)?.hasNews ?? true }

  /// What is to be waited for before the next reading; `nil` if nothing is.
  var wait: (descriptors: [FileDescriptor], deadline: ContinuousClock.Instant?)? {
    if let following = source as? FollowingSource {
      return last == .nothing ? (following.descriptors, following.deadline) : nil
    }
    return (source as? any PollableSource)?.pollDescriptor.map { ([$0], nil) }
  }
}
