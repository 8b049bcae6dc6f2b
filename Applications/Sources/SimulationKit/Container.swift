public import GeneratorScheduling

/// A store of some matter, such as a tank, that processes fill and empty by amounts: SimPy's `Container`.
///
/// ```swift
/// let tank = Container(environment, capacity: 200, level: 200)
/// try environment.process("car") { task in
///   try tank.get(37, task)
///   print("left", tank.level)  // left 163.0
/// }
/// ```
///
/// A process that wants more than there is waits for it, and so does one that puts in more than there is room
/// for. Each kind waits in the order of arrival, even if a smaller amount would be possible.
public final class Container {
  /// The environment of its processes.
  public let environment: Environment

  /// The name in messages.
  public let name: String

  /// The maximum amount.
  public let capacity: Double

  /// The current amount.
  public private(set) var level: Double {
    didSet { environment.note(level, in: levelHistory) }
  }

  /// The amount at each time.
  public let levelHistory: History

  private var puts: [Transfer] = []
  private var gets: [Transfer] = []

  /// Creates a container.
  ///
  /// - Parameters:
  ///   - environment: The environment of its processes.
  ///   - capacity: The maximum amount.
  ///   - level: The amount at first.
  ///   - name: The name in messages.
  /// - Precondition: `capacity` is positive, and `level` is from 0 to `capacity`.
  public init(
    _ environment: Environment, capacity: Double = .infinity, level: Double = 0,
    name: String = "container"
  ) {
    precondition(capacity > 0, "the capacity must be positive, and is \(capacity)")
    precondition(
      0 <= level && level <= capacity, "the level must be in 0...\(capacity), and is \(level)")
    self.environment = environment
    self.capacity = capacity
    self.level = level
    self.name = name
    levelHistory = History(level)
  }

  /// Puts an amount in, and waits until there is room for it.
  ///
  /// - Throws: ``Interrupt``, in which case nothing is put in; ``SimulationError/invalidAmount(_:)``.
  public func put(_ amount: Double, _ task: TaskContext) throws {
    try complete(requestPut(amount), task)
  }

  /// Gets an amount out, and waits until there is enough.
  ///
  /// - Throws: ``Interrupt``, in which case nothing is taken out; ``SimulationError/invalidAmount(_:)``.
  public func get(_ amount: Double, _ task: TaskContext) throws {
    try complete(requestGet(amount), task)
  }

  /// Puts an amount in as soon as there is room for it, and returns without waiting for that.
  ///
  /// - Returns: An occurrence that happens then.
  /// - Throws: ``SimulationError/invalidAmount(_:)``.
  @discardableResult
  public func requestPut(_ amount: Double) throws -> Occurrence {
    let put = try Transfer(of: amount, self)
    puts.append(put)
    transferPuts()
    return put
  }

  /// Gets an amount out as soon as there is enough, and returns without waiting for that.
  ///
  /// - Returns: An occurrence that happens then.
  /// - Throws: ``SimulationError/invalidAmount(_:)``.
  @discardableResult
  public func requestGet(_ amount: Double) throws -> Occurrence {
    let get = try Transfer(of: amount, self)
    gets.append(get)
    transferGets()
    return get
  }

  private func complete(_ transfer: Occurrence, _ task: TaskContext) throws {
    defer {
      // A transfer that was given up must not be done later.
      puts.removeAll { $0 === transfer }
      gets.removeAll { $0 === transfer }
    }
    try task.wait(for: transfer)
  }

  private func transferPuts() {
    while let put = puts.first, capacity - level >= put.amount {
      puts.removeFirst()
      level += put.amount
      // Before the process that waits for it continues.
      environment.afterward { self.transferGets() }
      put.succeed()
    }
  }

  private func transferGets() {
    while let get = gets.first, level >= get.amount {
      gets.removeFirst()
      level -= get.amount
      environment.afterward { self.transferPuts() }
      get.succeed()
    }
  }

  private final class Transfer: Occurrence {
    let amount: Double

    init(of amount: Double, _ container: Container) throws {
      guard amount > 0 else { throw SimulationError.invalidAmount(amount) }
      self.amount = amount
      super.init(container.environment, name: container.name)
    }
  }
}
