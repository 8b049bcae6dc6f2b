import GeneratorPlatform
public import Generators
public import SystemPackage

/// Returns the files in a directory and its subdirectories whose paths match a pattern.
///
/// Reads a directory when the first file in it is requested. The generator is suspended at each file,
/// and then no directory is open.
///
/// ```swift
/// let logs = files(in: "logs", matching: "**/*.log")
/// while let path = try logs.next() {
///   print(path, try lines(of: path).elementCount())
/// }
/// ```
///
/// The pattern is matched against the path relative to `directory`. The paths that are returned begin with
/// `directory` as you passed it. Files come in the order of the names in their paths, compared by bytes:
/// `a/z`, then `a-b`, then `b`. So two runs over the same tree return the same order. Hidden files, and
/// files in hidden directories, are returned only if the pattern asks for them: see ``Glob``. A directory in
/// which nothing can match isn't read.
///
/// A file is a regular file or a symbolic link to one. Devices, sockets, named pipes and dangling links are
/// skipped. A link to a directory is followed, unless the walk is inside of that directory already. A
/// directory with two names is read under both. Files that are removed during the walk are skipped; files
/// that are added may be returned.
///
/// This is Python's `Path.glob` with `recurse_symlinks=True`, or `glob.iglob` with `recursive=True`, in
/// sorted order. Python treats a directory that can't be read as empty; here it is an error.
///
/// - Parameters:
///   - directory: The directory to begin in. It is an error if it is missing or is a file.
///   - pattern: The pattern for paths relative to `directory`.
///   - unreadable: The treatment of a directory that can't be read, including `directory`, and of a link
///     that can't be followed.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: The paths. Their `next()` throws a ``SourceError`` if a directory can't be read, or if no file
///   in `directory` can match the pattern: one that is empty or absolute, has `..`, or ends with `/`.
/// - Complexity: One system call for each entry of a directory at most, one sort for each directory, and one
///   look-up for each symbolic link. The memory is that of the names in the directories above the current
///   file.
public func files(
  in directory: some PathInput, matching pattern: Glob = "**",
  unreadable: UnreadableFilePolicy = .fail,
  fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<FilePath> {
  // The longest path is 4096 bytes, so there are at most 2048 nested directories.
  ThrowingGenerator(stackSize: 4 << 20, fileID: fileID, line: line) { yield in
    if let fault = pattern.faultForFiles {
      throw SourceError(source: pattern.description, reason: .malformed(fault))
    }
    let path: FilePath
    do throws(SourceError) {
      path = try directory.filePath()
    } catch {
      return try unreadable.meet(error)
    }
    try Walk(unreadable: unreadable).files(in: path, Glob.Way(of: pattern), [], yield)
  }
}

extension Glob {
  /// The reason why no file inside of a directory can match, if there is one.
  fileprivate var faultForFiles: String? {
    if isAbsolute { return "the pattern is not relative to the directory" }
    if isForDirectories { return "the pattern is one for directories, not for files" }
    if parts.isEmpty { return "the pattern is empty" }
    return isLeadingOut ? "the pattern leads out of the directory" : nil
  }
}

private struct Walk {
  let unreadable: UnreadableFilePolicy

  /// Yields the files in `path` whose names match the rest of `way`, unless `path` is one of `above`.
  func files(
    in path: FilePath, _ way: Glob.Way, _ above: [FileIdentity],
    _ yield: Generator<FilePath>.Yield
  ) throws {
    guard let (identity, entries) = try contents(of: path, above) else { return }
    let above = above + [identity]
    for entry in entries {
      let way = way.after(String(decoding: entry.name, as: UTF8.self))
      if way.isEmpty { continue }
      let file = path.appending(entry.component)
      switch try kind(of: entry, at: file) {
      case .file where way.hasArrived: try yield(file)
      case .directory where way.goesOn: try files(in: file, way, above, yield)
      default: continue
      }
    }
  }

  private func contents(
    of path: FilePath, _ above: [FileIdentity]
  ) throws -> (FileIdentity, [Directory.Entry])? {
    do {
      var identity: FileIdentity?
      guard var directory = try Directory(opening: path, unless: above, &identity), let identity
      else { return nil }
      return (identity, try directory.entries())
    } catch let error as SystemError {
      try unreadable.meet(SourceError(source: path.string, reason: .system(Errno(error))))
      return nil
    } catch let error as Errno {
      // The entry was removed after its name was read.
      let isGone = [.noSuchFileOrDirectory, .notDirectory].contains(error)
      if isGone, !above.isEmpty { return nil }
      try unreadable.meet(SourceError(source: path.string, reason: .system(error)))
      return nil
    }
  }

  private func kind(of entry: Directory.Entry, at path: FilePath) throws -> Directory.Kind? {
    if let kind = entry.kind { return kind }
    do {
      switch try path.statIfPresent()?.type {
      case .regular: return .file
      case .directory: return .directory
      case nil: return nil
      default: return .other
      }
    } catch {
      try unreadable.meet(SourceError(source: path.string, reason: .system(error)))
      return nil
    }
  }
}
