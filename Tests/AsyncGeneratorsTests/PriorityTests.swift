import AsyncGenerators
import TestSupport
import Testing

@Suite struct PriorityTests {
  @Test(arguments: [TaskPriority.background, .medium, .high])
  func `the body has the priority of the task that requests first`(priority: TaskPriority) async {
    let g = AsyncGenerator { yield in
      try await yield(Task.currentPriority)
      await Task.yield()
      try await yield(Task.currentPriority)
    }
    let all = await Task.detached(priority: priority) { await [g.next(), g.next()] }.value
    #expect(all == [priority, priority])
  }

  @Test func `a body is escalated with the consumer that waits for it`() async {
    guard #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) else { return }
    let begun = Gate()
    let escalated = Gate()
    let g = AsyncGenerator { yield in
      begun.open()
      await escalated.pass()
      // The consumer may not have begun to wait.
      while Task.currentPriority < .high { await Task.yield() }
      try await yield(Task.currentPriority)
    }
    let consumer = Task.detached(priority: .background) { await g.next() }
    await begun.pass()
    consumer.escalatePriority(to: .high)
    escalated.open()
    #expect(await consumer.value == .high)
  }

  @Test func `a consumer that waits raises a body that another one has started`() async {
    guard #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) else { return }
    let gate = Gate()
    let g = AsyncGenerator { yield in
      try await yield(Task.currentPriority)
      await gate.pass()
      await Task.yield()
      // The consumer raises it when it begins to wait.
      while Task.currentPriority < .high { await Task.yield() }
      try await yield(Task.currentPriority)
    }
    let first = await Task.detached(priority: .background) { await g.next() }.value
    #expect(first == .background)
    let consumer = Task.detached(priority: .high) { await g.next() }
    gate.open()
    #expect(await consumer.value == .high)
  }
}
