import GeneratorScheduling

/// Three philosophers, each with the fork on the left, wait for the one on the right.
///
/// In the course the loop would run endlessly, with no task to run.
@Sendable func deadlock(print: @escaping (String) -> Void) throws {
  let scheduler = Scheduler(clock: .virtual)
  let philosophers = ["Kant", "Hume", "Sartre"]
  let forks = philosophers.map { Semaphore(1, name: "fork of \($0)") }
  for (index, name) in philosophers.enumerated() {
    try scheduler.spawn(name: name) { task in
      try task.withPermit(of: forks[index]) {
        print("\(task.now): \(name) has one fork")
        defer { print("\(task.now): \(name) puts it down") }
        try task.sleep(for: .seconds(1))
        try task.withPermit(of: forks[(index + 1) % forks.count]) {
          print("\(task.now): \(name) eats")
        }
      }
    }
  }
  do {
    try scheduler.run()
  } catch let error as SchedulingError {
    error.description.split(separator: "\n").forEach { print(String($0)) }
  }
}
