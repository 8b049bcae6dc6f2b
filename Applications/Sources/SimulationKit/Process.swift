public import GeneratorScheduling

/// A process of a simulation: a task, and its end, for which other processes can wait.
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
  /// The name of the process.
  public let name: String

  /// The result or error of the process; `nil` while it has not ended.
  public private(set) var result: Result<Value, any Error>?

  private var task: AnyScheduledTask?

  fileprivate init(in environment: Environment, name: String) {
    self.name = name
    super.init(environment, name: "end of \(name)")
  }

  /// Whether it has not ended.
  public var isAlive: Bool { result == nil }

  /// Interrupts the wait of the process, which throws an ``Interrupt``.
  ///
  /// The interrupt comes before the other events of this time, and after what was urgent before it. A process
  /// that has not started gets the error at its first wait. A process that has ended by then isn't
  /// interrupted.
  ///
  /// - Parameter cause: The cause, for the process to read.
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
  /// The process has its first turn when the current one waits, before the other events of this time.
  ///
  /// - Parameters:
  ///   - name: The name in messages.
  ///   - body: The work of the process. Its error is thrown to the process that waits for its end; without
  ///     one, by ``Simulation/run(until:)``.
  /// - Returns: The process.
  /// - Throws: `SchedulingError.finished` if the simulation has run to its end.
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
  /// - Parameter process: The process to wait for.
  /// - Returns: The result of the process.
  /// - Throws: The error of the process; ``Interrupt``.
  @discardableResult
  public func join<Value>(_ process: Process<Value>) throws -> Value {
    try wait(for: process)
    return try process.result!.get()
  }
}
