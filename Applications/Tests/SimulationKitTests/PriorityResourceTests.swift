import GeneratorScheduling
import SimulationKit
import Testing

@Suite struct PriorityResourceTests {
  @Test func `the important come first`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    let doctor = PriorityResource(environment)
    var trace: [String] = []
    let patients = [("a", 3), ("b", 2), ("c", 1), ("d", 2), ("e", -1), ("f", 1)]
    for (name, priority) in patients {
      try environment.process(name) { task in
        try doctor.use(task, priority: priority) {
          trace.append(name)
          try task.wait(1, in: environment)
        }
      }
    }
    try simulation.run()
    // The user keeps it.
    #expect(trace == ["a", "e", "c", "f", "b", "d"])
  }

  @Test func `the queue is in order`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    let doctor = PriorityResource(environment)
    try environment.process { task in
      let requests = [5, 3, 4, 3, 1].map { doctor.request(task, priority: $0) }
      // Without a priority, the priority is 0.
      let last = doctor.request(task)
      #expect(doctor.users.map(\.priority) == [5])
      #expect(doctor.queue.map(\.priority) == [0, 1, 3, 3, 4])
      #expect(doctor.queue[2] === requests[1] && doctor.queue[3] === requests[3])
      for request in requests + [last] { doctor.release(request) }
      #expect(doctor.users.isEmpty && doctor.queue.isEmpty)
    }
    try simulation.run()
  }
}
