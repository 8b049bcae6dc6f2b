/// A generator that the compiler has made into a value: a sequence that is its own iterator.
///
/// A function with ``Generator()`` that returns `some Sequence<Element>` returns one, unless a `defer` of its body
/// waits at a `yield`. Nothing of the body runs before the first ``next()``. A copy of the value goes on by
/// itself from where it was made, with variables of its own: it is a fork.
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
/// A function that promises a `CompiledGenerator` promises that its result can be copied so. The macro refuses
/// a body that can't keep the promise.
public protocol CompiledGenerator<Element>: Sequence, IteratorProtocol where Iterator == Self {}
