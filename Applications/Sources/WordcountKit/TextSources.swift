public import GeneratorSources
public import Generators
import SystemPackage

/// Texts to count: files, all files in directories, standard input.
public struct TextSources: Sendable {
  /// The arguments: paths, or `-` for standard input.
  public var arguments: [String]

  /// The pattern of the files to count in directories.
  public var pattern: Glob

  /// The stop that ends counting early.
  public var stop: SourceStop?

  /// The size in bytes of a worker's piece of a large file.
  var pieceSize = WordcountKit.pieceSize

  /// Creates sources of arguments.
  public init(_ arguments: [String], matching pattern: Glob = "**", stop: SourceStop? = nil) {
    (self.arguments, self.pattern, self.stop) = (arguments, pattern, stop)
  }

  /// Returns the texts in pieces for workers.
  ///
  /// The worker that counts a file opens it, and several workers share a large one. So only the names are found
  /// here, serially. Inputs other than files, such as pipes, are read here.
  ///
  /// - Returns: The pieces, some of which are errors.
  public func pieces() -> Generator<TextPiece> {
    Generator { yield in
      var search = Search(sources: self)
      for argument in arguments {
        do {
          try search.find(argument, yield)
        } catch let error as Errno {
          try search.fail("\(argument): \(error)", yield)
        } catch let error as SourceError {
          try search.fail("\(error)", yield)
        }
      }
    }
  }
}

/// A search for the pieces, which yields them.
private struct Search {
  let sources: TextSources
  /// The number of files.
  var files = 0

  var isStopped: Bool { sources.stop?.isStopped ?? false }

  mutating func fail(_ message: String, _ yield: Generator<TextPiece>.Yield) throws {
    files += 1
    try yield(TextPiece(content: .failure(message), file: files, isFirst: true, size: 0))
  }

  mutating func find(_ argument: String, _ yield: Generator<TextPiece>.Yield) throws {
    if isStopped { return }
    if argument == "-" { return try readStream(FileDescriptor.standardInput, yield) }
    let path = FilePath(argument)
    let status = try path.stat()
    if status.type == .directory {
      try walk(path, yield)
    } else if status.type == .regular {
      try cut(path, Int(status.size), passesOverBinary: false, yield)
    } else {
      try readStream(path, yield)
    }
  }

  private mutating func walk(_ directory: FilePath, _ yield: Generator<TextPiece>.Yield) throws {
    let before = files
    var errors: [SourceError] = []
    let paths = files(in: directory) { errors.append($0) }
    while !isStopped {
      let path = try paths.next()
      for error in errors { try fail("\(error)", yield) }
      errors = []
      guard let path else { break }
      do {
        try cut(path, Int(path.stat().size), passesOverBinary: true, yield)
      } catch let error as Errno {
        try fail("\(path): \(error)", yield)
      }
    }
    if files == before, !isStopped { try fail("\(directory): no files in it", yield) }
  }

  private func files(
    in directory: FilePath, onError: @escaping (SourceError) -> Void
  ) -> ThrowingGenerator<FilePath> {
    GeneratorSources.files(in: directory, matching: sources.pattern, unreadable: .skip(onError))
  }

  /// Yields a file, or its parts if it is large.
  private mutating func cut(
    _ path: FilePath, _ size: Int, passesOverBinary: Bool, _ yield: Generator<TextPiece>.Yield
  ) throws {
    files += 1
    let pieceSize = sources.pieceSize
    // The last part extends to the end at the time of reading, because some files have a size of 0.
    let parts = max(1, size / pieceSize)
    if parts > 1, passesOverBinary, try beginsAsBinary(path) {
      return try yield(TextPiece(content: .binaryFile, file: files, isFirst: true, size: 0))
    }
    for part in 0..<parts where !isStopped {
      let (start, isLast) = (part * pieceSize, part == parts - 1)
      try yield(
        TextPiece(
          content: .file(
            path, start: start, end: isLast ? nil : start + pieceSize,
            passesOverBinary: passesOverBinary && parts == 1),
          file: files, isFirst: part == 0, size: isLast ? size - start : pieceSize))
    }
  }

  private mutating func readStream(
    _ input: some ByteInput, _ yield: Generator<TextPiece>.Yield
  ) throws {
    files += 1
    guard let stop = sources.stop else { return try yieldBlocks(open(input), yield) }
    try yieldBlocks(open(input.stopping(by: stop)), yield)
  }

  // An `Errno` of opening, so that the message names the argument as it was written.
  private func open(_ input: some ByteInput) throws -> RecordBlockReader {
    do {
      return try wordBlocks(of: FilledInput(input))
    } catch let error as SourceError {
      guard case .system(let errno) = error.reason else { throw error }
      throw errno
    }
  }

  private func yieldBlocks(
    _ blocks: consuming RecordBlockReader, _ yield: Generator<TextPiece>.Yield
  ) throws {
    var isFirst = true
    while let block = try blocks.next() {
      let size = block.bytes.count + block.omittedByteCount
      try yield(TextPiece(content: .block(block), file: files, isFirst: isFirst, size: size))
      if isStopped { return }
      isFirst = false
    }
    if isFirst { try yield(TextPiece(content: .nothing, file: files, isFirst: true, size: 0)) }
  }
}

/// Returns whether a file is binary, judged by its beginning.
@inline(never)
private func beginsAsBinary(_ path: FilePath) throws -> Bool {
  let file = FilledInput(path)
  let source = try file.open()
  _ = try [UInt8](capacity: Beginning.size) { try source.read(into: &$0) }
  return file.beginning.isBinary
}
