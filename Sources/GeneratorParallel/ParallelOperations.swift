/// Operations that several threads perform: those of `parallel(_:)`, and of the results of such an
/// operation.
///
/// `map`, `filter`, `compactMap` and `flatMap` return their results as a lazy ``ParallelSequence``;
/// `forEach` and `reduce` wait until all elements are processed. Each has a form that keeps the errors'
/// type, which the compiler chooses, and `forEach` and `reduce` have an asynchronous form, which suspends
/// instead of blocking.
///
/// **A chain is one stage.** An operation on results that haven't been read joins the stage that makes
/// them: a thread that has mapped an element filters it too.
///
/// ```swift
/// let odd = parallel(1...6).map { $0 * $0 }.filter { $0 % 2 == 1 }
/// print(Array(odd))  // [1, 9, 25]
/// ```
///
/// The operation takes the results over: it is a trap to read them afterwards where they were. Results that
/// have been read, and those of `prefetched` and `merged`, are the source of a new stage.
///
/// **Closures** are `@Sendable`, since several threads call them at once, and they may block. A closure
/// must not use the stage that calls it: see ``ParallelError``.
public protocol ParallelOperations<Element, Failure>: ~Copyable {
  /// The type of the elements that the operations process.
  associatedtype Element: Sendable
  /// The type of the errors that can be thrown before an element reaches the next operation.
  associatedtype Failure: Error

  /// Hands over the plan that the next operation adds to.
  ///
  /// - Returns: The plan, of which one stage is made.
  consuming func plan() -> ParallelPlan<Element>
}

/// The sources of a stage and the operations on their elements so far, to which the next one adds.
///
/// Only this module makes plans. A plan can't be copied, so that a source has one stage.
public struct ParallelPlan<Element>: ~Copyable {
  @usableFromInline let draft: StageDraft

  @inlinable
  init(_ draft: StageDraft) { self.draft = draft }
}
