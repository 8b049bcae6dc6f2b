public import GeneratorScheduling

/// A resource that important processes get first: SimPy's `PriorityResource`.
///
/// ```swift
/// let doctor = PriorityResource(environment)
/// try doctor.use(task, priority: 1) { try task.wait(10, in: environment) }
/// ```
public class PriorityResource: Resource {
  /// Requests the resource without waiting for it.
  ///
  /// - Parameters:
  ///   - task: The process that requests it.
  ///   - priority: The importance of the request; smaller numbers are more important. Among equal ones the
  ///     first is granted first.
  ///   - preempts: Whether the request takes a ``PreemptiveResource`` away from others.
  /// - Returns: The request, to wait for and to pass to ``Resource/release(_:)``.
  public func request(_ task: TaskContext, priority: Int, preempts: Bool = true) -> Request {
    add(Request(self, task.current, priority: priority, preempts: preempts))
  }

  /// Waits for the resource, performs a closure with it, and releases it.
  ///
  /// - Parameters:
  ///   - task: The process that requests it.
  ///   - priority: The importance of the request; smaller numbers are more important.
  ///   - preempts: Whether the request takes a ``PreemptiveResource`` away from others.
  ///   - body: The closure to perform with the resource.
  /// - Returns: The result of the closure.
  /// - Throws: ``Interrupt``; the error of the closure.
  public func use<Result>(
    _ task: TaskContext, priority: Int, preempts: Bool = true, _ body: () throws -> Result
  ) throws -> Result {
    try use(request(task, priority: priority, preempts: preempts), task, body)
  }
}
