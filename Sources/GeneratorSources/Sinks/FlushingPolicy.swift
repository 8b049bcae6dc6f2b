/// When a writer gives to the system what it has.
public enum FlushingPolicy: Sendable {
  /// When it has 64 KiB, and at the end.
  case atEnd

  /// After each element too: for what others read while it is written.
  case eachLine
}
