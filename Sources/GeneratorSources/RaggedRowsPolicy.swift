/// The treatment of a row that has fewer or more fields than the others.
///
/// ```swift
/// let rows = csvRows(of: "table.csv", ragged: .fail)
/// ```
public enum RaggedRowsPolicy: Sendable {
  /// The row is an error, ``SourceError/Reason/malformed(_:)``.
  case fail

  /// The row is returned as it is.
  case keep
}
