public import SystemPackage

/// An input that is a file or a directory with a path: a `FilePath`, a `String`, or a `URL`.
///
/// Functions that read bytes take it like any other ``ByteInput``. Functions that need the path itself, such
/// as ``files(in:matching:unreadable:fileID:line:)`` and ``following(from:idle:stop:onEvent:)``, take only
/// inputs with a path:
///
/// ```swift
/// let words = lines(of: "words.txt")
/// print(try words.collect() == lines(of: FilePath("words.txt")).collect())  // true
/// let logs = files(in: "logs", matching: "**/*.log")
/// ```
///
/// A string is the path of a file, not its text; to read text in memory, iterate over the string itself. A
/// path is relative to the current directory, and `~` has no special meaning. The conformance of `URL` is in
/// module `GeneratorFoundation`, so a program that doesn't import it needn't link Foundation.
public protocol PathInput: ByteInput {
  /// Returns the path in the system's form.
  ///
  /// - Returns: The path.
  /// - Throws: ``SourceError`` with the reason ``SourceError/Reason/malformed(_:)``, if no file can have the path.
  func filePath() throws(SourceError) -> FilePath
}

extension PathInput {
  /// Opens the file, pipe or device of this path for reading.
  ///
  /// The first reading of a named pipe waits until a program has opened the pipe for writing and has written
  /// something or closed it. On Linux, opening a named pipe doesn't wait. On other systems it waits for the
  /// writer, and a ``SourceStop`` can't end that. A directory can be opened, but reading it throws an error.
  ///
  /// - Returns: The source, which closes the file when it is released.
  /// - Throws: `Errno`, or what ``filePath()`` throws.
  public func open() throws -> any ByteSource { try DescriptorSource(opening: filePath()) }
}

extension PathInput {
  /// The path or, for inputs and sinks that open it later, the reason why no file can have it.
  var checkedPath: Result<FilePath, SourceError> {
    Result { () throws(SourceError) in try filePath() }
  }
}

extension FilePath: PathInput {
  /// The path.
  public var name: String { string }

  /// Returns the path itself.
  ///
  /// - Returns: The path.
  public func filePath() -> FilePath { self }
}

extension String: PathInput {
  /// The path.
  public var name: String { self }

  /// Returns the string as a path.
  ///
  /// - Returns: The path.
  /// - Throws: ``SourceError`` if the string has a NUL character, which ends a path in the system's form.
  public func filePath() throws(SourceError) -> FilePath {
    if utf8.contains(0) {
      throw SourceError(source: self, reason: .malformed("a path can't have a NUL character"))
    }
    return FilePath(self)
  }
}
