import GeneratorPlatform
public import Generators
import SystemPackage

/// Returns the lines of several inputs as they arrive, each with the index of its input.
///
/// Opens the inputs, in order, when the first line is requested. The generator is suspended at each line.
/// When no input has data, `next()` waits for all of them at once, with poll(2) and without extra threads:
///
/// ```swift
/// let paths: [FilePath] = ["access.log", "error.log"]
/// let log = interleavedLines(of: paths.map { $0.following() })
/// while let (source, line) = try log.next() { print("\(paths[source]): \(line)") }
/// ```
///
/// Lines are those of ``lines(of:limit:invalidUTF8:badLines:fileID:line:)``: whole, and in order within
/// their input. Ready inputs take turns: each is read once, up to 16 KiB, and its lines are returned before
/// the next turn. The lines end when all inputs have ended. Each input is closed after its last turn.
///
/// Paths, descriptors, followed files and every other ``PollableSource`` can be waited for together. Any
/// other input counts as always ready, so while its reading waits, the others wait too. On Linux a named
/// pipe without a writer doesn't delay the others; on other systems, opening it waits for the writer.
///
/// - Parameters:
///   - inputs: The inputs to read.
///   - limit: The longest line that is returned, in bytes without its end.
///   - invalidUTF8: The treatment of bytes that are not UTF-8.
///   - badLines: The treatment of a line that is longer than `limit` or, if `invalidUTF8` is
///     ``InvalidUTF8Policy/fail``, not UTF-8. If it is skipped, its input and the others continue.
///   - unreadable: The treatment of an input that can't be opened or can't be read to its end. If it is
///     skipped, the others continue. Its whole lines before the error have been returned.
///   - stop: The stop that ends all inputs: at once while they are waited for, otherwise before the next
///     reading. An incomplete line is then returned as a line.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: The lines, each with the index of its input. Their `next()` throws a ``SourceError`` that names
///   the input if it can't be opened or read, or has a bad line, and the policy is to fail. It also throws
///   what the policies' closures throw. An error closes all inputs.
/// - Precondition: `limit` is positive.
/// - Complexity: Linear in the bytes of a line, with one resumption and one string for each; linear in the
///   number of inputs for each turn. The memory of each input is that of its longest line, and at least
///   16 KiB.
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

/// An input of `interleavedLines(of:)`.
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

  /// Reads once, or notes the end.
  func fill(isStopped: Bool) throws {
    do {
      if isStopped { reading.last = .end } else { try assembler.fill() }
    } catch {
      // The last line is incomplete and is discarded.
      reading.last = .end
      throw error
    }
    if hasEnded { assembler.end() }
  }

  func nextLine(_ invalidUTF8: InvalidUTF8Policy) -> Result<String, SourceError>? {
    assembler.next(invalidUTF8)
  }

  /// Waits until some sources have data, an end or an error.
  ///
  /// When stopped, all of them do.
  static func ready(
    of sources: [InterleavedSource], stop: SourceStop?
  ) throws -> [InterleavedSource] {
    while true {
      let ready = try readyAfterPolling(sources, stop)
      // The report may have been about a file that another source follows.
      if !ready.isEmpty { return ready }
    }
  }

  private static func readyAfterPolling(
    _ sources: [InterleavedSource], _ stop: SourceStop?
  ) throws -> [InterleavedSource] {
    var descriptors = stop.map { [$0.descriptor] } ?? []
    // The position of each descriptor. Several sources may wait for the same one, and `poll` takes at
    // most as many as can be open.
    var positions: [FileDescriptor: Int] = [:]
    // For each source, the positions of the descriptors that it waits for, or `nil` if it doesn't
    // wait.
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

/// Reads what a source has without waiting, and knows how to wait for more.
private final class Reading: ByteSource {
  private let source: any ByteSource
  /// The result of the last reading.
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

  /// Whether the source may have data, after one of its descriptors became readable.
  var hasNews: Bool { (source as? FollowingSource)?.hasNews ?? true }

  /// The wait before the next reading, or `nil` if it doesn't wait.
  var wait: (descriptors: [FileDescriptor], deadline: ContinuousClock.Instant?)? {
    if let following = source as? FollowingSource {
      return last == .nothing ? (following.descriptors, following.deadline) : nil
    }
    return (source as? any PollableSource)?.pollDescriptor.map { ([$0], nil) }
  }
}
