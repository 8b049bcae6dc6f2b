import GeneratorNetworking
import GeneratorScheduling

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One figure of the scheduler a call, for `compare-scheduling`.
@main
struct Scheduling {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    let numbers = arguments.dropFirst().compactMap { Int($0) }
    switch (arguments.first, numbers.count) {
    case ("ring", 2): print(try ring(tasks: numbers[0], hops: numbers[1]))
    case ("turns", 2): print(try turns(tasks: numbers[0], hops: numbers[1]))
    case ("timers", 2): print(try timers(tasks: numbers[0], events: numbers[1]))
    case ("sleepers", 1): print(try sleepers(count: numbers[0]))
    case ("echo", 0): try echo()
    default:
      print("usage: Scheduling ring|turns TASKS HOPS | timers TASKS EVENTS | sleepers COUNT | echo")
      exit(2)
    }
  }

  /// Nanoseconds a hop of a token around tasks that are joined by channels.
  static func ring(tasks count: Int, hops: Int) throws -> Double {
    try Scheduler().run { task in
      let channels = (0..<count).map { _ in Channel<Int>() }
      let done = Channel<Bool>()
      for (index, incoming) in channels.enumerated() {
        let outgoing = channels[(index + 1) % count]
        try task.spawn { task in
          while let token = try task.receive(from: incoming) {
            if token == 0 { return try task.send(true, to: done) }
            try task.send(token - 1, to: outgoing)
          }
        }
      }
      try task.yield()
      return try nanoseconds(hops) {
        try task.send(hops, to: channels[0])
        _ = try task.receive(from: done)
      }
    }
  }

  /// Nanoseconds a turn of tasks that only give way.
  static func turns(tasks count: Int, hops: Int) throws -> Double {
    let scheduler = Scheduler()
    for _ in 0..<count {
      try scheduler.spawn { task in for _ in 0..<hops / count { try task.yield() } }
    }
    return try nanoseconds(hops) { try scheduler.run() }
  }

  /// Nanoseconds an event of a virtual time.
  static func timers(tasks count: Int, events: Int) throws -> Double {
    let scheduler = Scheduler(clock: .virtual)
    for number in 0..<count {
      try scheduler.spawn { task in
        for k in 0..<events / count {
          try task.sleep(for: .seconds(1 + (number * 7919 + k * 104_729) % 1000))
        }
      }
    }
    return try nanoseconds(events) { try scheduler.run() }
  }

  /// Bytes of resident memory that a task takes that sleeps.
  static func sleepers(count: Int) throws -> Double {
    let before = residentBytes()
    let scheduler = Scheduler()
    for _ in 0..<count {
      try scheduler.spawn { task in try task.sleep(for: .seconds(1000)) }
    }
    // Each has its first turn, in which it begins to sleep.
    for _ in 0..<count { try scheduler.runOne() }
    return Double(residentBytes() - before) / Double(count)
  }

  /// The echo server, until it is ended; prints its port first.
  static func echo() throws {
    try Scheduler().run { task in
      let listener = try Listener(on: .loopback(), backlog: 1024)
      print(listener.address.port ?? 0)
      fflush(nil)
      while true {
        let connection = try task.accept(from: listener)
        try task.spawn { task in
          defer { connection.close() }
          var buffer: [UInt8] = []
          while try task.read(from: connection, into: &buffer) > 0 {
            try task.write(buffer, to: connection)
          }
        }
      }
    }
  }

  static func nanoseconds(_ count: Int, _ body: () throws -> Void) rethrows -> Double {
    try ContinuousClock().measure(body) / .nanoseconds(1) / Double(count)
  }

  static func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, 256, file) != nil else { return 0 }
    let fields = String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
      separator: " ")
    return Int(fields[1])! * 4096
  }
}
