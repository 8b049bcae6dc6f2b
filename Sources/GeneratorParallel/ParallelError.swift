/// A misuse of a stage.
///
/// A closure or the source of a stage must not read or close that stage, because the stage would wait for
/// itself. The same holds for a read through other stages: a closure that reads a second stage, which reads
/// the first. `next()` throws this error where `Failure` is `any Error`, and traps otherwise. `close()`
/// traps.
///
/// CPython raises "generator already executing" for a generator that its own body resumes.
///
/// A stage can't detect a closure that waits for another thread or task that reads the stage.
public struct ParallelError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of misuse.
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// A closure or the source of the stage has read or closed it.
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

  /// An error of the kind ``Kind-swift.enum/alreadyExecuting``.
  public static let alreadyExecuting = ParallelError(.alreadyExecuting)

  /// Returns whether an error is of the same kind, for a `catch` clause.
  public static func ~= (pattern: Self, error: any Error) -> Bool { (error as? Self) == pattern }
}
