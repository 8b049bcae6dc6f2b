/// What becomes of a file or directory that can't be opened or read, where there are others.
///
/// ```swift
/// var missing: [String] = []
/// let paths: [FilePath] = ["access.log", "no such file"]
/// let all = lines(of: paths, unreadable: .skip { missing.append($0.source) })
/// print(try all.elementCount(), missing)
/// ```
public enum UnreadableFilePolicy {
  /// The error comes out of `next()`, and nothing more does.
  case fail

  /// The error is told to the closure, and what it is about is passed over.
  ///
  /// An error that the closure throws comes out of `next()`: so it may choose.
  case skip((SourceError) throws -> Void)

  /// Throws the error, or tells it.
  func meet(_ error: SourceError) throws {
    switch self {
    case .fail: throw error
    case .skip(let tell): try tell(error)
    }
  }

  /// Performs an action that opens or reads an input.
  ///
  /// Throws the error, or passes it to the closure, unless a line is to blame.
  func orRead(_ action: () throws -> Void) throws {
    do {
      try action()
    } catch let error as SourceError where error.line == nil {
      try meet(error)
    }
  }
}
