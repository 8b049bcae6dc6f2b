/// A request that a simulation can't fulfil.
public enum SimulationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The time to wait is negative, or not a number.
  case invalidDelay(Double)

  /// The amount to put into a container, or to get out of it, is not greater than 0.
  case invalidAmount(Double)

  /// The time to run until has passed.
  case untilIsPast(Double)

  /// The process to interrupt has ended.
  case terminated(String)

  /// The process has interrupted itself.
  case interruptedItself(String)

  /// The error, in one line.
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

/// The error that the wait of an interrupted process throws.
public struct Interrupt: Error, CustomStringConvertible {
  /// The cause of the interrupt, which is ``Preempted`` if a ``PreemptiveResource`` has interrupted the process.
  public let cause: (any Sendable)?

  /// Creates an interrupt with its cause.
  public init(cause: (any Sendable)? = nil) { self.cause = cause }

  /// The interrupt and its cause.
  public var description: String { "interrupted" + (cause.map { ": \($0)" } ?? "") }
}
