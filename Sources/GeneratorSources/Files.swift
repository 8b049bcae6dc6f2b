import GeneratorPlatform
public import Generators
public import SystemPackage

/// The files in a directory, and in the directories in it, whose paths match a pattern.
///
/// A directory is read when the first file in it is asked for, and is not open while control is
/// outside of the generator, which leaves it at each file.
///
/// ```swift
/// let logs = files(in: "logs", matching: "**/*.log")
/// while let path = try logs.next() {
///   print(path, try lines(of: path).elementCount())
/// }
/// ```
///
/// The pattern is matched against the path from `directory` on; what comes is that path behind
/// `directory`, as it was given. Files come in the order of the names in their paths, each compared by
/// its bytes, so that two runs over the same tree give the same: `a/z`, then `a-b`, then `b`. Hidden
/// files, and what is in hidden directories, come only if the pattern says so: see ``Glob``. A
/// directory that nothing can match in is not read.
///
/// A file is a regular file, or a symbolic link to one; devices, sockets, named pipes and links that
/// lead nowhere are passed over. A link to a directory is followed like a directory, but one that is
/// on the way to itself already is not entered again. A directory with two names is read under both.
/// What is removed while the files come is passed over, and what is added may be.
///
/// Python's `Path.glob` with `recurse_symlinks=True`, `glob.iglob` with `recursive=True`, and sorted;
/// unlike them it does not take a directory that can't be read for an empty one.
///
/// - Parameters:
///   - directory: where it begins; an error if it is missing, or is a file.
///   - pattern: what the paths match, relative to `directory`.
///   - unreadable: what becomes of a directory that can't be read, `directory` included, and of a link
///     that can't be followed.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the paths, whose `next()` throws a ``SourceError`` if a directory can't be read, or the
///   pattern is one that no file in `directory` can match: an empty or absolute one, one with `..`, or
///   one that ends with `/`.
/// - Complexity: a directory is as many readings as it has entries, and is sorted; an entry that is a
///   symbolic link is one look-up. The memory is the names in the directories on the way to the last
///   file.
public func files(
  in directory: some PathInput, matching pattern: Glob = "**",
  unreadable: UnreadableFilePolicy = .fail,
  fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<FilePath> {
  // A path that the system takes is at most 4096 bytes, and so has at most 2048 directories.
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
  /// Why no file inside of a directory can match it.
  fileprivate var faultForFiles: String? {
    if isAbsolute { return "the pattern is not relative to the directory" }
    if isForDirectories { return "the pattern is one for directories, not for files" }
    if parts.isEmpty { return "the pattern is empty" }
    return isLeadingOut ? "the pattern leads out of the directory" : nil
  }
}

private struct Walk {
  let unreadable: UnreadableFilePolicy

  /// Yields the files in `path`, whose names go on on `way`, unless it is one of those `above`.
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
      // It was there when its name was read.
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
