/// The treatment of one of several files or directories that can't be opened or read.
///
/// ```swift
/// var missing: [String] = []
/// let paths: [FilePath] = ["access.log", "no such file"]
/// let all = lines(of: paths, unreadable: .skip { missing.append($0.source) })
/// print(try all.elementCount(), missing)
/// ```
public enum UnreadableFilePolicy {
  /// The error is thrown by `next()`, and the elements end.
  case fail

  /// The file or directory is skipped, and the closure is called with the error.
  ///
  /// An error that the closure throws is thrown by `next()`, and the elements end.
  case skip((SourceError) throws -> Void)

  /// Throws the error, or passes it to the closure.
  func meet(_ error: SourceError) throws {
    switch self {
    case .fail: throw error
    case .skip(let tell): try tell(error)
    }
  }

  /// Performs an action that opens or reads an input.
  ///
  /// Throws the error, or passes it to the closure, unless the error is that of a line.
  func orRead(_ action: () throws -> Void) throws {
    do {
      try action()
    } catch let error as SourceError where error.line == nil {
      try meet(error)
    }
  }
}
