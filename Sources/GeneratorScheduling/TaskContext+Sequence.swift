public import Generators

extension TaskContext {
  /// Passes the values of a channel to a closure as a `Sequence`, for `for` loops and algorithms.
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
  /// The sequence waits for each element when the closure requests it, as ``receive(from:)`` does. It ends
  /// when the channel is closed and empty. It also ends when a wait is interrupted, since the iterator of a
  /// `Sequence` can't throw; this method then throws the interrupting error after the closure has returned.
  ///
  /// The closure doesn't have to take all values: the others stay in the channel.
  ///
  /// - Parameters:
  ///   - channel: The channel to receive from.
  ///   - body: A closure that takes the sequence. The sequence is single-pass and valid until the closure
  ///     returns: using it afterwards is a trap.
  /// - Returns: The result of the closure.
  /// - Throws: The error that interrupted a wait, even if the closure has returned or thrown since; otherwise
  ///   the error of the closure.
  /// - Complexity: As ``receive(from:)`` for an element; two allocations.
  @inlinable
  public func withSequence<Element, Result>(
    of channel: Channel<Element>, _ body: (ScopedSequence<Element>) throws -> Result
  ) throws -> Result {
    try ScopedSequence.lend({ try receive(from: channel) }, to: body)
  }
}
