import GeneratorScheduling

/// A channel lets each side run at its own pace: it holds up to two letters, and the faster side waits.
///
/// In the course, pipelines are coroutines that push to the next one, all at one pace.
@Sendable func pipe(print: @escaping (String) -> Void) throws {
  let scheduler = Scheduler(clock: .virtual)
  let letters = Channel<String>(capacity: 2, name: "letters")

  try scheduler.spawn(name: "producer") { task in
    for letter in ["a", "b", "c", "d", "e"] {
      try task.send(letter, to: letters)
      print("\(task.now): producer has sent \(letter)")
    }
    letters.close()
  }

  try scheduler.spawn(name: "consumer") { task in
    while let letter = try task.receive(from: letters) {
      print("\(task.now): consumer has \(letter)")
      try task.sleep(for: .seconds(1))
    }
    print("\(task.now): there are no more letters")
  }

  try scheduler.run()
}
