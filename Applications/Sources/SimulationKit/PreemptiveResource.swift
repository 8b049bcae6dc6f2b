public import GeneratorScheduling

/// A resource that a more important process takes away from another: SimPy's `PreemptiveResource`.
///
/// ```swift
/// let repairman = PreemptiveResource(environment)
/// do {
///   try repairman.use(task, priority: 2) { try task.wait(30, in: environment) }
/// } catch let interrupt as Interrupt {
///   print(interrupt)
/// }
/// ```
///
/// The process that loses it is interrupted, with ``Preempted`` as the cause.
public final class PreemptiveResource: PriorityResource {
  override func user(toPreemptFor request: Request) -> Request? {
    guard request.preempts else { return nil }
    // The last of the least important ones.
    let last = users.reduce(users[0]) { $1.rank < $0.rank ? $0 : $1 }
    return request.rank < last.rank ? last : nil
  }
}

/// The cause of an interrupt by a ``PreemptiveResource``.
public struct Preempted: Sendable, CustomStringConvertible {
  /// The process that has the resource now.
  public let by: TaskIdentity

  /// The time at which the interrupted process got it.
  public let usageSince: Double

  /// The resource's name in messages.
  public let resource: String

  /// The cause, in one line.
  public var description: String { "\(resource), used since \(usageSince), was preempted by \(by)" }
}
