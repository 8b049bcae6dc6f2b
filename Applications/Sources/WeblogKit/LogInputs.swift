import GeneratorGzip
public import GeneratorSources
import Generators
import SystemPackage

/// The logs that arguments name, in the order in which they are read.
///
/// An argument is a file, a directory, all files in which are meant, a pattern as `logs/*.log*` for
/// those that exist, or `-` for standard input. Files that are compressed with gzip are
/// decompressed; those in a ``ForeignFormat`` are refused when they are read.
///
/// Files are put into the order of the times of their first records, so that rotated files come as
/// their lines were written; those that have none are read last. Pipes, which can't be looked into,
/// and standard input keep their places before the files.
///
/// - Parameters:
///   - arguments: what was asked for.
///   - stop: ends the search early; the files found until then are returned.
///   - onError: is told what can't be found or listed; the other logs are given.
/// - Returns: the logs, each of which has its path as its name.
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
  // One file needs no order, and is opened once.
  if files.count > 1 {
    let times = files.map { $0.firstTime(unlessStopped: stop) ?? .max }
    let order = files.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    files = order.map { files[$0] }
  }
  return streams + files
}

/// Returns the files that an argument means; reports directories that can't be listed to `onError`.
private func paths(
  _ argument: String, _ stop: SourceStop?, _ onError: (SourceError) -> Void
) throws -> [FilePath] {
  let path = FilePath(argument)
  let status = try? path.stat()
  if status?.type == .directory {
    return try found(in: path, "**", "no files in it")
  }
  guard status == nil, Glob(argument).hasWildcards else { return [path] }
  // What stands before the first wildcard is where the search begins.
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
    // Where something can't be listed, that is why there is nothing.
    if found.isEmpty && errors.isEmpty && stop?.isStopped != true {
      throw SourceError(source: argument, reason: .malformed(nothing))
    }
    return found
  }
}

extension Glob {
  fileprivate var hasWildcards: Bool { Glob.escape(description) != description }
}

/// A log to be read.
public struct LogInput: Sendable {
  /// What it is called in messages: its path, or "standard input".
  public let name: String

  /// The size in bytes, compressed or not; `nil` for what is no regular file.
  public let size: Int?

  private let input: any ByteInput & Sendable

  /// The standard input of this process, which may be compressed too.
  static var standardInput: LogInput {
    LogInput(name: "standard input", size: nil, input: FileDescriptor.standardInput)
  }

  init(name: String, size: Int?, input: any ByteInput & Sendable) {
    (self.name, self.size, self.input) = (name, size, input)
  }

  /// The log at a path; that it does not exist is an error when it is read.
  init(path: FilePath) {
    let status = try? path.stat()
    // What is missing is a file until it is read.
    let isFile = status.map { $0.type == .regular } ?? true
    self.init(
      name: path.string, size: isFile ? status.map { Int($0.size) } ?? 0 : nil, input: path)
  }

  /// What is read, decompressed, and counted as it lies in the file, until a stop ends it.
  public func metered(by meter: ReadingMeter, stop: SourceStop? = nil) -> any ByteInput {
    guard let stop else { return TextInput(MeteredInput(input, by: meter).gunzipped()) }
    func stopping(_ input: some ByteInput) -> any ByteInput { input.stopping(by: stop) }
    return TextInput(MeteredInput(stopping(input), by: meter).gunzipped())
  }

  /// Whether it is a file that gzip has compressed.
  var isCompressed: Bool {
    guard size != nil else { return false }
    return (try? bytes(of: input, chunk: 2).next()) == [0x1F, 0x8B]
  }

  /// When its first record was written, in seconds from 1970-01-01 UTC.
  fileprivate func firstTime(unlessStopped stop: SourceStop?) -> Int? {
    let input = metered(by: ReadingMeter(total: nil) { _ in }, stop: stop)
    // What goes wrong here goes wrong again when it is read, and is told then.
    return try? logRecords(of: input) { _, _ in }.next()?.time.instant
  }
}
