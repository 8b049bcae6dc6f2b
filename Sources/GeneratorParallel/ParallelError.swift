/// A misuse of a stage.
///
/// A closure or the source of a stage must not read or close the stage, which would wait for itself. It
/// does so directly, or through a stage that it reads and that reads its own. It gets this error from
/// `next()` where `Failure` is `any Error`. It is a trap otherwise, and in `close()`.
///
/// CPython raises "generator already executing" for a generator that its own body resumes.
///
/// A stage can't detect a closure that makes another thread or task read the stage, and waits for
/// that.
public struct ParallelError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of misuse.
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// Read or closed from inside of a closure or the source of the stage.
    case alreadyExecuting
  }

  /// The kind of misuse.
  public let kind: Kind

  @usableFromInline
  init(_ kind: Kind) { self.kind = kind }

  /// A description of the misuse.
  public var description: String {
    switch kind {
    case .alreadyExecuting:
      "parallel stage already executing: one of its closures, or its source, reads or closes it"
    }
  }

  /// See ``Kind-swift.enum/alreadyExecuting``.
  public static let alreadyExecuting = ParallelError(.alreadyExecuting)

  /// Matches any error of the same kind in a `catch` clause.
  public static func ~= (pattern: Self, error: any Error) -> Bool { (error as? Self) == pattern }
}
