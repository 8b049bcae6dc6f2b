import GeneratorGzip
import GeneratorSources
import Generators
import SystemPackage

/// A part of the input of a job, which one thread maps.
struct InputPartition: Sendable {
  private enum Content: Sendable {
    case standardInput
    /// A compressed file, or a pipe or device.
    case whole(FilePath)
    case part(FilePath, Range<Int64>)
  }

  /// The number of the partition, from 0, in the order of the inputs.
  let number: Int
  /// The number of its bytes; `nil` if it isn't known before the input is read.
  let size: Int64?
  private let content: Content

  private init(_ number: Int, _ content: Content, size: Int64?) {
    (self.number, self.content, self.size) = (number, content, size)
  }

  /// Returns the lines; `onBlock` is called with the number of bytes of each block.
  func lines(
    onBadLine: ((BadLine) throws -> Void)?, onBlock: @escaping (Int) -> Void
  ) -> Lines {
    switch content {
    case .standardInput:
      lines(of: FileDescriptor.standardInput.gunzipped(), onBadLine, onBlock)
    case .whole(let path):
      lines(of: path.gunzipped(), onBadLine, onBlock)
    case .part(let path, let range):
      Lines(
        origin: range.lowerBound == 0 ? .input(path.string) : .part(path, from: range.lowerBound),
        onBadLine: onBadLine, onBlock: onBlock
      ) {
        try RecordBlockReader(
          of: path, startingIn: range, delimiter: .lineFeed, limit: LineLimit.bytes)
      }
    }
  }

  private func lines(
    of input: some ByteInput, _ onBadLine: ((BadLine) throws -> Void)?,
    _ onBlock: @escaping (Int) -> Void
  ) -> Lines {
    Lines(of: input, origin: .input(input.name), onBadLine: onBadLine, onBlock: onBlock)
  }

  /// Finds the inputs that arguments name, and cuts large files into parts.
  ///
  /// The partitions don't depend on the number of threads, so neither does the output of a stage.
  ///
  /// - Parameters:
  ///   - arguments: Files, directories, patterns, and `-` for standard input.
  ///   - partSize: The number of bytes in a part of a large file.
  /// - Returns: The partitions, in the order of the arguments.
  /// - Throws: ``WorkerError`` if an argument names nothing, or something that can't be read.
  static func partitions(of arguments: [String], partSize: Int64) throws -> [InputPartition] {
    var partitions: [InputPartition] = []
    func add(_ content: Content, _ size: Int64?) {
      partitions.append(InputPartition(partitions.count, content, size: size))
    }
    do {
      for argument in arguments {
        if argument == "-" {
          add(.standardInput, nil)
          continue
        }
        for path in try paths(argument) {
          guard let size = try plainSize(of: path) else {
            add(.whole(path), nil)
            continue
          }
          for start in stride(from: 0, to: max(size, 1), by: Int64.Stride(partSize)) {
            // The last part extends to the end that the file has when it is read.
            let isLast = start + partSize >= size
            add(
              .part(path, start..<(isLast ? .max : start + partSize)), min(partSize, size - start))
          }
        }
      }
    } catch let error as SourceError {
      throw WorkerError("\(error)")
    }
    return partitions
  }

  /// Returns the size of a regular file that isn't compressed; `nil` for anything else.
  private static func plainSize(of path: FilePath) throws -> Int64? {
    let status: Stat
    do {
      status = try path.stat()
    } catch {
      throw SourceError(source: path.string, reason: .system(error))
    }
    guard status.type == .regular else { return nil }
    return try bytes(of: path, chunk: 2).next() == [0x1F, 0x8B] ? nil : status.size
  }

  /// Returns the files that an argument means, in the order of their paths.
  private static func paths(_ argument: String) throws -> [FilePath] {
    let path = try argument.filePath()
    let status = try? path.stat()
    if status?.type == .directory { return try found(in: path, "**", argument, "no files in it") }
    guard status == nil, Glob(argument).hasWildcards else { return [path] }
    // The search begins in the directory before the first wildcard.
    var (start, rest) = (FilePath(root: path.root), path.components)
    while let name = rest.first, rest.count > 1, !Glob(name.string).hasWildcards {
      start.append(name)
      rest.removeFirst()
    }
    return try found(
      in: start.isEmpty ? "." : start, Glob(FilePath(root: nil, rest).string), argument,
      "no file has such a name")
  }

  private static func found(
    in directory: FilePath, _ pattern: Glob, _ argument: String, _ nothing: String
  ) throws -> [FilePath] {
    let found = try files(in: directory, matching: pattern).collect()
    if found.isEmpty { throw SourceError(source: argument, reason: .malformed(nothing)) }
    return found
  }
}

extension Glob {
  fileprivate var hasWildcards: Bool { Glob.escape(description) != description }
}
