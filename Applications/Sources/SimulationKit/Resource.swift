public import GeneratorScheduling

/// A resource of which there are a few units, each used by one process at a time: SimPy's `Resource`.
///
/// ```swift
/// let pumps = Resource(environment, capacity: 2)
/// try environment.process("car") { task in
///   try pumps.use(task) {
///     try task.wait(60, in: environment)
///   }
/// }
/// ```
///
/// Processes get it in the order of their requests. A `Semaphore` does this too. A resource also keeps SimPy's
/// order of events, knows its users and the waiting requests, and records how many wait.
public class Resource {
  /// The environment of its processes.
  public let environment: Environment

  /// The name in messages.
  public let name: String

  /// The number of processes that can use it at once.
  public let capacity: Int

  /// The granted requests.
  public private(set) var users: [Request] = []

  /// The waiting requests, in the order in which they will be granted.
  public private(set) var queue: [Request] = [] {
    didSet { environment.note(Double(queue.count), in: queueHistory) }
  }

  /// The number of waiting requests at each time.
  public let queueHistory = History(0)

  /// Creates a resource.
  ///
  /// - Parameters:
  ///   - environment: The environment of its processes.
  ///   - capacity: The number of processes that can use it at once.
  ///   - name: The name in messages.
  /// - Precondition: `capacity` is positive.
  public init(_ environment: Environment, capacity: Int = 1, name: String = "resource") {
    precondition(capacity > 0, "the capacity must be positive, and is \(capacity)")
    self.environment = environment
    self.capacity = capacity
    self.name = name
  }

  /// Requests the resource without waiting for it: SimPy's `resource.request()`.
  ///
  /// Each request must be passed to ``release(_:)``, granted or not. ``use(_:_:)`` does all of this.
  ///
  /// - Parameter task: The process that asks.
  /// - Returns: The request, to wait for.
  public func request(_ task: TaskContext) -> Request {
    add(Request(self, task.current, priority: 0, preempts: false))
  }

  /// Releases the resource, or withdraws a waiting request.
  ///
  /// The next request in the queue is granted after the other events of this time.
  ///
  /// - Parameter request: The request.
  public func release(_ request: Request) {
    remove(request, from: &users)
    remove(request, from: &queue)
    // Even if no process waits now, one may wait when this runs.
    environment.afterward { self.grantNext() }
  }

  /// Waits for the resource, performs a closure with it, and releases it: SimPy's
  /// `with resource.request() as request: yield request`.
  ///
  /// The resource, or the place in the queue, is released however this ends.
  ///
  /// - Parameters:
  ///   - task: The process that requests it.
  ///   - body: The closure to perform with the resource.
  /// - Returns: The result of the closure.
  /// - Throws: ``Interrupt``; the error of the closure.
  public func use<Result>(_ task: TaskContext, _ body: () throws -> Result) throws -> Result {
    try use(request(task), task, body)
  }

  /// Waits for the resource up to a time, and then performs a closure with it.
  ///
  /// - Parameters:
  ///   - task: The process that requests it.
  ///   - patience: The time to wait: see ``GeneratorScheduling/TaskContext/wait(for:atMost:)``.
  ///   - body: The closure to perform with the resource.
  /// - Returns: The result of the closure, or `nil` if the time has passed.
  /// - Throws: ``Interrupt``; the error of the closure.
  public func use<Result>(
    _ task: TaskContext, atMost patience: Double, _ body: () throws -> Result
  ) throws -> Result? {
    let request = request(task)
    defer { release(request) }
    return try task.wait(for: request, atMost: patience) ? body() : nil
  }

  final func use<Result>(
    _ request: Request, _ task: TaskContext, _ body: () throws -> Result
  ) throws -> Result {
    defer { release(request) }
    try task.wait(for: request)
    return try body()
  }

  /// Adds a request to the queue, and grants the first one if possible.
  final func add(_ request: Request) -> Request {
    // After those that are as important.
    let place = queue.firstIndex { request.rank < $0.rank } ?? queue.endIndex
    queue.insert(request, at: place)
    grantNext()
    return request
  }

  /// Grants the first request in the queue, if possible.
  private func grantNext() {
    guard let next = queue.first else { return }
    if users.count == capacity, let user = user(toPreemptFor: next) { preempt(user, for: next) }
    guard users.count < capacity else { return }
    queue.removeFirst()
    users.append(next)
    next.grant()
  }

  private func preempt(_ user: Request, for request: Request) {
    remove(user, from: &users)
    let cause = Preempted(
      by: request.process.identity, usageSince: user.usageSince!, resource: name)
    // While all processes are being ended, there is none to interrupt.
    try? environment.urgently { _ in user.process.throw(Interrupt(cause: cause)) }
  }

  private func remove(_ request: Request, from list: inout [Request]) {
    if let index = list.firstIndex(where: { $0 === request }) { list.remove(at: index) }
  }

  /// Returns the request that must end so that another can be granted, though all units are in use.
  func user(toPreemptFor request: Request) -> Request? { nil }
}

/// A process's request for a resource.
///
/// It happens when it is granted.
public final class Request: Occurrence {
  /// The importance of the request; smaller numbers are more important.
  public let priority: Int

  /// The time at which the process got the resource.
  public private(set) var usageSince: Double?

  let process: AnyScheduledTask
  let preempts: Bool
  private let time: Double

  init(_ resource: Resource, _ process: AnyScheduledTask, priority: Int, preempts: Bool) {
    self.process = process
    self.priority = priority
    self.preempts = preempts
    time = resource.environment.now
    super.init(resource.environment, name: resource.name)
  }

  /// The order of requests: by importance, then by time, then preempting ones first.
  var rank: (Int, Double, Int) { (priority, time, preempts ? 0 : 1) }

  fileprivate func grant() {
    usageSince = environment.now
    succeed()
  }
}
