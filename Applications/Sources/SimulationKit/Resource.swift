public import GeneratorScheduling

/// Something of which there are a few, and that one process at a time can use each of: SimPy's
/// `Resource`.
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
/// Processes get it in the order in which they ask for it. A library's `Semaphore` does this too; a
/// resource keeps SimPy's order of events, knows who uses it and who waits, and records how many wait.
public class Resource {
  /// What its processes act in.
  public let environment: Environment

  /// What messages call it.
  public let name: String

  /// How many processes can use it at once.
  public let capacity: Int

  /// The requests of those who use it.
  public private(set) var users: [Request] = []

  /// The requests of those who wait, in the order in which they will be granted.
  public private(set) var queue: [Request] = [] {
    didSet { environment.note(Double(queue.count), in: queueHistory) }
  }

  /// How many have waited at each time.
  public let queueHistory = History(0)

  /// Makes a resource.
  ///
  /// - Parameters:
  ///   - environment: what its processes act in.
  ///   - capacity: how many can use it at once.
  ///   - name: what messages call it.
  /// - Precondition: `capacity` is positive.
  public init(_ environment: Environment, capacity: Int = 1, name: String = "resource") {
    precondition(capacity > 0, "the capacity must be positive, and is \(capacity)")
    self.environment = environment
    self.capacity = capacity
    self.name = name
  }

  /// Asks for the resource, without waiting for it: SimPy's `resource.request()`.
  ///
  /// It has to be given back by ``release(_:)``, granted or not. ``use(_:_:)`` does it all.
  ///
  /// - Parameter task: the process that asks.
  /// - Returns: the request, to be waited for.
  public func request(_ task: TaskContext) -> Request {
    add(Request(self, task.current, priority: 0, preempts: false))
  }

  /// Gives the resource back, or gives up waiting for it.
  ///
  /// The next in the queue gets it after what else happens at this time.
  ///
  /// - Parameter request: what was asked with.
  public func release(_ request: Request) {
    remove(request, from: &users)
    remove(request, from: &queue)
    // Also where nobody waits now: somebody may when it is done.
    environment.afterward { self.grantNext() }
  }

  /// Waits for the resource, does something with it, and gives it back: SimPy's
  /// `with resource.request() as request: yield request`.
  ///
  /// It is given back, or the place in the queue is, however this ends.
  ///
  /// - Parameters:
  ///   - task: the process that asks.
  ///   - body: what to do when it has it.
  /// - Returns: what the closure returns.
  /// - Throws: ``Interrupt``; what the closure throws.
  public func use<Result>(_ task: TaskContext, _ body: () throws -> Result) throws -> Result {
    try use(request(task), task, body)
  }

  /// Waits for the resource up to a time, and then does something with it.
  ///
  /// - Parameters:
  ///   - task: the process that asks.
  ///   - patience: how long to wait: see ``GeneratorScheduling/TaskContext/wait(for:atMost:)``.
  ///   - body: what to do when it has it.
  /// - Returns: what the closure returns, or `nil` if the time has passed.
  /// - Throws: ``Interrupt``; what the closure throws.
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

  /// Puts a request into the queue, and grants the first there if that can be.
  final func add(_ request: Request) -> Request {
    // Behind those that are as important.
    let place = queue.firstIndex { request.rank < $0.rank } ?? queue.endIndex
    queue.insert(request, at: place)
    grantNext()
    return request
  }

  /// Grants the first in the queue, if that can be.
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
    // When all is being ended there is nobody to be interrupted.
    try? environment.urgently { _ in user.process.throw(Interrupt(cause: cause)) }
  }

  private func remove(_ request: Request, from list: inout [Request]) {
    if let index = list.firstIndex(where: { $0 === request }) { list.remove(at: index) }
  }

  /// Who has to go so that a request can be granted, though all is in use.
  func user(toPreemptFor request: Request) -> Request? { nil }
}

/// What a process asks for a resource with: it happens when it is granted.
public final class Request: Occurrence {
  /// How important it is; smaller numbers are more.
  public let priority: Int

  /// When the process has got the resource.
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

  /// By what requests are sorted: how important they are, then their time, then that they preempt.
  var rank: (Int, Double, Int) { (priority, time, preempts ? 0 : 1) }

  fileprivate func grant() {
    usageSince = environment.now
    succeed()
  }
}
