import GeneratorSources

extension RecordDelimiter {
  /// LF alone, so that a CR stays in its line.
  static var lineFeed: RecordDelimiter { .byte(.lineFeed) }
}
