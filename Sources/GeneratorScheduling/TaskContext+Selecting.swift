extension TaskContext {
  /// Waits for several things, and does the one that is possible first.
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
  /// If one of the cases is ready, it is done at once; of several the first that is listed, so that the
  /// order is their priority. A list that should be fair is rotated from call to call. If none is ready, the
  /// others run until one can be done; of the rest nothing is done, and the task is in none of their queues any
  /// more. With ``SelectCase/otherwise(_:)`` it never waits.
  ///
  /// The closures make the result. They are kept, and so can't use this context: what is to wait comes
  /// after the `select`, with the result.
  ///
  /// A channel may be in several cases. A `select` that would send to a channel and receive from it does
  /// not meet itself. With no cases it waits permanently.
  ///
  /// Go's `select`, which takes any of those that are ready.
  ///
  /// - Parameter cases: what to wait for, and what to do then.
  /// - Returns: what the closure of the case returns.
  /// - Throws: what that closure throws; ``SchedulingError/channelClosed(_:)`` if it is the case of a send to a
  ///   channel that is closed; what the task is interrupted with, and nothing was done then.
  /// - Complexity: O(*n*) of *n* cases, an allocation for each, and two more if it waits; at most one
  ///   resumption.
  @inlinable
  public func select<Result>(_ cases: SelectCase<Result>...) throws -> Result {
    try select(cases)
  }

  /// Waits for several things, as many as a list has, and does the one that is possible first.
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
  /// As `select` of cases that are written out.
  ///
  /// - Parameter cases: what to wait for, and what to do then.
  /// - Returns: what the closure of the case returns.
  /// - Throws: what that closure throws; ``SchedulingError/channelClosed(_:)`` if it is the case of a send to a
  ///   channel that is closed; what the task is interrupted with, and nothing was done then.
  /// - Complexity: O(*n*) of *n* cases, two allocations for each if it waits; at most one resumption.
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
