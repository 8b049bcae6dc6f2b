import GeneratorScheduling
import TestSupport
import Testing

@Suite struct SemaphoreTests {
  @Test(arguments: [
    (nil as String?, "a semaphore made at M/F.swift:3"),
    ("pumps", "semaphore \"pumps\" made at M/F.swift:3"),
  ])
  func `it says what it is called and where it was made`(name: String?, text: String) {
    expectEqual("\(Semaphore(1, name: name, fileID: "M/F.swift", line: 3))", text)
  }

  @Test(arguments: 1...4)
  func `no more than its permits are in use`(permits: Int) throws {
    let semaphore = Semaphore(permits)
    var (inside, most, served) = (0, 0, [Int]())
    let scheduler = Scheduler(clock: .virtual)
    for n in 1...10 {
      try scheduler.spawn { task in
        try task.acquire(semaphore)
        defer { semaphore.release() }
        served.append(n)
        inside += 1
        most = max(most, inside)
        try task.sleep(for: .seconds(n % 3))
        inside -= 1
      }
    }
    try scheduler.run()
    expectEqual(most, permits)
    expectEqual(served, Array(1...10))
    expectEqual(semaphore.available, permits)
  }

  @Test func `tryAcquire takes what is there`() {
    let semaphore = Semaphore(3)
    #expect(semaphore.tryAcquire(count: 2))
    #expect(!semaphore.tryAcquire(count: 2))
    #expect(semaphore.tryAcquire())
    #expect(!semaphore.tryAcquire())
    semaphore.release(count: 5)
    expectEqual(semaphore.available, 5)
  }

  @Test func `it may begin without permits`() throws {
    let trace = Trace()
    let semaphore = Semaphore(0)
    try Scheduler().run { task in
      let waiter = try task.spawn { task in
        try task.acquire(semaphore)
        trace("acquired")
      }
      try task.yield()
      trace("releases")
      semaphore.release()
      try task.join(waiter)
    }
    expectEqual(trace.take(), ["releases", "acquired"])
  }

  @Test func `a permit that is released is the first one's, and no other can take it`() throws {
    let trace = Trace()
    let semaphore = Semaphore(1)
    try Scheduler().run { task in
      try task.acquire(semaphore)
      let waiters = try ["a", "b"].map { name in
        try task.spawn { task in
          try task.acquire(semaphore)
          trace(name)
          semaphore.release()
        }
      }
      try task.yield()
      semaphore.release()
      expectEqual(semaphore.available, 0)
      #expect(!semaphore.tryAcquire())
      try task.acquire(semaphore)
      trace("again")
      for waiter in waiters { try task.join(waiter) }
    }
    expectEqual(trace.take(), ["a", "b", "again"])
  }

  // MARK: Several permits

  @Test func `one that wants many is not passed by those that want few`() throws {
    let trace = Trace()
    let semaphore = Semaphore(3)
    try Scheduler().run { task in
      try task.acquire(semaphore, count: 2)
      for (name, count) in [("many", 3), ("few", 1)] {
        try task.spawn { task in
          try task.acquire(semaphore, count: count)
          trace(name)
        }
      }
      try task.yield()
      // There is one, and one waits that wants one, behind the other.
      expectEqual(semaphore.available, 1)
      #expect(!semaphore.tryAcquire())
      semaphore.release()
      try task.yield()
      expectEqual(trace.take(), [])
      semaphore.release()
      try task.yield()
      expectEqual(trace.take(), ["many"])
      semaphore.release(count: 3)
      try task.yield()
      expectEqual(trace.take(), ["few"])
      expectEqual(semaphore.available, 2)
    }
  }

  @Test func `a release of many wakes as many as can go on`() throws {
    let trace = Trace()
    let semaphore = Semaphore(0)
    try Scheduler().run { task in
      for (name, count) in [("a", 2), ("b", 1), ("c", 3), ("d", 1)] {
        try task.spawn { task in
          try task.acquire(semaphore, count: count)
          trace(name)
        }
      }
      try task.yield()
      semaphore.release(count: 5)
      try task.yield()
      expectEqual(trace.take(), ["a", "b"])
      expectEqual(semaphore.available, 2)
      semaphore.release(count: 2)
      try task.yield()
      expectEqual(trace.take(), ["c", "d"])
      expectEqual(semaphore.available, 0)
    }
  }

  @Test func `when a task that wants many is cancelled, those behind it are served`() throws {
    let trace = Trace()
    let semaphore = Semaphore(2)
    try Scheduler().run { task in
      let many = try task.spawn { task in try task.acquire(semaphore, count: 3) }
      let few = try task.spawn { task in
        try task.acquire(semaphore, count: 2)
        trace("few")
      }
      try task.yield()
      many.cancel()
      #expect(throws: CancellationError.self) { try task.join(many) }
      try task.join(few)
      expectEqual(semaphore.available, 0)
    }
    expectEqual(trace.take(), ["few"])
  }

  // MARK: withPermit

