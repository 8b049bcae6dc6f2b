/// A sequence that can be read once, and whose copies share one position: an iterator in Python.
///
/// A single-pass sequence is its own iterator, and a copy is another name for the same sequence. An
/// element that was taken through one copy is gone for all. So a slice can be defined by the
/// elements that it takes, counted from the current position:
///
/// ```swift
/// let naturals = Generator { yield in for n in 0... { try yield(n) } }
/// let words = ["a", "b", "c", "d"].peekable()
/// print(Array(naturals[10...][..<3]))  // [10, 11, 12]
/// print(Array(words[1..<3]))           // ["b", "c"]
/// ```
///
/// These are single-pass sequences: generators, slices, the readers of `tee(_:)` and
/// `distributed(over:)`, the groups of `chunked(on:)`, the results of `peekable()` and
/// `seekable(window:)`, and the sequences of `withSequence`. To slice any other sequence, such as
/// `windows(ofCount:)` of a generator or the results of a parallel stage, put a ``Generator``
/// around it: `Generator(sequence)[2..<5]`. Conform only types whose copies share their position.
public protocol SinglePassSequence<Element>: Sequence, IteratorProtocol where Iterator == Self {}
