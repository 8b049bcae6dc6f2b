/// The treatment of a row that has fewer or more fields than it should.
///
/// ```swift
/// let rows = csvRows(of: "table.csv", ragged: .fail)
/// ```
public enum RaggedRowsPolicy: Sendable {
  /// It is an error, ``SourceError/Reason/malformed(_:)``.
  case fail

  /// It is kept as it is.
  case keep
}
