/// The operations that several threads perform: those of `parallel(_:)`, and of the results of such an
/// operation.
///
/// `map`, `filter`, `compactMap` and `flatMap` return their results as a lazy ``ParallelSequence``. `forEach`
/// and `reduce` return when all elements are processed; their asynchronous forms suspend the task instead of
/// blocking the thread. Each operation has a form for a source that can't fail, and a form for a source that
/// may. The compiler chooses between them, and keeps the type of the errors.
///
/// **A chain is one stage.** An operation on results that haven't been read joins the stage that makes them:
/// a thread that has mapped an element filters it too.
///
/// ```swift
/// let odd = parallel(1...6).map { $0 * $0 }.filter { $0 % 2 == 1 }
/// print(Array(odd))  // [1, 9, 25]
/// ```
///
/// The operation takes over the results that it is called on: reading them afterwards traps. Results that
/// have been read, and those of `prefetched` and `merged`, become the source of a new stage.
///
/// **Closures** are `@Sendable`, because several threads call them at once. They may block. A closure must
/// not use the stage that calls it: see ``ParallelError``.
public protocol ParallelOperations<Element, Failure>: ~Copyable {
  /// The type of the elements that the operations process.
  associatedtype Element: Sendable
  /// The type of the errors that can be thrown before an element reaches the next operation.
  associatedtype Failure: Error

  /// Returns the plan that the next operation adds to.
  ///
  /// - Returns: The plan, which makes one stage.
  consuming func plan() -> ParallelPlan<Element>
}

/// The sources of a stage and the operations on their elements so far.
///
/// The next operation adds to the plan. Only this module makes plans. A plan can't be copied, so a source has
/// one stage.
public struct ParallelPlan<Element>: ~Copyable {
  @usableFromInline let draft: StageDraft

  @inlinable
  init(_ draft: StageDraft) { self.draft = draft }
}
