import GeneratorScheduling
import Workloads

/// A token that goes around 1,000 tasks, each of which receives it from a channel and sends it to the next.
func ringOfTasks() -> Workload {
  Workload("ring", per: "hop") { hops in
    let scheduler = Scheduler()
    let channels = (0..<1000).map { _ in Channel<Int>() }
    for (incoming, outgoing) in zip(channels, channels[1...]) {
      try! scheduler.spawn { task in
        while let token = try task.receive(from: incoming) {
          try task.send(token + 1, to: outgoing)
        }
        outgoing.close()
      }
    }
    // Each has its first turn, in which it begins to wait.
    for _ in 1..<1000 { try! scheduler.runOne() }
    return {
      var token = 0
      try! scheduler.spawn { task in
        while token < hops {
          try task.send(token, to: channels[0])
          token = try task.receive(from: channels[999])! + 1
        }
        channels[0].close()
      }
      try! scheduler.run()
      return token
    }
  }
}
