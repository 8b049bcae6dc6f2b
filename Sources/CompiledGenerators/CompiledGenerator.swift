/// A compiled generator that is a value: a sequence that is its own iterator.
///
/// A function with ``Generator(_:)`` that returns `some CompiledGenerator<Element>` returns one. Nothing of the body
/// runs before the first `next()`. When the body has ended, each `next()` returns `nil`. A copy of the value continues
/// by itself from where it was made, with variables of its own: it is a fork.
///
/// ```swift
/// @Generator func evens(below n: Int) -> some CompiledGenerator<Int> {
///   for i in 0..<n where i.isMultiple(of: 2) { yield(i) }
/// }
/// var a = evens(below: 10)
/// _ = a.next()
/// var b = a
/// print(a.next()!, b.next()!)  // 2 2
/// ```
///
/// A function that promises a `CompiledGenerator` promises that its result can be copied so. The macro refuses a body
/// that can't keep the promise: one with a `defer` that is pending at a `yield`. The copies share the objects that
/// their variables refer to.
///
/// Return `some Sequence<Element>` for a sequence that can be iterated again, from its beginning.
public protocol CompiledGenerator<Element>: Sequence, IteratorProtocol where Iterator == Self {}
