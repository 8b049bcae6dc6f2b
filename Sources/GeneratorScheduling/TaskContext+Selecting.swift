extension TaskContext {
  /// Waits until one of several cases is ready, and performs it.
  ///
  /// ```swift
  /// try Scheduler(clock: .virtual).run { task in
  ///   let numbers = Channel<Int>()
  ///   let words = Channel<String>()
  ///   try task.spawn { task in
  ///     try task.sleep(for: .seconds(1))
  ///     try task.send(7, to: numbers)
  ///   }
  ///   for _ in 1...2 {
  ///     let said = try task.select(
  ///       .receive(from: numbers) { "the number \($0!)" },
  ///       .send("hello", to: words) { "the word was taken" },
  ///       .timeout(.seconds(5)) { "nothing for five seconds" })
  ///     print(said, "at", task.now)
  ///   }
  /// }
  /// // prints "the number 7 at 1.0 seconds", "nothing for five seconds at 6.0 seconds"
  /// ```
  ///
  /// If a case is ready, it is performed at once; if several are, the first in the list, so the order is
  /// their priority. For fairness, rotate the list from call to call. If no case is ready, the other tasks
  /// run until one is. The remaining cases do nothing, and the task is in none of their queues any more. With
  /// ``SelectCase/otherwise(_:)``, a `select` never waits.
  ///
  /// The closures return the result. They escape, so they can't use this context: code that has to wait comes
  /// after the `select`, and uses the result.
  ///
  /// A channel may be in several cases. A `select` that would both send to a channel and receive from it
  /// never receives its own value. A `select` without cases waits permanently.
  ///
  /// In Go: `select`, which picks one of the ready cases at random.
  ///
  /// - Parameter cases: The cases, each with the closure to call when it is performed.
  /// - Returns: The result of the performed case's closure.
  /// - Throws: The error of that closure; ``SchedulingError/channelClosed(_:)`` if the performed case sends
  ///   to a closed channel; the error that interrupts the task, and no case was performed then.
  /// - Complexity: O(*n*) for *n* cases, an allocation for each, and two more for each if it waits; at most one
  ///   resumption.
  @inlinable
  public func select<Result>(_ cases: SelectCase<Result>...) throws -> Result {
    try select(cases)
  }

  /// Waits until one of the cases in a list is ready, and performs it.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let channels = (0..<3).map { _ in Channel<Int>(capacity: 1) }
  ///   try task.send(5, to: channels[1])
  ///   let found = try task.select(
  ///     channels.indices.map { index in
  ///       .receive(from: channels[index]) { "\($0!) from channel \(index)" }
  ///     })
  ///   print(found)  // 5 from channel 1
  /// }
  /// ```
  ///
  /// As the `select` whose cases are written out.
  ///
  /// - Parameter cases: The cases, each with the closure to call when it is performed.
  /// - Returns: The result of the performed case's closure.
  /// - Throws: The error of that closure; ``SchedulingError/channelClosed(_:)`` if the performed case sends
  ///   to a closed channel; the error that interrupts the task, and no case was performed then.
  /// - Complexity: O(*n*) for *n* cases, two allocations for each if it waits; at most one resumption.
  @inlinable
  public func select<Result>(_ cases: [SelectCase<Result>]) throws -> Result {
    try link.checkpoint()
    var shortest: (duration: Duration, action: () throws -> Result)?
    var otherwise: (() throws -> Result)?
    for one in cases {
      switch one.kind {
      case .channel(_, _, let take):
        if let result = try take(.attempt) { return result }
      case .timeout(let duration, let action):
        if duration <= .zero { return try action() }
        if shortest.map({ duration < $0.duration }) ?? true { shortest = (duration, action) }
      case .otherwise(let action):
        if otherwise == nil { otherwise = action }
      }
    }
    if let otherwise { return try otherwise() }
    return try park(selecting: cases, for: shortest?.duration) ?? shortest!.action()
  }
}
