/// The role of a worker of an engine.
public enum WorkerRole: String, Sendable, CaseIterable {
  /// Maps the lines of a partition to lines `key TAB value`, unsorted.
  case map
  /// Reduces sorted lines `key TAB value` to output lines.
  case reduce
  /// Maps the lines of a partition to output lines, by a ``Stage``.
  case worker
}
