/// Output lines of some keys, in the order of the keys.
struct ReducedBatch: Sendable {
  /// The output of a key, or a part of it.
  struct Group: Sendable {
    /// The range of the key in `keys`, with a TAB behind, so that keys compare as their lines do.
    let key: Range<Int>
    /// The end of its output in `bytes`.
    var end: Int
  }

  var keys: [UInt8] = []
  var groups: [Group] = []
  var bytes: [UInt8] = []
  /// The error for the last group, which has no output.
  var failure: (any Error)?
}
