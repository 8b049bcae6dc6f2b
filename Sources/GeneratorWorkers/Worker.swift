public import GeneratorSources
import Generators
public import SystemPackage

/// The part that a worker of an engine plays.
public enum WorkerRole: String, Sendable, CaseIterable {
  /// Makes lines `key TAB value`, unsorted, of the lines of a partition.
  case map
  /// Makes output lines of sorted lines `key TAB value`.
  case reduce
  /// Makes output lines of the lines of a partition, by a ``Stage``.
  case worker
}

/// The treatment of lines that a stage rejects.
public enum BadLineTreatment: String, Sendable, CaseIterable {
  /// The first one is an error and ends the job.
  case fail
  /// They are skipped and counted.
  case skip
}

/// The number of lines that were skipped, and the first of them.
public struct SkippedLines: Sendable, CustomStringConvertible {
  /// How many lines were skipped.
  public let count: Int

  /// The place of the first, and why it was skipped.
  public let first: String

  /// Both in one line: "3 bad lines skipped, the first at a.log:17: not a log line: …".
  public var description: String {
    "\(count) bad \(count == 1 ? "line" : "lines") skipped, the first at \(first.onOneLine)"
  }
}

/// A job: a stage that runs on this machine, or as the worker of an engine.
///
/// ```swift
/// let job = Job(BytesByHost())
/// let result = try job.run(LocalRun(inputs: ["hosts.txt"], output: "sums.txt"))
/// print(result.skipped?.count ?? 0)  // 0
/// ```
public struct Job: Sendable {
  let work: StageWork

  /// Makes a job of a stage.
  ///
  /// - Parameter stage: a ``Stage`` or a ``KeyedStage``.
  public init(_ stage: some WorkerStage) { work = stage._work }

  /// Whether the stage is a ``KeyedStage``.
  public var isKeyed: Bool {
    if case .keyed = work.kind { return true }
    return false
  }

  /// Runs the stage as the worker of an engine: from an input to a descriptor.
  ///
  /// Returns when all lines were read, and all output was written. Lines that the stage leaves are read
  /// all the same, because an engine takes it for a failure if a worker closes its input early.
  ///
  /// - Parameters:
  ///   - role: the part to play.
  ///   - badLines: the treatment of lines that the stage rejects.
  ///   - input: the lines.
  ///   - output: where to write. It stays open.
  /// - Returns: the lines that were skipped; `nil` if none was.
  /// - Throws: ``WorkerError``; `SinkError` if the output can't be written. What is left of the input is then
  ///   not read.
  public func work(
    as role: WorkerRole, badLines: BadLineTreatment = .fail,
    input: some ByteInput = .standardInput, output: FileDescriptor = .standardOutput
  ) throws -> SkippedLines? {
    let tally = BadLineTally(badLines)
    let onBadLine = tally.handler(partition: 0)
    let sink = DescriptorOutput(output)
    let input = DrainableInput(input)
    let lines = Lines(of: input, origin: .partition, onBadLine: onBadLine)
    switch (role, work.kind) {
    case (.map, .keyed(let map, _)):
      let pairs = PairWriter { try sink.write($0) }
      try map(lines, pairs)
      try pairs.flush()
    case (.reduce, .keyed(_, let reduce)):
      let groups = KeyGroups(isPartition: true, onBadLine: onBadLine) { try lines.next()?.bytes }
      let outputs = LineOutput()
      try outputs.drain(reduce(groups, outputs)) { try sink.write($0) }
    case (.worker, .unkeyed(let process)):
      let outputs = LineOutput()
      try outputs.drain(process(lines, outputs)) { try sink.write($0) }
    case (.worker, .keyed):
      throw WorkerError("the stage has keys: use --map and --reduce instead of --worker")
    case (.map, .unkeyed), (.reduce, .unkeyed):
      throw WorkerError("the stage has no keys: use --worker instead of --\(role.rawValue)")
    }
    // Lines that a stage leaves unread are no error: a limit may have been reached.
    try input.drain()
    return tally.skipped
  }
}

/// An input that can be read to its end behind a reader that has left it.
private final class DrainableInput: ByteInput {
  private let input: any ByteInput
  private var source: Source?

  init(_ input: any ByteInput) { self.input = input }

  var name: String { input.name }

  /// Opens the input once: who opens it again goes on where the reader before stopped.
  func open() throws -> any ByteSource {
    if let source { return source }
    let source = Source(try input.open())
    self.source = source
    return source
  }

  /// Reads what is left.
  func drain() throws {
    do {
      let blocks = bytes(of: self)
      while try blocks.next() != nil {}
    } catch let error as SourceError {
      throw WorkerError("\(error)")
    }
  }

  private final class Source: ByteSource {
    private let source: any ByteSource
    private var hasEnded = false

    init(_ source: any ByteSource) { self.source = source }

    func read(into buffer: inout OutputSpan<UInt8>) throws {
      // A terminal would wait for a second end.
      if hasEnded { return }
      let count = buffer.count
      try source.read(into: &buffer)
      hasEnded = buffer.count == count
    }
  }
}

/// Writes pairs in pieces of some size.
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

/// An open descriptor, whose errors have its name.
struct DescriptorOutput {
  private let descriptor: FileDescriptor
  private let name: String

  init(_ descriptor: FileDescriptor, name: String? = nil) {
    self.descriptor = descriptor
    self.name =
      name
      ?? (descriptor == .standardOutput ? "standard output" : "descriptor \(descriptor.rawValue)")
  }

  func write(_ bytes: ArraySlice<UInt8>) throws {
    do {
      _ = try descriptor.writeAll(bytes)
    } catch let errno as Errno {
      throw SinkError(sink: name, errno: errno)
    }
  }
}
