/// A reader of the lines of a sorted run.
protocol SortedLines {
  /// Returns the next line, or `nil` after the last one.
  func next() throws -> ArraySlice<UInt8>?
}
