import GeneratorGzip
public import GeneratorSources
import Generators
import SystemPackage

/// Returns the logs that arguments name, in the order in which to read them.
///
/// An argument is a file, a directory (for all files in it), a pattern such as `logs/*.log*` (for the files
/// that match it), or `-` for standard input. Files that are compressed with gzip are decompressed. Files in
/// a ``ForeignFormat`` are rejected when they are read.
///
/// Files are sorted by the times of their first records, so that rotated files come in the order in which
/// their lines were written. Files without records are read last. Pipes and standard input, which can't be
/// examined, keep their places before the files.
///
/// - Parameters:
///   - arguments: The arguments.
///   - stop: Ends the search early; the files found until then are returned.
///   - onError: Called with each error of finding or listing files; the other logs are returned.
/// - Returns: The logs, each with its path as its name.
public func logInputs(
  _ arguments: [String], stop: SourceStop? = nil, onError: (SourceError) -> Void
) -> [LogInput] {
  var streams: [LogInput] = []
  var files: [LogInput] = []
  for argument in arguments {
    if argument == "-" {
      streams.append(.standardInput)
      continue
    }
    do {
      for path in try paths(argument, stop, onError) {
        let input = LogInput(path: path)
        if input.size == nil { streams.append(input) } else { files.append(input) }
      }
    } catch let error as SourceError {
      onError(error)
    } catch {
      onError(SourceError(source: argument, reason: .undecodable(error)))
    }
  }
  // A single file needs no order, and is opened only once.
  if files.count > 1 {
    let times = files.map { $0.firstTime(unlessStopped: stop) ?? .max }
    let order = files.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    files = order.map { files[$0] }
  }
  return streams + files
}

/// Returns the files of an argument.
///
/// Reports directories that can't be listed to `onError`.
private func paths(
  _ argument: String, _ stop: SourceStop?, _ onError: (SourceError) -> Void
) throws -> [FilePath] {
  let path = FilePath(argument)
  let status = try? path.stat()
  if status?.type == .directory {
    return try found(in: path, "**", "no files in it")
  }
  guard status == nil, Glob(argument).hasWildcards else { return [path] }
  // The search begins in the directory before the first wildcard.
  var (start, rest) = (FilePath(root: path.root), path.components)
  while let name = rest.first, rest.count > 1, !Glob(name.string).hasWildcards {
    start.append(name)
    rest.removeFirst()
  }
  let pattern = FilePath(root: nil, rest).string
  return try found(in: start.isEmpty ? "." : start, Glob(pattern), "no file has such a name")

  func found(
    in directory: FilePath, _ pattern: Glob, _ nothing: String
  ) throws -> [FilePath] {
    var errors: [SourceError] = []
    let files = files(in: directory, matching: pattern, unreadable: .skip { errors.append($0) })
    var found: [FilePath] = []
    while stop?.isStopped != true, let file = try files.next() { found.append(file) }
    errors.forEach(onError)
    // If a directory can't be listed, that is the reason for an empty result.
    if found.isEmpty && errors.isEmpty && stop?.isStopped != true {
      throw SourceError(source: argument, reason: .malformed(nothing))
    }
    return found
  }
}

extension Glob {
  fileprivate var hasWildcards: Bool { Glob.escape(description) != description }
}

/// A log to read.
public struct LogInput: Sendable {
  /// The name in messages: its path, or "standard input".
  public let name: String

  /// The size in bytes, compressed or not; `nil` unless it is a regular file.
  public let size: Int?

  private let input: any ByteInput & Sendable

  /// The standard input of this process, which may be compressed too.
  static var standardInput: LogInput {
    LogInput(name: "standard input", size: nil, input: FileDescriptor.standardInput)
  }

  init(name: String, size: Int?, input: any ByteInput & Sendable) {
    (self.name, self.size, self.input) = (name, size, input)
  }

  /// Creates the log at a path.
  ///
  /// If it doesn't exist, reading it is an error.
  init(path: FilePath) {
    let status = try? path.stat()
    // A missing file counts as a file until it is read.
    let isFile = status.map { $0.type == .regular } ?? true
    self.init(
      name: path.string, size: isFile ? status.map { Int($0.size) } ?? 0 : nil, input: path)
  }

  /// Returns its decompressed bytes, counted as they are in the file, until a stop ends them.
  public func metered(by meter: ReadingMeter, stop: SourceStop? = nil) -> any ByteInput {
    guard let stop else { return TextInput(MeteredInput(input, by: meter).gunzipped()) }
    func stopping(_ input: some ByteInput) -> any ByteInput { input.stopping(by: stop) }
    return TextInput(MeteredInput(stopping(input), by: meter).gunzipped())
  }

  /// Whether it is a file compressed with gzip.
  var isCompressed: Bool {
    guard size != nil else { return false }
    return (try? bytes(of: input, chunk: 2).next()) == [0x1F, 0x8B]
  }

  /// Returns the time of its first record, in seconds from 1970-01-01 UTC.
  fileprivate func firstTime(unlessStopped stop: SourceStop?) -> Int? {
    let input = metered(by: ReadingMeter(total: nil) { _ in }, stop: stop)
    // An error here occurs again when the log is read, and is reported then.
    return try? logRecords(of: input) { _, _ in }.next()?.time.instant
  }
}
