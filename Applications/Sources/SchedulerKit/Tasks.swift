import GeneratorScheduling

/// ```python
/// def foo():
///     mytid = yield GetTid()
///     for i in range(1, 5):
///         print("I'm foo, task", mytid, "turn", i)
///         yield
///
/// def bar():
///     mytid = yield GetTid()
///     for i in range(1, 3):
///         print("I'm bar, task", mytid, "turn", i)
///         yield
///
/// sched = Scheduler()
/// sched.new(foo())
/// sched.new(bar())
/// sched.mainloop()
/// ```
@Sendable func tasks(print: @escaping (String) -> Void) throws {
  func take(_ turns: Int, _ task: TaskContext) throws {
    let me = task.current.identity
    for turn in 1...turns {
      print("I'm \(me.name ?? "unnamed"), task \(me.id), turn \(turn)")
      try task.yield()
    }
    print("\(me.name ?? "unnamed") is done")
  }

  let scheduler = Scheduler(clock: .virtual)
  try scheduler.spawn(name: "foo") { task in try take(4, task) }
  try scheduler.spawn(name: "bar") { task in try take(2, task) }
  try scheduler.run()
}
