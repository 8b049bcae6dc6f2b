/// The moments at which a writer writes its buffer to the file.
public enum FlushingPolicy: Sendable {
  /// When the buffer has 64 KiB, and at the end.
  case atEnd

  /// Also after each element, for a file that another program reads while it is written.
  case eachLine
}