  @Test func `withPermit releases however it ends`() throws {
    let semaphore = Semaphore(2)
    try Scheduler().run { task in
      let value = try task.withPermit(of: semaphore) { semaphore.available }
      expectEqual(value, 1)
      expectEqual(semaphore.available, 2)

      #expect(throws: Failure(1)) {
        try task.withPermit(of: semaphore, count: 2) {
          expectEqual(semaphore.available, 0)
          throw Failure(1)
        }
      }
      expectEqual(semaphore.available, 2)

      let sleeper = try task.spawn { task in
        try task.withPermit(of: semaphore) { try task.sleep(for: .seconds(3600)) }
      }
      try task.yield()
      expectEqual(semaphore.available, 1)
      sleeper.cancel()
      #expect(throws: CancellationError.self) { try task.join(sleeper) }
      expectEqual(semaphore.available, 2)
    }
  }

  @Test func `withPermit that was never given one releases none`() throws {
    let semaphore = Semaphore(0)
    try Scheduler().run { task in
      let waiter = try task.spawn { task in try task.withPermit(of: semaphore) {} }
      try task.yield()
      waiter.cancel()
      #expect(throws: CancellationError.self) { try task.join(waiter) }
      expectEqual(semaphore.available, 0)
    }
  }

  // MARK: Interruptions

  @Test func `one cancelled while it waits takes none, and the next is served`() throws {
    let trace = Trace()
    let semaphore = Semaphore(1)
    try Scheduler().run { task in
      try task.acquire(semaphore)
      let waiters = try ["a", "b", "c"].map { name in
        try task.spawn { task in
          try task.acquire(semaphore)
          trace(name)
        }
      }
      try task.yield()
      waiters[0].cancel()
      waiters[1].throw(Failure(1))
      semaphore.release()
      #expect(throws: CancellationError.self) { try task.join(waiters[0]) }
      #expect(throws: Failure(1)) { try task.join(waiters[1]) }
      try task.join(waiters[2])
      expectEqual(semaphore.available, 0)
    }
    expectEqual(trace.take(), ["c"])
  }

  @Test func `one cancelled after it was given a permit has it, and is cancelled then`() throws {
    let trace = Trace()
    let semaphore = Semaphore(0)
    try Scheduler().run { task in
      let waiters = try ["a", "b"].map { name in
        try task.spawn { task in
          try task.withPermit(of: semaphore) {
            trace("\(name) acquired")
            try task.yield()
            trace("\(name) goes on")
          }
        }
      }
      try task.yield()
      semaphore.release()
      waiters[0].cancel()
      #expect(throws: CancellationError.self) { try task.join(waiters[0]) }
      try task.join(waiters[1])
      expectEqual(semaphore.available, 1)
    }
    expectEqual(trace.take(), ["a acquired", "b acquired", "b goes on"])
  }

  @Test func `one that is cancelled takes none, though there are some`() throws {
    let semaphore = Semaphore(1)
    try Scheduler().run { task in
      let waiter = try task.spawn { task in
        task.cancel()
        try task.acquire(semaphore)
      }
      #expect(throws: CancellationError.self) { try task.join(waiter) }
    }
    expectEqual(semaphore.available, 1)
  }

  @Test func `its time runs out`() throws {
    let semaphore = Semaphore(0)
    try Scheduler(clock: .virtual).run { task in
      #expect(throws: SchedulingError.self) {
        try task.withTimeout(.seconds(2)) { try task.acquire(semaphore) }
      }
      expectEqual(task.now, .start + .seconds(2))
      semaphore.release()
      expectEqual(semaphore.available, 1)
    }
  }

  @Test func `dropping the scheduler releases the permits`() throws {
    let semaphore = Semaphore(1)
    do {
      let scheduler = Scheduler()
      for _ in 1...3 {
        try scheduler.spawn { task in
          try task.withPermit(of: semaphore) { try task.sleep(for: .seconds(3600)) }
        }
      }
      for _ in 1...3 { try scheduler.runOne() }
      expectEqual(semaphore.available, 0)
    }
    expectEqual(semaphore.available, 1)
  }

  @Test func `a deadlock names it`() throws {
    let semaphore = Semaphore(1, name: "lock", fileID: "M/F.swift", line: 3)
    let scheduler = Scheduler()
    try scheduler.spawn(fileID: "M/G.swift", line: 7) { task in
      try task.withPermit(of: semaphore) { try task.withPermit(of: semaphore) {} }
    }
    let error = #expect(throws: SchedulingError.self) { try scheduler.run() }
    expectEqual(
      error?.description,
      """
      deadlock: the only task waits, and nothing can wake it
        task 1, spawned at M/G.swift:7: acquiring semaphore "lock" made at M/F.swift:3
      """)
    expectEqual(semaphore.available, 1)
  }

  // MARK: Misuse

  @Test func `negative permits are a trap`() async {
    await #expect(processExitsWith: .failure) { _ = Semaphore(-1) }
  }

  @Test func `to acquire none is a trap`() async {
    await #expect(processExitsWith: .failure) { _ = Semaphore(1).tryAcquire(count: 0) }
    await #expect(processExitsWith: .failure) {
      try Scheduler().runBlocking { task in try task.acquire(Semaphore(1), count: -1) }
    }
  }

  @Test func `to release none is a trap`() async {
    await #expect(processExitsWith: .failure) { Semaphore(1).release(count: 0) }
  }

  // MARK: Random programs

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `no permit is lost`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let total = Int.random(in: 1...4, using: &random)
    let semaphore = Semaphore(total)
    var inUse = 0
    let scheduler = Scheduler(clock: .virtual)
    let tasks = try (0..<8).map { _ in
      let seed = random.next()
      return try scheduler.spawn { task in
        var random = SeededRandom(seed: seed)
        for _ in 1...10 {
          let count = Int.random(in: 1...total, using: &random)
          do {
            try task.withTimeout(.milliseconds(random.chance(30) ? 3 : 1000)) {
              try task.withPermit(of: semaphore, count: count) {
                inUse += count
                defer { inUse -= count }
                #expect(inUse <= total)
                try task.sleep(for: .milliseconds(Int.random(in: 0...3, using: &random)))
              }
            }
          } catch SchedulingError.timedOut {
          }
        }
      }
    }
    try scheduler.spawn { task in
      for victim in tasks.prefix(3) {
        try task.sleep(for: .milliseconds(Int.random(in: 0...20, using: &random)))
        victim.cancel()
      }
    }
    try scheduler.run()
    expectEqual(semaphore.available, total)
    expectEqual(inUse, 0)
  }
}
