public import Generators

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
    of channel: Channel<Element>, _ body: (ScopedSequence<Element>) throws -> Result
  ) throws -> Result {
    try ScopedSequence.lend({ try receive(from: channel) }, to: body)
  }
}
