/// The part that a worker of an engine plays.
public enum WorkerRole: String, Sendable, CaseIterable {
  /// Makes lines `key TAB value`, unsorted, of the lines of a partition.
  case map
  /// Makes output lines of sorted lines `key TAB value`.
  case reduce
  /// Makes output lines of the lines of a partition, by a ``Stage``.
  case worker
}
