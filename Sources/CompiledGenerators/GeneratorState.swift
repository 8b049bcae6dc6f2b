/// The state of a generator.
///
/// The four states are those of Python's `inspect.getgeneratorstate`:
///
/// ```swift
/// let g = Generator { yield in try yield(1) }
/// print(g.state)  // created
/// _ = g.next()
/// print(g.state)  // suspended
/// g.close()
/// print(g.state)  // closed
/// ```
public enum GeneratorState: Sendable, Hashable {
  /// Not resumed yet: the body has not begun, and there is no stack.
  case created

  /// Executing: the body runs, or a body that it delegates to, or the wrapped sequence.
  ///
  /// A generator that is resumed in this state is misused: see
  /// ``GeneratorError/Kind-swift.enum/alreadyExecuting``.
  case running

  /// Waiting at a `yield` to be resumed.
  case suspended

  /// Ended: the body returned, threw, or was closed. A closed generator stays closed.
  case closed
}
