/// A misuse of a generator, described in CPython's words, with the place where the generator was made.
///
/// Two errors of the same kind are equal, wherever their generators were made. So `catch GeneratorError.notStarted`
/// catches all errors of that kind:
///
/// ```swift
/// let echo = Coroutine<String, String, Void> { yield in
///   var heard = try yield("ready")
///   while true { heard = try yield(heard) }
/// }
/// do {
///   try echo.send("hello")
/// } catch GeneratorError.notStarted {
///   print(try echo.start()!)  // ready
/// }
/// ```
public struct GeneratorError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A kind of misuse.
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// Resumed, closed or delegated to from inside its own body: CPython's
    /// "generator already executing".
    case alreadyExecuting

    /// Sent a value before there was a `yield` to take it: CPython's
    /// "can't send a value to a just-started generator". The generator stays usable.
    case notStarted

    /// Started twice, or delegated to without a value to resume it with.
    case alreadyStarted

    /// Delegated to after its end, for a value that it no longer returns.
    case closed

    /// Its body yielded while it was being closed: CPython's "generator ignored GeneratorExit".
    case ignoredExit
  }

  /// The kind of misuse.
  public let kind: Kind

  /// The place where the generator was made; `nil` in the constants that errors are compared with.
  public let origin: GeneratorOrigin?

  /// Whether the generator's body is `async`.
  ///
  /// The message says so.
  private let isAsync: Bool

  @usableFromInline
  package init(_ kind: Kind, _ origin: GeneratorOrigin?, isAsync: Bool = false) {
    self.kind = kind
    self.origin = origin
    self.isAsync = isAsync
  }

  /// CPython's message, with the place where the generator was made.
  public var description: String {
    let generator = isAsync ? "async generator" : "generator"
    let message =
      switch kind {
      case .alreadyExecuting:
        isAsync ? "asynchronous generator is already running" : "generator already executing"
      case .notStarted: "can't send a value to a just-started \(generator)"
      case .alreadyStarted: "\(generator) already started"
      case .closed: "\(generator) already closed"
      case .ignoredExit: "\(generator) ignored GeneratorExit"
      }
    return origin.map { "\(message) (generator made at \($0))" } ?? message
  }

  /// Returns whether two errors are of the same kind.
  public static func == (a: Self, b: Self) -> Bool { a.kind == b.kind }

  /// Hashes the kind.
  public func hash(into hasher: inout Hasher) { hasher.combine(kind) }

  /// See ``Kind-swift.enum/alreadyExecuting``.
  public static let alreadyExecuting = GeneratorError(.alreadyExecuting, nil)
  /// See ``Kind-swift.enum/notStarted``.
  public static let notStarted = GeneratorError(.notStarted, nil)
  /// See ``Kind-swift.enum/alreadyStarted``.
  public static let alreadyStarted = GeneratorError(.alreadyStarted, nil)
  /// See ``Kind-swift.enum/closed``.
  public static let closed = GeneratorError(.closed, nil)
  /// See ``Kind-swift.enum/ignoredExit``.
  public static let ignoredExit = GeneratorError(.ignoredExit, nil)
}

#if !hasFeature(Embedded)
  extension GeneratorError {
    // `Generators` declares it too, because an operator isn't exported with the type. The compiler chooses that one.
    /// Matches any error of the same kind in a `catch` clause.
    @_disfavoredOverload
    public static func ~= (pattern: Self, error: any Error) -> Bool {
      (error as? Self) == pattern
    }
  }
#endif
