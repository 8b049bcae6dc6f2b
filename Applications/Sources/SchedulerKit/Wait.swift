import GeneratorScheduling

/// The error of the child.
struct NoInk: Error {}

/// In Python's version the parent gets neither a value nor an error: both are lost with the task.
///
/// ```python
/// def foo():
///     for i in range(1, 4):
///         print("I'm foo, turn", i)
///         yield
///
/// def main():
///     child = yield NewTask(foo())
///     print("Waiting for child")
///     yield WaitTask(child)
///     print("Child done")
/// ```
@Sendable func wait(print: @escaping (String) -> Void) throws {
  try Scheduler(clock: .virtual).run(name: "main") { task in
    let child = try task.spawn(name: "foo") { task in
      for turn in 1...3 {
        print("I'm foo, turn \(turn)")
        try task.yield()
      }
      return "a value"
    }
    print("waiting for child")
    print("child done, with \(try task.join(child))")

    let printer = try task.spawn(name: "printer") { task in
      try task.sleep(for: .seconds(2))
      throw NoInk()
    }
    do {
      try task.join(printer)
    } catch {
      print("\(task.now): the printer has failed: \(error)")
    }
  }
}
