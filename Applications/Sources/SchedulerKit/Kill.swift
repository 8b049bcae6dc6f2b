import GeneratorScheduling

/// ```python
/// def foo():
///     try:
///         for i in itertools.count(1):
///             print("I'm foo, turn", i)
///             yield
///     finally:
///         print("foo cleans up")
///
/// def main():
///     child = yield NewTask(foo())
///     for i in range(3):
///         yield
///     yield KillTask(child)
///     print("main done")
/// ```
@Sendable func kill(print: @escaping (String) -> Void) throws {
  try Scheduler(clock: .virtual).run(name: "main") { task in
    let foo = try task.spawn(name: "foo") { task in
      defer { print("foo cleans up") }
      var turn = 0
      while true {
        turn += 1
        print("I'm foo, turn \(turn)")
        try task.yield()
      }
    }
    let sleeper = try task.spawn(name: "sleeper") { task in
      do {
        try task.sleep(for: .seconds(3600))
      } catch {
        // A shielded closure runs to its end, although the task is cancelled.
        try task.withCancellationShield { try task.sleep(for: .seconds(1)) }
        print("\(task.now): sleeper says goodbye")
        throw error
      }
    }
    for _ in 1...3 { try task.yield() }

    print("main kills foo, which goes at its next turn")
    foo.cancel()
    print("main kills sleeper, and waits for it")
    sleeper.cancel()
    do {
      try task.join(sleeper)
    } catch {
      print("\(task.now): sleeper has ended: \(error)")
    }
    print("main done")
  }
}
