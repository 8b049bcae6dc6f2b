import GeneratorScheduling
import TestSupport
import Testing

@Suite struct ConditionTests {
  @Test(arguments: [
    (nil as String?, "a condition made at M/F.swift:3"),
    ("full", "condition \"full\" made at M/F.swift:3"),
  ])
  func `it says what it is called and where it was made`(name: String?, text: String) {
    expectEqual("\(Condition(name: name, fileID: "M/F.swift", line: 3))", text)
  }

  /// Which of five that wait are woken, and in which order.
  @Test(
    arguments: [
      (0, []), (1, ["a"]), (3, ["a", "b", "c"]), (5, ["a", "b", "c", "d", "e"]),
      (7, ["a", "b", "c", "d", "e"]), (.max, ["a", "b", "c", "d", "e"]),
    ] as [(Int, [String])])
  func `it wakes the tasks that have waited longest`(count: Int, woken: [String]) throws {
    let trace = Trace()
    let condition = Condition()
    try Scheduler().run { task in
      for name in ["a", "b", "c", "d", "e"] {
        try task.spawn { task in
          try task.wait(for: condition)
          trace(name)
        }
      }
      try task.yield()
      condition.notify(count)
      expectEqual(trace.take(), [])
      try task.yield()
      expectEqual(trace.take(), woken)
      condition.notifyAll()
      try task.yield()
      expectEqual(trace.take(), Array(["a", "b", "c", "d", "e"].dropFirst(woken.count)))
    }
  }

  @Test func `notify is for one`() throws {
    let trace = Trace()
    let condition = Condition()
    try Scheduler().run { task in
      for name in ["a", "b"] {
        try task.spawn { task in
          try task.wait(for: condition)
          trace(name)
        }
      }
      try task.yield()
      condition.notify()
      try task.yield()
      expectEqual(trace.take(), ["a"])
      condition.notify()
      try task.yield()
      expectEqual(trace.take(), ["b"])
    }
  }

  @Test func `it remembers nothing`() throws {
    let condition = Condition()
    condition.notifyAll()
    let scheduler = Scheduler()
    try scheduler.spawn { task in try task.wait(for: condition) }
    #expect(throws: SchedulingError.self) { try scheduler.run() }
  }

  @Test func `to notify fewer than none is a trap`() async {
    await #expect(processExitsWith: .failure) { Condition().notify(-1) }
  }

  // MARK: Until

  @Test func `it looks again each time, and returns when it is so`() throws {
    let trace = Trace()
    let condition = Condition()
    try Scheduler().run { task in
      var stock = 0
      let buyer = try task.spawn { task in
        try task.wait(
          for: condition,
          until: {
            trace("looks: \(stock)")
            return stock >= 2
          })
        trace("returns")
      }
      for _ in 1...3 {
        try task.yield()
        stock += 1
        condition.notify()
      }
      try task.join(buyer)
    }
    expectEqual(trace.take(), ["looks: 0", "looks: 1", "looks: 2", "returns"])
  }

  @Test func `where it is so it does not wait`() throws {
    let trace = Trace()
    try Scheduler().run { task in
      try task.spawn { _ in trace("other") }
      try task.wait(for: Condition(), until: { true })
      trace("returned")
      try task.yield()
    }
    expectEqual(trace.take(), ["returned", "other"])
  }

  @Test func `a task that looked in vain is last in line`() throws {
    let trace = Trace()
    let condition = Condition()
    try Scheduler().run { task in
      var open = false
      for name in ["a", "b"] {
        try task.spawn { task in
          try task.wait(for: condition, until: { open })
          trace(name)
        }
      }
      try task.yield()
      condition.notify()
      try task.yield()
      open = true
      for _ in 1...2 {
        condition.notify()
        try task.yield()
      }
    }
    expectEqual(trace.take(), ["b", "a"])
  }

  @Test func `the predicate may wait`() throws {
    let condition = Condition()
    try Scheduler(clock: .virtual).run { task in
      var isReady = false
      try task.spawn { task in
        try task.sleep(for: .seconds(5))
        isReady = true
        condition.notify()
      }
      try task.wait(
        for: condition,
        until: {
          try task.sleep(for: .seconds(1))
          return isReady
        })
      expectEqual(task.now, .start + .seconds(6))
    }
  }

  @Test func `producers and consumers of a list`() throws {
    var list: [Int] = []
    var consumed: [Int] = []
    let (added, taken) = (Condition(), Condition())
    let scheduler = Scheduler()
    for producer in 0..<3 {
      try scheduler.spawn { task in
        for n in 0..<10 {
          try task.wait(for: taken, until: { list.count < 2 })
          list.append(10 * producer + n)
          added.notify()
        }
      }
    }
    for _ in 0..<2 {
      try scheduler.spawn { task in
        for _ in 0..<15 {
          try task.wait(for: added, until: { !list.isEmpty })
          consumed.append(list.removeFirst())
          taken.notify()
        }
      }
    }
    try scheduler.run()
    expectEqual(consumed.sorted(), Array(0..<30))
  }

  // MARK: Interruptions

