public import SystemPackage

extension FilePath {
  /// The file at this path as it grows, also when another one takes its place: `tail -F`.
  ///
  /// It is an input like any other:
  ///
  /// ```swift
  /// let log = lines(of: FilePath("access.log").following())
  /// while let line = try log.next() {
  ///   if line.contains(" 500 ") { print(line) }
  /// }
  /// ```
  ///
  /// Where there is no more, it waits for the system to tell of a change. A line that is written in
  /// parts is given when its end is there. The file is opened, and its end found, when the first element
  /// is asked for; between one element and the next nothing is looked at.
  ///
  /// - **Rotation.** When another file is at the path, by renaming, removing or otherwise, the one before
  ///   is read on until the new one is no longer empty, to its end then, and after it the new one from its
  ///   beginning. So nothing is lost of what a program writes to the old file before it opens the new one,
  ///   and not what it writes later. A file that was put there and replaced before anybody looked is not
  ///   seen.
  /// - **Truncation.** A file that is shorter than what was read of it is read from its beginning. One
  ///   that has grown again past that, before anybody looked, passes for one that was only appended to.
  /// - **No file.** It is waited for, also at first; it is then read from its beginning. So is a directory.
  ///   A new file that can't be opened is tried again for a second.
  /// - **Lines.** If what was read of a file does not end with LF when another one follows, or when it is
  ///   cut, LF is inserted: the last line of one file and the first of the next are two.
  /// - **Looking by itself.** Every second of waiting it looks without having been told. So are changes
  ///   seen that the system does not tell of: on network file systems, by other machines; behind a
  ///   symbolic link into another directory; of a directory that was itself replaced.
  ///
  /// It never ends but by `idle` or `stop`. Then what there is of the last line is given as a line. A
  /// consumer that does not wait at that moment can also close the generator or let go of it, which closes
  /// the file at once.
  ///
  /// On Linux each one that is open takes an inotify instance, of which a user has 128 by default.
  ///
  /// - Parameters:
  ///   - start: where the file that is there at first is read from.
  ///   - idle: ends it when it has waited so long without a byte; `nil`: never; zero: it does not wait.
  ///   - stop: ends it when it is stopped.
  /// - Returns: the input. To open or read it throws a ``SourceError`` if the file can't be opened, is a
  ///   directory or otherwise not a regular file, also if it becomes one, or if the system has no means
  ///   left to watch it.
  /// - Precondition: `idle` is not negative.
  /// - Complexity: as of the file itself; while it waits, a few system calls for each change and each
  ///   second.
  public func following(
    from start: FollowedFile.Start = .end, idle: Duration? = nil, stop: SourceStop? = nil
  ) -> FollowedFile {
    if let idle, idle < .zero { fatalError("the idle time must not be negative, and is \(idle)") }
    return FollowedFile(path: self, start: start, idle: idle, stop: stop)
  }
}

/// A file that is read as it grows: see `following(from:idle:stop:)` of a path.
///
/// ```swift
/// let log = FilePath("access.log").following(from: .beginning, idle: .seconds(60))
/// print(log.name)  // access.log
/// ```
public struct FollowedFile: ByteInput, Sendable {
  /// Where the file that is there at first is read from.
  public enum Start: Sendable {
    /// From its first byte.
    case beginning
    /// From the end that it has when the first element is asked for.
    case end
  }

  let path: FilePath
  let start: Start
  let idle: Duration?
  let stop: SourceStop?

  /// How long it waits, at most, until it looks without having been told.
  package var recheck = Duration.seconds(1)

  /// The path.
  public var name: String { path.string }

  /// Begins to watch the path, and opens the file that is there.
  ///
  /// - Returns: the source, which closes everything when it is let go of.
  /// - Throws: ``SourceError``.
  public func open() throws -> any ByteSource { try FollowingSource(self) }
}
