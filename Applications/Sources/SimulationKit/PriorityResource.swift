public import GeneratorScheduling

/// A resource that important processes get first: SimPy's `PriorityResource`.
///
/// ```swift
/// let doctor = PriorityResource(environment)
/// try doctor.use(task, priority: 1) { try task.wait(10, in: environment) }
/// ```
public class PriorityResource: Resource {
  /// Asks for the resource, without waiting for it.
  ///
  /// - Parameters:
  ///   - task: the process that asks.
  ///   - priority: how important it is; smaller numbers are more. Among equals it is who came first.
  ///   - preempts: whether a ``PreemptiveResource`` is taken away from others for it.
  /// - Returns: the request, to be waited for, and to be given to ``Resource/release(_:)``.
  public func request(_ task: TaskContext, priority: Int, preempts: Bool = true) -> Request {
    add(Request(self, task.current, priority: priority, preempts: preempts))
  }

  /// Waits for the resource, does something with it, and gives it back.
  ///
  /// - Parameters:
  ///   - task: the process that asks.
  ///   - priority: how important it is; smaller numbers are more.
  ///   - preempts: whether a ``PreemptiveResource`` is taken away from others for it.
  ///   - body: what to do when it has it.
  /// - Returns: what the closure returns.
  /// - Throws: ``Interrupt``; what the closure throws.
  public func use<Result>(
    _ task: TaskContext, priority: Int, preempts: Bool = true, _ body: () throws -> Result
  ) throws -> Result {
    try use(request(task, priority: priority, preempts: preempts), task, body)
  }
}
