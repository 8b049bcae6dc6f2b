/// The rules of where a key begins in sorted lines `key TAB value`, and of whether they are sorted.
///
/// It is a state machine without an input: its owner passes each line, in order.
struct LineGrouping {
  enum Step: Equatable {
    /// The first line of a key. Its key and its value are before and behind the TAB at this offset.
    case first(tab: Int)
    /// A further line of the same key.
    case same(tab: Int)
    /// A line without a TAB.
    case withoutTab
    /// A line that comes before the line before it.
    case unsorted
  }

  private var previous: ArraySlice<UInt8> = []
  /// The length of the key of the previous line, with its TAB; `nil` before the first line.
  private var prefixCount: Int?

  /// Decides what a line is.
  mutating func step(_ line: ArraySlice<UInt8>) -> Step {
    if let prefixCount, line.begins(with: previous.prefix(prefixCount)) {
      // The keys are the same, so that the values decide.
      if line.dropFirst(prefixCount).precedes(previous.dropFirst(prefixCount)) { return .unsorted }
      previous = line
      return .same(tab: prefixCount - 1)
    }
    guard let tab = line.offset(of: .tab) else { return .withoutTab }
    if prefixCount != nil, line.precedes(previous) { return .unsorted }
    previous = line
    prefixCount = tab + 1
    return .first(tab: tab)
  }
}
