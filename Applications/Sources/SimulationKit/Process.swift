public import GeneratorScheduling

/// A process of a simulation: a task, and its end, for which others can wait.
///
/// ```swift
/// let simulation = Simulation()
/// let environment = simulation.environment
/// let washing = try environment.process("washing") { task in
///   try task.wait(5, in: environment)
///   return "clean"
/// }
/// try environment.process { task in
///   print(try task.join(washing), environment.now)  // clean 5.0
/// }
/// try simulation.run()
/// ```
public final class Process<Value>: Occurrence {
  /// What the process is called.
  public let name: String

  /// What it has returned or thrown; `nil` while it has not ended.
  public private(set) var result: Result<Value, any Error>?

  private var task: AnyScheduledTask?

  fileprivate init(in environment: Environment, name: String) {
    self.name = name
    super.init(environment, name: "end of \(name)")
  }

  /// Whether it has not ended.
  public var isAlive: Bool { result == nil }

  /// Interrupts what the process waits for, which throws an ``Interrupt``.
  ///
  /// It has its turn before what else happens at this time, but for what was as urgent before it. One
  /// that has not started finds the error at its first wait. One that has ended until then does not
  /// notice.
  ///
  /// - Parameter cause: why, for the process to know.
  /// - Throws: ``SimulationError/terminated(_:)``, ``SimulationError/interruptedItself(_:)``.
  public func interrupt(_ cause: (any Sendable)? = nil) throws {
    if !isAlive { throw SimulationError.terminated(name) }
    if task?.state == .running { throw SimulationError.interruptedItself(name) }
    try environment.urgently { _ in self.task?.throw(Interrupt(cause: cause)) }
  }

  fileprivate func start(
    _ scheduler: Scheduler, _ body: @escaping (TaskContext) throws -> Value
  ) throws {
    task = AnyScheduledTask(
      try scheduler.spawn(name: name) { [self] task in
        let result = Result { try body(task) }
        self.result = result
        switch result {
        case .failure(let error) where !(error is CancellationError): fail(error)
        default: succeed()
        }
      })
  }
}

extension Environment {
  /// Starts a process: SimPy's `env.process(...)`.
  ///
  /// It has its first turn when the process that starts it waits, before what else happens at this
  /// time.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - body: what it does. What it throws is thrown to who waits for its end, or else by
  ///     ``Simulation/run(until:)``.
  /// - Returns: the process.
  /// - Throws: `SchedulingError.finished` when the simulation has run to its end.
  @discardableResult
  public func process<Value>(
    _ name: String = "process", _ body: @escaping (TaskContext) throws -> Value
  ) throws -> Process<Value> {
    let process = Process<Value>(in: self, name: name)
    try urgently { try process.start($0, body) }
    return process
  }
}

extension TaskContext {
  /// Waits until a process has ended: SimPy's `yield process`.
  ///
  /// - Parameter process: the process to wait for.
  /// - Returns: what it has returned.
  /// - Throws: what it has thrown; ``Interrupt``.
  @discardableResult
  public func join<Value>(_ process: Process<Value>) throws -> Value {
    try wait(for: process)
    return try process.result!.get()
  }
}
