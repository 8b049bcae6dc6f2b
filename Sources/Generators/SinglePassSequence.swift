/// A sequence that can be read once, with one position for all that refer to it: an iterator in
/// Python.
///
/// A single-pass sequence is its own iterator, and a copy is another name for the same sequence. An
/// element that was taken is gone for all of them. So a slice can say what it takes, and from where it
/// counts:
///
/// ```swift
/// let naturals = Generator { yield in for n in 0... { try yield(n) } }
/// let words = ["a", "b", "c", "d"].peekable()
/// print(Array(naturals[10...][..<3]))  // [10, 11, 12]
/// print(Array(words[1..<3]))           // ["b", "c"]
/// ```
///
/// Generators, slices, the readers of `tee(_:)` and `distributed(over:)`, the groups of `chunked(on:)`, what
/// `peekable()` and `seekable(window:)` make, and the sequences of `withSequence` are single-pass sequences.
/// To slice any other sequence, such as `windows(ofCount:)` of a generator or the results of a parallel
/// stage, put a ``Generator`` around it: `Generator(sequence)[2..<5]`. Conform only types whose copies share
/// their position.
public protocol SinglePassSequence<Element>: Sequence, IteratorProtocol where Iterator == Self {}