  @Test func `a notification passes over cancelled tasks`() throws {
    let trace = Trace()
    let condition = Condition()
    try Scheduler().run { task in
      let waiters = try ["a", "b", "c"].map { name in
        try task.spawn { task in
          try task.wait(for: condition)
          trace(name)
        }
      }
      try task.yield()
      waiters[0].cancel()
      waiters[1].throw(Failure(1))
      condition.notify()
      #expect(throws: CancellationError.self) { try task.join(waiters[0]) }
      #expect(throws: Failure(1)) { try task.join(waiters[1]) }
      try task.join(waiters[2])
    }
    expectEqual(trace.take(), ["c"])
  }

  @Test func `one cancelled after it was notified goes on, and is cancelled then`() throws {
    let trace = Trace()
    let condition = Condition()
    try Scheduler().run { task in
      let waiter = try task.spawn { task in
        try task.wait(for: condition)
        trace("notified")
        try task.wait(for: condition)
        trace("not reached")
      }
      try task.yield()
      condition.notify()
      waiter.cancel()
      #expect(throws: CancellationError.self) { try task.join(waiter) }
    }
    expectEqual(trace.take(), ["notified"])
  }

  @Test func `one cancelled after it was notified takes what it was notified of`() throws {
    let trace = Trace()
    let condition = Condition()
    try Scheduler().run { task in
      var list: [Int] = []
      let waiter = try task.spawn { task in
        try task.wait(for: condition, until: { !list.isEmpty })
        trace("took \(list.removeFirst())")
      }
      try task.yield()
      list.append(1)
      condition.notify()
      waiter.cancel()
      try task.join(waiter)
    }
    expectEqual(trace.take(), ["took 1"])
  }

  @Test func `one that can't use a notification, and can't wait on, passes it on`() throws {
    let trace = Trace()
    let condition = Condition()
    try Scheduler().run { task in
      var level = 0
      let waiters = try [2, 1].map { wanted in
        try task.spawn { task in
          try task.wait(for: condition, until: { level >= wanted })
          trace("level \(wanted)")
        }
      }
      try task.yield()
      level = 1
      condition.notify()
      waiters[0].cancel()
      #expect(throws: CancellationError.self) { try task.join(waiters[0]) }
      try task.join(waiters[1])
    }
    expectEqual(trace.take(), ["level 1"])
  }

  @Test func `one whose predicate throws passes its notification on`() throws {
    let trace = Trace()
    let condition = Condition()
    try Scheduler().run { task in
      var isReady = false
      let careless = try task.spawn { task in
        try task.wait(for: condition, until: { if isReady { throw Failure(1) } else { false } })
      }
      let other = try task.spawn { task in
        try task.wait(for: condition, until: { isReady })
        trace("ready")
      }
      try task.yield()
      isReady = true
      condition.notify()
      #expect(throws: Failure(1)) { try task.join(careless) }
      try task.join(other)
    }
    expectEqual(trace.take(), ["ready"])
  }

  /// To wake another then would be a notification from nowhere.
  @Test func `one interrupted before it was notified passes nothing on`() throws {
    let trace = Trace()
    let condition = Condition()
    try Scheduler().run { task in
      var looks = 0
      let waiters = try (0..<2).map { _ in
        try task.spawn { task in
          try task.wait(
            for: condition,
            until: {
              looks += 1
              return false
            })
        }
      }
      let throwing = try task.spawn { task in
        try task.wait(for: condition, until: { throw Failure(1) })
      }
      let cancelled = try task.spawn { task in
        task.cancel()
        try task.wait(for: condition, until: { false })
      }
      try task.yield()
      // It has looked in vain before, and waits again.
      condition.notify()
      try task.yield()
      expectEqual(looks, 3)
      waiters[0].cancel()
      #expect(throws: CancellationError.self) { try task.join(waiters[0]) }
      #expect(throws: Failure(1)) { try task.join(throwing) }
      #expect(throws: CancellationError.self) { try task.join(cancelled) }
      try task.yield()
      expectEqual(looks, 3)
      trace("\(waiters[1].state)".prefix(11).description)
    }
    expectEqual(trace.take(), ["waiting for"])
  }

  @Test func `its time runs out`() throws {
    let condition = Condition()
    try Scheduler(clock: .virtual).run { task in
      try task.spawn { task in
        while true {
          try task.sleep(for: .seconds(1))
          condition.notify()
        }
      }
      #expect(throws: SchedulingError.self) {
        try task.withTimeout(.milliseconds(3500)) {
          try task.wait(for: condition, until: { false })
        }
      }
      expectEqual(task.now, .start + .milliseconds(3500))
    }
  }

  @Test func `a deadlock names it`() throws {
    let condition = Condition(name: "full", fileID: "M/F.swift", line: 3)
    let scheduler = Scheduler()
    try scheduler.spawn(fileID: "M/G.swift", line: 7) { task in try task.wait(for: condition) }
    try scheduler.spawn(fileID: "M/G.swift", line: 8) { task in
      try task.wait(for: condition, until: { false })
    }
    let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
    expectEqual(
      error?.description,
      """
      deadlock: all 2 tasks wait, and nothing can wake them
        task 1, spawned at M/G.swift:7: waiting for condition "full" made at M/F.swift:3
        task 2, spawned at M/G.swift:8: waiting for condition "full" made at M/F.swift:3
      """)
  }
}
