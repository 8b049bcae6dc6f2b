/// Bytes of a text, of which a part is to be counted.
///
/// What is around that part is there so that no word is split: a word belongs to the part in which it
/// begins, wherever it ends. So a text can be cut anywhere, and the parts be counted in any order.
struct TextWindow: Sendable {
  /// How many bytes before the part are enough to know whether a word begins with it: those of the longest
  /// white space.
  static let before = 3

  /// How many bytes behind the part are enough to see the end of a word that is to be told apart, and the
  /// white space there.
  static let behind = WordTable.longestWord + 3

  /// The bytes.
  let bytes: [UInt8]

  /// The part, as indices of the bytes.
  let part: Range<Int>
}
