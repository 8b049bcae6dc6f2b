import SystemPackage

extension PathInput {
  /// The file at this path as it grows, also when another one takes its place: `tail -F`.
  ///
  /// It is an input like any other:
  ///
  /// ```swift
  /// let log = lines(of: "access.log".following())
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
  /// - **No file.** The source waits for it, also at first, and then reads it from its beginning. It
  ///   waits for a missing directory of the path too.
  /// - **What can't be followed.** A path at which there is a directory or anything else that is no
  ///   regular file, or a file that can't be opened or read, is an error that ends the bytes. A new
  ///   file that can't be opened is tried again for a second before that. With `onEvent` it ends
  ///   nothing: following calls the closure, reads the rest of the file before it, and looks at the
  ///   path again each second.
  /// - **Lines.** If what was read of a file does not end with LF when another one follows, or when it is
  ///   cut, LF is inserted: the last line of one file and the first of the next are two.
  /// - **Looking by itself.** Every second of waiting it looks without having been told. So are changes
  ///   seen that the system does not tell of: on network file systems, by other machines; behind a
  ///   symbolic link into another directory; of a directory that was itself replaced. Where the system has
  ///   no means left to tell of changes, it looks each second only, and tells `onEvent` so.
  ///
  /// A program that runs for a long time follows with `onEvent`, as `tail -F` does:
  ///
  /// ```swift
  /// let log = lines(
  ///   of: "access.log".following(onEvent: { print($0) }), badLines: .skip { print($0) })
  /// ```
  ///
  /// When the log is rotated, it prints `access.log: there is no file`, and then `access.log: reading goes on with
  /// a new file`.
  ///
  /// It never ends but by `idle` or `stop`. Then what there is of the last line is given as a line. A
  /// consumer that does not wait at that moment can also close the generator or let go of it, which closes
  /// the file at once.
  ///
  /// On Linux all followed files of a process share one inotify instance, of which a user has 128 by
  /// default. Each takes two descriptors, and one more while a file is replaced.
  ///
  /// - Parameters:
  ///   - start: where the file that is there at first is read from.
  ///   - idle: ends it when it has waited so long without a byte; `nil`: never; zero: it does not wait.
  ///   - stop: ends it when it is stopped.
  ///   - onEvent: called when something happens to the file, in the `next()` that finds it out. An
  ///     error that it throws ends the bytes, as one of reading does. `nil`: a path that can't be
  ///     followed is an error.
  /// - Returns: the input. Without `onEvent`, to open or read it throws a ``SourceError`` if the file can't
  ///   be opened or read, is a directory or otherwise not a regular file, also if it becomes one.
  /// - Precondition: `idle` is not negative.
  /// - Complexity: as of the file itself; while it waits, a few system calls for each change and each
  ///   second.
  public func following(
    from start: FollowingInput.Start = .end, idle: Duration? = nil, stop: SourceStop? = nil,
    onEvent: (@Sendable (FollowingInput.Event) throws -> Void)? = nil
  ) -> FollowingInput {
    if let idle, idle < .zero { fatalError("the idle time must not be negative, and is \(idle)") }
    return FollowingInput(
      name: name, path: checkedPath, start: start,
      idle: idle, stop: stop, onEvent: onEvent)
  }
}

/// A file that is read as it grows: see `following(from:idle:stop:onEvent:)` of a path.
///
/// ```swift
/// let log = "access.log".following(from: .beginning, idle: .seconds(60))
/// print(log.name)  // access.log
/// ```
public struct FollowingInput: ByteInput, Sendable {
  /// Where the file that is there at first is read from.
  public enum Start: Sendable {
    /// From its first byte.
    case beginning
    /// From the end that it has when the first element is asked for.
    case end
  }

  /// An event in the life of a followed file.
  ///
  /// It prints as errors do, the name first:
  ///
  /// ```swift
  /// let event = FollowingInput.Event(source: "access.log", kind: .truncated)
  /// print(event)  // access.log: the file was truncated
  /// ```
  public struct Event: Sendable, CustomStringConvertible {
    /// The path.
    public let source: String

    /// The kind of event.
    public let kind: Kind

    /// The kinds of events.
    public enum Kind: Sendable {
      /// There is no file at the path, at first or any more. The rest of the one before is read.
      case missing

      /// The path can't be followed, or the file can't be read, for now.
      case unreadable(SourceError)

      /// Reading goes on with another file, or with the first that there is, from its beginning.
      case newFile

      /// The file that was read before is at the path again, or can be read again.
      case recovered

      /// The file is shorter than the part of it that was read. Reading goes on from its beginning.
      case truncated

      /// The system doesn't tell of changes, for this reason. The file is looked at each second.
      case unwatched(any Error)
    }

    /// Makes an event.
    ///
    /// - Parameters:
    ///   - source: the path.
    ///   - kind: the kind of event.
    public init(source: String, kind: Kind) {
      (self.source, self.kind) = (source, kind)
    }

    /// The path and what has happened, in one line.
    public var description: String {
      switch kind {
      case .missing: "\(source): there is no file"
      case .unreadable(let error): "\(error)"
      case .newFile: "\(source): reading goes on with a new file"
      case .recovered: "\(source): the file can be read again"
      case .truncated: "\(source): the file was truncated"
      case .unwatched(let reason): "\(source): looked at each second, because \(reason)"
      }
    }
  }

  /// The path.
  public let name: String

  /// The path, unless no file can have it.
  let path: Result<FilePath, SourceError>
  let start: Start
  let idle: Duration?
  let stop: SourceStop?
  let onEvent: (@Sendable (Event) throws -> Void)?

  /// How long it waits, at most, until it looks without having been told.
  package var recheck = Duration.seconds(1)

  /// Makes the source do without a watcher, as if the system had none left.
  package var isUnwatched = false

  /// Begins to watch the path, and opens the file that is there.
  ///
  /// - Returns: the source, which closes everything when it is let go of.
  /// - Throws: ``SourceError``, or what `onEvent` throws.
  public func open() throws -> any ByteSource { try FollowingSource(self) }
}
