/// What is asked of a simulation that cannot be.
public enum SimulationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A time to wait that is negative, or not a number.
  case invalidDelay(Double)

  /// An amount to put into a container, or to get out of it, that is not greater than 0.
  case invalidAmount(Double)

  /// A time to run until that has passed.
  case untilIsPast(Double)

  /// A process was interrupted that has ended.
  case terminated(String)

  /// A process has interrupted itself.
  case interruptedItself(String)

  /// One line for the error.
  public var description: String {
    switch self {
    case .invalidDelay(let delay): "cannot wait for \(delay)"
    case .invalidAmount(let amount): "an amount must be greater than 0, and is \(amount)"
    case .untilIsPast(let time): "the simulation is past \(time)"
    case .terminated(let process): "\(process) has terminated and cannot be interrupted"
    case .interruptedItself(let process): "\(process) cannot interrupt itself"
    }
  }
}

/// What a process that was interrupted finds thrown by the wait in which it is.
public struct Interrupt: Error, CustomStringConvertible {
  /// Why it was interrupted; ``Preempted`` by a ``PreemptiveResource``.
  public let cause: (any Sendable)?

  /// Makes an interrupt with its cause.
  public init(cause: (any Sendable)? = nil) { self.cause = cause }

  /// The interrupt and its cause.
  public var description: String { "interrupted" + (cause.map { ": \($0)" } ?? "") }
}
