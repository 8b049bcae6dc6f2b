public import SystemPackage

/// An input that is a file or a directory with a path: a `FilePath`, a `String`, or a `URL`.
///
/// Functions that read bytes take it like any other ``ByteInput``; those that need the path itself, such as
/// ``files(in:matching:unreadable:fileID:line:)`` and ``following(from:idle:stop:onEvent:)``, take only
/// such inputs:
///
/// ```swift
/// let words = lines(of: "words.txt")
/// print(try words.collect() == lines(of: FilePath("words.txt")).collect())  // true
/// let logs = files(in: "logs", matching: "**/*.log")
/// ```
///
/// A string is the path of a file and not its text: for text in memory, iterate over the string itself.
/// A path is relative to the current directory, and `~` has no meaning in it. The conformance of `URL` is in
/// the module `GeneratorFoundation`, so that a program without it doesn't link Foundation.
public protocol PathInput: ByteInput {
  /// Returns the path as the system takes it.
  ///
  /// - Returns: the path.
  /// - Throws: ``SourceError``, with the reason ``SourceError/Reason/malformed(_:)``, if no file can have it.
  func filePath() throws(SourceError) -> FilePath
}

extension PathInput {
  /// Opens the file, pipe or device of this path for reading.
  ///
  /// The first reading of a named pipe waits until a program has opened it for writing, and written or
  /// closed it. To open one doesn't wait on Linux; on other systems it waits for the writer, and a
  /// ``SourceStop`` can't end that. A directory can be opened, but to read it is an error.
  ///
  /// - Returns: the source, which closes the file when it is released.
  /// - Throws: `Errno`, or what ``filePath()`` throws.
  public func open() throws -> any ByteSource { try DescriptorSource(opening: filePath()) }
}

extension PathInput {
  /// The path, or why no file can have it: for inputs and sinks that open it later.
  var checkedPath: Result<FilePath, SourceError> {
    Result { () throws(SourceError) in try filePath() }
  }
}

extension FilePath: PathInput {
  /// The path.
  public var name: String { string }

  /// Returns the path itself.
  ///
  /// - Returns: the path.
  public func filePath() -> FilePath { self }
}

extension String: PathInput {
  /// The path.
  public var name: String { self }

  /// Returns the string as a path.
  ///
  /// - Returns: the path.
  /// - Throws: ``SourceError`` if the string has a NUL character, with which the system ends a path.
  public func filePath() throws(SourceError) -> FilePath {
    if utf8.contains(0) {
      throw SourceError(source: self, reason: .malformed("a path can't have a NUL character"))
    }
    return FilePath(self)
  }
}
