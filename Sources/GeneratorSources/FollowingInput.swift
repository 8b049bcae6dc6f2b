import SystemPackage

extension PathInput {
  /// Returns an input that reads this file as it grows, and a new file that replaces it, as `tail -F` does.
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
  /// At the end of the file, reading waits until the system reports a change. A line that is written in parts
  /// is returned when it is complete. The file is opened, and its end found, when the first element is
  /// requested. Nothing happens between two requests.
  ///
  /// - **Rotation.** When another file takes the path, by renaming, removing or otherwise, the old file is
  ///   read until the new one is no longer empty, and then to its end. After that the new file is read from
  ///   its beginning. So everything that a program writes to the old file before it writes to the new one is
  ///   read; what it writes to the old file later is lost. A file that was put at the path and replaced again
  ///   before the next check isn't read.
  /// - **Truncation.** A file that is shorter than the position of reading is read again from its beginning.
  ///   If it has already grown past that position at the next check, reading continues there.
  /// - **No file.** Reading waits for a missing file, also at first, and then reads it from its beginning. It
  ///   waits for a missing directory of the path too.
  /// - **What can't be followed.** A directory at the path, anything else that isn't a regular file, or a file
  ///   that can't be opened or read is an error that ends the bytes. A new file that can't be opened is tried
  ///   again for a second before that. With `onEvent` the error doesn't end the bytes: reading calls the
  ///   closure, finishes the old file, and checks the path again every second.
  /// - **Lines.** If a file doesn't end with LF when reading leaves it for another one, or when it is
  ///   truncated, LF is inserted. So the last line of one file and the first of the next stay two lines.
  /// - **Checks without a report.** While it waits, reading also checks the file every second. That finds
  ///   changes that the system doesn't report: those by other machines on a network file system, those behind
  ///   a symbolic link into another directory, and those of a directory that was itself replaced. If the
  ///   system has no resources left for reports, these are the only checks, and `onEvent` is called.
  ///
  /// A long-running program passes `onEvent`, so that a fault doesn't end the input, as in `tail -F`:
  ///
  /// ```swift
  /// let log = lines(
  ///   of: "access.log".following(onEvent: { print($0) }), badLines: .skip { print($0) })
  /// ```
  ///
  /// When the log is rotated, it prints `access.log: there is no file`, and then `access.log: reading continues
  /// with a new file`.
  ///
  /// Only `idle` or `stop` ends the bytes; the incomplete last line is then returned as a line. A consumer
  /// that isn't waiting can also close or release the generator, which closes the file at once.
  ///
  /// On Linux all followed files of a process share one inotify instance, of which a user has 128 by
  /// default. Each followed file takes two descriptors, and one more while it is being replaced.
  ///
  /// - Parameters:
  ///   - start: The position at which reading of the first file begins, if that file exists.
  ///   - idle: The time without new bytes after which the input ends. `nil` means never; zero means that
  ///     reading doesn't wait.
  ///   - stop: The stop that ends the input.
  ///   - onEvent: Called for each event of the file, in the `next()` that notices it. An error that it throws
  ///     ends the bytes, as an error of reading does. With `nil`, a path that can't be followed is an error.
  /// - Returns: The input. Without `onEvent`, opening or reading it throws a ``SourceError`` if the file can't
  ///   be opened or read, or is or becomes a directory or anything else that isn't a regular file.
  /// - Precondition: `idle` is not negative.
  /// - Complexity: That of the file itself, and a few system calls for each change and each second of waiting.
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

/// A file that is read as it grows, made by `following(from:idle:stop:onEvent:)` of a path.
///
/// ```swift
/// let log = "access.log".following(from: .beginning, idle: .seconds(60))
/// print(log.name)  // access.log
/// ```
public struct FollowingInput: ByteInput, Sendable {
  /// The position at which reading of the first file begins.
  public enum Start: Sendable {
    /// The first byte.
    case beginning
    /// The end of the file when the first element is requested.
    case end
  }

  /// An event in the life of a followed file.
  ///
  /// It prints like an error, with the file's name first:
  ///
  /// ```swift
  /// let event = FollowingInput.Event(source: "access.log", kind: .truncated)
  /// print(event)  // access.log: the file was truncated
  /// ```
  public struct Event: Sendable, CustomStringConvertible {
    /// The path of the followed file.
    public let source: String

    /// The kind of event.
    public let kind: Kind

    /// The kinds of events.
    public enum Kind: Sendable {
      /// No file is at the path, at first or any longer. Reading continues to the end of the previous file.
      case missing

      /// The path can't be followed, or the file can't be read, at the moment.
      case unreadable(SourceError)

      /// Reading continues at the beginning of another file, or begins with the first one.
      case newFile

      /// The file that was read before is at the path again, or can be read again.
      case recovered

      /// The file is shorter than the part of it that was read. Reading continues at its beginning.
      case truncated

      /// The system doesn't report changes, for this reason. The file is checked every second.
      case unwatched(any Error)
    }

    /// Creates an event.
    ///
    /// - Parameters:
    ///   - source: The path of the followed file.
    ///   - kind: The kind of event.
    public init(source: String, kind: Kind) {
      (self.source, self.kind) = (source, kind)
    }

    /// The path and the event, in one line.
    public var description: String {
      switch kind {
      case .missing: "\(source): there is no file"
      case .unreadable(let error): "\(error)"
      case .newFile: "\(source): reading continues with a new file"
      case .recovered: "\(source): the file can be read again"
      case .truncated: "\(source): the file was truncated"
      case .unwatched(let reason): "\(source): checked every second, because \(reason)"
      }
    }
  }

  /// The path of the followed file.
  public let name: String

  /// The path, or the reason why no file can have it.
  let path: Result<FilePath, SourceError>
  let start: Start
  let idle: Duration?
  let stop: SourceStop?
  let onEvent: (@Sendable (Event) throws -> Void)?

  /// The longest wait until the next check without a report.
  package var recheck = Duration.seconds(1)

  /// Whether the source does without a watcher, as if the system had none left.
  package var isUnwatched = false

  /// Begins to watch the path, and opens the file that is there.
  ///
  /// - Returns: The source, which closes everything when it is released.
  /// - Throws: ``SourceError``, or what `onEvent` throws.
  public func open() throws -> any ByteSource { try FollowingSource(self) }
}
