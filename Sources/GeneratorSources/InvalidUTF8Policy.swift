/// The treatment of bytes that are not UTF-8.
public enum InvalidUTF8Policy: Sendable {
  /// U+FFFD replaces them: Python's `errors="replace"`.
  case repair

  /// The line is an error, ``SourceError/Reason/invalidUTF8(at:)``: Python's `errors="strict"`.
  case fail
}
