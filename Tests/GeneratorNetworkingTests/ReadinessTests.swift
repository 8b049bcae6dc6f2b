import GeneratorNetworking
import GeneratorScheduling
import SystemPackage
import TestSupport
import Testing

@Suite struct ReadinessTests {
  @Test func `a pipe becomes readable when it is written to`() throws {
    let trace = Trace()
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      let reader = try task.spawn { task in
        trace("waits")
        try task.waitUntilReadable(output)
        trace("readable")
        try output.close()
      }
      try task.untilWaiting(reader)
      trace("writes")
      try input.writeAll([1])
      try task.join(reader)
      try input.close()
    }
    expectEqual(trace.events, ["waits", "writes", "readable"])
  }

  @Test func `a pipe becomes writable when it is read from`() throws {
    let trace = Trace()
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      fill(input)
      let writer = try task.spawn { task in
        try task.waitUntilWritable(input)
        trace("writable")
        try input.close()
      }
      try task.untilWaiting(writer)
      trace("reads")
      _ = try task.readAll(from: output)
      try task.join(writer)
      try output.close()
    }
    expectEqual(trace.events, ["reads", "writable"])
  }

  @Test func `what is ready at once keeps the turn`() throws {
    let trace = Trace()
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      try input.writeAll([1])
      let other = try task.spawn { _ in trace("other") }
      try task.waitUntilReadable(output)
      try task.waitUntilWritable(input)
      trace("ready")
      try task.join(other)
      try output.close()
      try input.close()
    }
    expectEqual(trace.events, ["ready", "other"])
  }

  @Test func `files are always ready`() throws {
    try scheduled { task in
      let file = try temporaryFile("text")
      let null = try FileDescriptor.open("/dev/null", .readWrite)
      for descriptor in [file, null] {
        try task.waitUntilReadable(descriptor)
        try task.waitUntilWritable(descriptor)
        try descriptor.close()
      }
    }
  }

  @Test func `ends and errors are ready`() throws {
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      let reader = try task.spawn { task in try task.waitUntilReadable(output) }
      try task.untilWaiting(reader)
      try input.close()
      try task.join(reader)
      try task.waitUntilReadable(output)
      try output.close()

      let (secondOutput, secondInput) = try FileDescriptor.pipe()
      fill(secondInput)
      let writer = try task.spawn { task in try task.waitUntilWritable(secondInput) }
      try task.untilWaiting(writer)
      try secondOutput.close()
      try task.join(writer)
      try secondInput.close()
    }
  }

  @Test func `tasks are woken in the order in which they began to wait`() throws {
    let trace = Trace()
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      let waiters = try (0..<5).map { n in
        try task.spawn { task in
          try task.waitUntilReadable(output)
          trace("\(n)")
        }
      }
      try task.untilWaiting(waiters[4])
      try input.writeAll([1])
      for waiter in waiters { try task.join(waiter) }
      try output.close()
      try input.close()
    }
    expectEqual(trace.events, ["0", "1", "2", "3", "4"])
  }

  @Test func `a woken task that finds nothing waits on in its order`() throws {
    let trace = Trace()
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      let readers = try (0..<3).map { n in
        try task.spawn { task in
          var bytes: [UInt8] = []
          for _ in 0..<2 {
            try task.read(from: output, into: &bytes)
            trace("\(n):\(bytes)")
          }
        }
      }
      for byte in UInt8(0)..<6 {
        // All wait again before there is more.
        for reader in readers where reader.result == nil { try task.untilWaiting(reader) }
        try task.write([byte], to: input)
        while trace.events.count == byte { try task.yield() }
      }
      for reader in readers { try task.join(reader) }
      try output.close()
      try input.close()
    }
    expectEqual(trace.events, ["0:[0]", "1:[1]", "2:[2]", "0:[3]", "1:[4]", "2:[5]"])
  }

  @Test func `each direction is waited for by itself`() throws {
    let trace = Trace()
    try scheduled { task in
      let (here, there) = try socketPair()
      fill(here)
      let writer = try task.spawn { task in
        try task.waitUntilWritable(here)
        trace("writable")
      }
      let reader = try task.spawn { task in
        try task.waitUntilReadable(here)
        trace("readable")
      }
      try task.untilWaiting(reader)
      try there.writeAll([1])
      try task.join(reader)
      try task.sleep(for: .milliseconds(1))
      trace("drains")
      let drain = try task.spawn { task in _ = try task.readAll(from: there) }
      try task.join(writer)
      drain.cancel()
      _ = try task.failure(of: drain)
      try here.close()
      try there.close()
    }
    expectEqual(trace.events, ["readable", "drains", "writable"])
  }

  enum Interruption: CaseIterable { case cancel, error, time }

  @Test(arguments: Interruption.allCases)
  func `a wait can be interrupted`(by interruption: Interruption) throws {
    let trace = Trace()
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      let waiter = try task.spawn { task in
        defer { trace("left") }
        if interruption == .time {
          try task.withTimeout(.milliseconds(5)) { try task.waitUntilReadable(output) }
        } else {
          try task.waitUntilReadable(output)
        }
      }
      try task.untilWaiting(waiter)
      switch interruption {
      case .cancel: waiter.cancel()
      case .error: waiter.throw(Failure(7))
      case .time: break
      }
      trace(try task.failure(of: waiter) ?? "none")

      // A task can wait for it again, and is not confused by earlier events.
      let next = try task.spawn { task in
        try task.waitUntilReadable(output)
        trace("next")
      }
      try task.untilWaiting(next)
      try input.writeAll([1])
      try task.join(next)
      try output.close()
      try input.close()
    }
    let name =
      switch interruption {
      case .cancel: "cancelled"
      case .error: "Failure(code: 7)"
      case .time: "timed out"
      }
    expectEqual(trace.events, ["left", name, "next"])
  }

  @Test func `a task that is cancelled after it was woken leaves its turn to the next`() throws {
    let trace = Trace()
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      var second: ScheduledTask<Void>?
      let first = try task.spawn { task in
        try task.waitUntilReadable(output)
        // Both are awake, and the other has had no turn yet.
        trace("\(second!.state)")
        second!.cancel()
      }
      second = try task.spawn { task in
        try task.waitUntilReadable(output)
        trace("second")
        trace(failure { try task.yield() } ?? "none")
      }
      try task.untilWaiting(second!)
      try input.writeAll([1])
      try task.join(first)
      try task.join(second!)
      try output.close()
      try input.close()
    }
    expectEqual(trace.events, ["ready", "second", "cancelled"])
  }

  @Test func `a task that is cancelled before it waits does not wait`() throws {
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      try input.writeAll([1])
      let waiter = try task.spawn { task in
        task.cancel()
        try task.waitUntilReadable(output)
      }
      try expectEqual(task.failure(of: waiter), "cancelled")
      try output.close()
      try input.close()
    }
  }

  @Test func `waiting for a descriptor that is not open is an error`() throws {
    try scheduled { task in
      // A number that no other code in the process gets in the meantime.
      for number: Int32 in [-1, .min, 1_000_000, .max] {
        let none = FileDescriptor(rawValue: number)
        var bytes: [UInt8] = [1]
        #expect(throws: Errno.badFileDescriptor) { try task.waitUntilReadable(none) }
        #expect(throws: Errno.badFileDescriptor) { try task.waitUntilWritable(none) }
        #expect(throws: Errno.badFileDescriptor) { try task.read(from: none, into: &bytes) }
        #expect(throws: Errno.badFileDescriptor) { try task.write(bytes, to: none) }
        expectEqual(bytes, [1])
      }
    }
  }

  enum Others: CaseIterable { case wait, yield, sleep, sleepLong }

  /// A descriptor that is closed while it is waited for is noticed, whatever other tasks do.
  @Test(arguments: Others.allCases)
  func `closing a descriptor ends the waits for it`(whileOthers others: Others) throws {
    let (number, error) = try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      let number = output.rawValue
      let waiters = try (0..<2).map { _ in
        try task.spawn { task in try task.waitUntilReadable(output) }
      }
      try task.untilWaiting(waiters[1])
      var isOver = false
      let other = try task.spawn { task in
        let (output, input) = try FileDescriptor.pipe()
        defer {
          try? output.close()
          try? input.close()
        }
        while !isOver {
          switch others {
          case .wait: try task.waitUntilReadable(output)
          case .yield: try task.yield()
          case .sleep: try task.sleep(for: .milliseconds(1))
          case .sleepLong: try task.sleep(for: .seconds(15))
          }
        }
      }
      try output.close()
      var error: (any Error)?
      for waiter in waiters {
        do { try task.join(waiter) } catch let thrown { error = thrown }
      }
      isOver = true
      other.cancel()
      _ = try task.failure(of: other)
      try input.close()
      return (number, error)
    }
    guard case SchedulingError.descriptorClosed(number)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// A pipe, and a number of its own for the end that is read.
  ///
  /// The runtime opens files of its own at any time, in an exit test too, and gets the lowest free number:
  /// never this one.
  private static func pipeWithHighNumber() throws -> (output: FileDescriptor, input: FileDescriptor)
  {
    let (made, input) = try FileDescriptor.pipe()
    let output = try made.duplicate(as: FileDescriptor(rawValue: 200))
    try made.close()
    return (output, input)
  }

  /// In a process of its own, where no other test gets the number.
  @Test func `the number of a closed descriptor can be given to another`() async {
    await #expect(processExitsWith: .success) {
      try scheduled { task in
        for isWaitedFor in [false, true] {
          let (output, input) = try Self.pipeWithHighNumber()
          let waiter = try task.spawn { task in try task.waitUntilReadable(output) }
          try task.untilWaiting(waiter)
          try output.close()
          let (otherOutput, otherInput) = try Self.pipeWithHighNumber()
          require(otherOutput == output, "the number is another")
          let other = try task.spawn { task in
            if isWaitedFor { try task.waitUntilReadable(otherOutput) }
          }
          require(try task.failure(of: waiter) == "closed", "the first was not told")
          require(!isWaitedFor || other.state != .done, "the second was confused")
          try otherInput.writeAll([1])
          try task.join(other)
          for descriptor in [input, otherOutput, otherInput] { try descriptor.close() }
        }
      }
    }
  }

  /// A socket of the library's gets the number.
  @Test func `the number of a closed descriptor can be given to a connection`() async {
    await #expect(processExitsWith: .success) {
      try scheduled { task in
        let (output, input) = try Self.pipeWithHighNumber()
        let waiter = try task.spawn { task in try task.waitUntilReadable(output) }
        try task.untilWaiting(waiter)
        try output.close()
        let (here, there) = try socketPair()
        let server = try Connection(takingOver: here.duplicate(as: output))
        try here.close()
        let client = try Connection(takingOver: there)
        let reader = try task.spawn { task in try task.readAll(from: server) }
        try task.untilWaiting(reader)
        require(try task.failure(of: waiter) == "closed", "the first was not told")
        try task.write("x", to: client)
        client.close()
        require(try task.join(reader) == [0x78], "the second was confused")
        try input.close()
      }
    }
  }

  @Test func `a duplicate of a closed descriptor is still there`() throws {
    try scheduled { task in
      let (output, input) = try FileDescriptor.pipe()
      let copy = try output.duplicate()
      let first = try task.spawn { task in try task.waitUntilReadable(output) }
      let second = try task.spawn { task in try task.waitUntilReadable(copy) }
      try task.untilWaiting(second)
      try output.close()
      try expectEqual(task.failure(of: first), "closed")
      try input.writeAll([1])
      try task.join(second)
      try copy.close()
      try input.close()
    }
  }

  @Test func `a task says which descriptor it waits for`() throws {
    try scheduled { task in
      let (here, there) = try socketPair()
      fill(here)
      let reader = try task.spawn { task in try task.waitUntilReadable(here) }
      let writer = try task.spawn { task in try task.waitUntilWritable(here) }
      try task.untilWaiting(writer)
      expectEqual(reader.state, .waiting("waiting until descriptor \(here.rawValue) is readable"))
      expectEqual(writer.state, .waiting("waiting until descriptor \(here.rawValue) is writable"))
      reader.cancel()
      writer.cancel()
      _ = try task.failure(of: reader)
      _ = try task.failure(of: writer)
      try here.close()
      try there.close()
    }
  }

  /// It is no deadlock, for something may come; and what else waits is not reported either.
  @Test func `waiting for a descriptor is no deadlock`() throws {
    let (output, input) = try FileDescriptor.pipe()
    let scheduler = Scheduler()
    let waiter = try scheduler.spawn { task in try task.waitUntilReadable(output) }
    try scheduler.spawn { task in try task.join(waiter) }
    #expect(try !scheduler.run(until: scheduler.now + .milliseconds(5)))
    try input.writeAll([1])
    try scheduler.run()
    try output.close()
    try input.close()
  }

  @Test func `a scheduler can be dropped while a task waits`() throws {
    let tracker = Tracker()
    let trace = Trace()
    let (output, input) = try FileDescriptor.pipe()
    do {
      let scheduler = Scheduler()
      try scheduler.spawn { task in
        let tracked = tracker.object()
        defer { trace("left \(tracked)") }
        do { try task.waitUntilReadable(output) } catch {
          trace(shortName(error))
          throw error
        }
      }
      try scheduler.run(until: scheduler.now + .milliseconds(1))
      expectEqual(tracker.alive, 1)
    }
    expectEqual(trace.events, ["cancelled", "left #0"])
    expectEqual(tracker.alive, 0)
    try output.close()
    try input.close()
  }

  /// A task that always finds something does not hold up the others.
  @Test func `a task whose descriptors are always ready yields now and then`() throws {
    try scheduled { task in
      let zeros = try FileDescriptor.open("/dev/zero", .readWrite)
      var isOver = false
      let busy = try ["read", "wait", "write"].map { what in
        try task.spawn { task in
          var bytes: [UInt8] = []
          while !isOver {
            switch what {
            case "read": try task.read(from: zeros, into: &bytes, maximum: 16)
            case "write": try task.write("x", to: zeros)
            default: try task.waitUntilReadable(zeros)
            }
          }
        }
      }
      for _ in 0..<3 { try task.yield() }
      try task.sleep(for: .milliseconds(2))
      isOver = true
      for task_ in busy { try task.join(task_) }
      try zeros.close()
    }
  }
}
