public import GeneratorScheduling

/// Returns a table of the unfinished tasks.
///
/// In the course the table is `sched.taskmap`, which doesn't know what a task waits for.
///
/// - Parameter tasks: The tasks to list.
/// - Returns: A heading, and a line for each task.
public func processStatus(of tasks: [AnyScheduledTask]) -> [String] {
  let rows =
    [("TASK", "NAME", "DOES")]
    + tasks.map { ("\($0.identity.id)", $0.identity.name ?? "-", "\($0.state)") }
  let width = rows.map(\.1.count).max() ?? 0
  return rows.map { number, name, state in
    pad(number, to: 4, onLeft: true) + "  " + pad(name, to: width) + "  " + state
  }
}

private func pad(_ text: String, to width: Int, onLeft: Bool = false) -> String {
  let space = String(repeating: " ", count: max(0, width - text.count))
  return onLeft ? space + text : text + space
}

@Sendable func ps(print: @escaping (String) -> Void) throws {
  try Scheduler(clock: .virtual).run(name: "shell") { task in
    let mail = Channel<String>(name: "mail")
    try task.spawn(name: "cron") { task in
      while true { try task.sleep(for: .seconds(60)) }
    }
    try task.spawn(name: "mailer") { task in
      while let letter = try task.receive(from: mail) { print("\(task.now): mailer has \(letter)") }
    }
    try task.spawn(name: "spinner") { task in
      while true { try task.yield() }
    }
    let job = try task.spawn(name: "job") { task in try task.sleep(for: .seconds(90)) }
    let waiter = try task.spawn(name: "wait") { task in try task.join(job) }
    try task.yield()
    try task.spawn { _ in print("the task without a name has run") }

    processStatus(of: task.tasks).forEach(print)
    print("shell kills wait and spinner")
    for other in task.tasks where ["wait", "spinner"].contains(other.identity.name) {
      other.cancel()
    }
    try task.send("a letter", to: mail)
    try task.sleep(for: .seconds(70))
    print("\(task.now): wait is \(waiter.state)")
    processStatus(of: task.tasks).forEach(print)
  }
}
