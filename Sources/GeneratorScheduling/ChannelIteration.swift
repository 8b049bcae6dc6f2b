extension TaskContext {
  /// Hands the values of a channel as a `Sequence` to a closure, for `for` and the algorithms.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let numbers = Channel<Int>()
  ///   try task.spawn { task in
  ///     for n in 1...3 { try task.send(n, to: numbers) }
  ///     numbers.close()
  ///   }
  ///   try task.withSequence(of: numbers) {
  ///     for n in $0 { print(n) }  // 1, 2, 3
  ///   }
  /// }
  /// ```
  ///
  /// Each element is waited for when it is asked for, as by ``receive(from:)``. The sequence ends when
  /// the channel is closed and empty. It ends as well when a wait is interrupted, since a `Sequence` can't
  /// throw; what interrupted it is thrown when the closure has returned.
  ///
  /// The closure need not take all values: the others stay in the channel.
  ///
  /// - Parameters:
  ///   - channel: where from.
  ///   - body: takes the sequence, single-pass and valid until it returns: to use it afterwards is a
  ///     trap.
  /// - Returns: what the closure returns.
  /// - Throws: what a wait was interrupted with, even where the closure has returned or thrown since;
  ///   otherwise what the closure throws.
  /// - Complexity: as ``receive(from:)`` for an element; two allocations.
  @inlinable
  public func withSequence<Element, Result>(
    of channel: Channel<Element>, _ body: (ReceivedElements<Element>) throws -> Result
  ) throws -> Result {
    try withReceivedElements({ try receive(from: channel) }, body)
  }

  @inlinable
  func withReceivedElements<Element, Result>(
    _ pull: () throws -> Element?, _ body: (ReceivedElements<Element>) throws -> Result
  ) throws -> Result {
    try withoutActuallyEscaping(pull) { pull in
      let scope = ReceivedElements<Element>.Scope(pull)
      defer { scope.end() }
      let result: Result
      do {
        result = try body(ReceivedElements(scope: scope))
      } catch {
        throw scope.failure ?? error
      }
      if let failure = scope.failure { throw failure }
      return result
    }
  }
}

/// The values of a channel, as a sequence: see ``TaskContext/withSequence(of:_:)``.
public struct ReceivedElements<Element>: Sequence, IteratorProtocol {
  @usableFromInline
  final class Scope {
    @usableFromInline var pull: (() throws -> Element?)?
    @usableFromInline var hasEnded = false
    @usableFromInline var failure: (any Error)?

    @inlinable
    init(_ pull: @escaping () throws -> Element?) { self.pull = pull }

    @inlinable
    func end() {
      pull = nil
      hasEnded = true
    }

    @inlinable
    func next() -> Element? {
      guard !hasEnded else {
        fatalError("the sequence of withSequence was used after its closure had returned")
      }
      guard failure == nil else { return nil }
      do {
        return try pull!()
      } catch {
        failure = error
        return nil
      }
    }
  }

  @usableFromInline let scope: Scope

  @inlinable
  init(scope: Scope) { self.scope = scope }

  /// Waits for the next value; `nil` when the channel is closed and empty, or the wait was interrupted.
  ///
  /// It is a trap to call it when the closure that was given the sequence has returned.
  ///
  /// - Returns: the value.
  /// - Complexity: O(1), at most one resumption.
  @inlinable
  public func next() -> Element? { scope.next() }
}
