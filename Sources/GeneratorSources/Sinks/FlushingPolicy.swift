/// The times at which a writer writes its buffer to the file.
public enum FlushingPolicy: Sendable {
  /// Whenever the buffer has 64 KiB, and at the end.
  case atEnd

  /// Also after each element, for a file that another program reads at the same time.
  case eachLine
}
