public import GeneratorScheduling

/// A resource that is taken away from a process for one that is more important: SimPy's
/// `PreemptiveResource`.
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
    // The last of those that are the least important.
    let last = users.reduce(users[0]) { $1.rank < $0.rank ? $0 : $1 }
    return request.rank < last.rank ? last : nil
  }
}

/// Why a process was interrupted by a ``PreemptiveResource``.
public struct Preempted: Sendable, CustomStringConvertible {
  /// The process that has the resource now.
  public let by: TaskIdentity

  /// When the one that lost it had got it.
  public let usageSince: Double

  /// What messages call the resource.
  public let resource: String

  /// One line for the cause.
  public var description: String { "\(resource), used since \(usageSince), was preempted by \(by)" }
}
