#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a driver is asked for.
///
/// `Benchmarks/drivers/README.md` has the protocol.
public struct Request: Sendable {
  /// The driver's name, which says the kind of generator.
  public let driver: String
  /// The workload's name.
  public let workload: String
  /// How many elements, generators or hops a repetition has.
  public let count: Int
  /// How many repetitions at most; 0 for one without a check, for a profiler.
  public let repetitions: Int

  /// Reads a request from a program's arguments; prints how they should be and ends if they aren't.
  public init(_ arguments: some Collection<String>, drivers: some Sequence<String>) {
    let fields = Array(arguments)
    guard fields.count == 4, let count = Int(fields[2]), count > 0,
      let repetitions = Int(fields[3]),
      repetitions >= 0
    else {
      print(
        "usage: NAME WORKLOAD N REPS, where NAME is one of: \(drivers.sorted().joined(separator: " "))"
      )
      exit(2)
    }
    (driver, workload, self.count, self.repetitions) = (fields[0], fields[1], count, repetitions)
  }

  /// Ends the program as one that has no such workload.
  public func hasNone() -> Never {
    let message = Array("\(driver) has no \(workload)\n".utf8)
    _ = write(2, message, message.count)
    exit(3)
  }
}

/// The times of the repetitions of a request.
public struct Timings {
  private let request: Request
  private let operations: Int
  private var times: [Double] = []
  private var last: Int?

  /// Starts without a time.
  public init(_ request: Request, operations: Int) {
    self.request = request
    self.operations = operations
  }

  /// Whether there are enough: all that are asked for, or three and a third of a second.
  public var areEnough: Bool {
    times.count >= max(1, request.repetitions)
      || times.count >= 3 && times.reduce(0, +) > 300_000_000
  }

  /// Adds the time of a repetition, in nanoseconds; each must return the same.
  public mutating func add(_ time: Double, _ result: Int) {
    times.append(time)
    precondition(last == nil || last == result, "the repetitions return \(last!) and \(result)")
    last = result
  }

  /// Prints the line of the protocol.
  ///
  /// - Parameters:
  ///   - check: The sum of the elements, unless what the work returned proves it.
  ///   - bytes: What one live generator takes.
  public func report(check: Int?, bytes: Int? = nil) {
    let sorted = times.sorted()
    let each = [sorted[0], sorted[sorted.count / 2]].map { time in
      let picoseconds = Int((time / Double(operations) * 1000).rounded())
      let fraction = String(picoseconds % 1000 + 1000).dropFirst()
      return "\(picoseconds / 1000).\(fraction)"
    }
    print(
      "\(request.driver) \(request.workload) \(each[0]) \(each[1]) n=\(operations) check=\(check ?? last ?? 0)"
        + (bytes.map { " bytes=\($0)" } ?? ""))
  }
}

/// Nanoseconds of a clock that goes on.
public func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

/// Does what a request asks for, of the workloads that each driver's name has.
public func drive(_ arguments: some Collection<String>, _ drivers: [String: [Workload]]) {
  let request = Request(arguments, drivers: drivers.keys)
  guard let workload = drivers[request.driver]?.first(where: { $0.name == request.workload }) else {
    request.hasNone()
  }
  let count = request.count
  var timings = Timings(request, operations: workload.operations(count))
  var bytes: Int?
  var work: (() -> Int)?
  while !timings.areEnough {
    if !workload.isLive || work == nil {
      work = nil
      let before = Memory.now
      work = workload.prepare(count)
      if workload.isLive { bytes = Memory.now.bytes(since: before, of: count) }
    }
    let start = now()
    let last = work!()
    timings.add(now() - start, last)
  }
  work = nil
  timings.report(check: request.repetitions > 0 ? workload.check?(count) : nil, bytes: bytes)
}
