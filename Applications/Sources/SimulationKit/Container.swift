public import GeneratorScheduling

/// Something that amounts of a matter are put into and got out of, such as a tank: SimPy's
/// `Container`.
///
/// ```swift
/// let tank = Container(environment, capacity: 200, level: 200)
/// try environment.process("car") { task in
///   try tank.get(37, task)
///   print("left", tank.level)  // left 163.0
/// }
/// ```
///
/// Who wants to get more than there is waits for it, and who wants to put in what has no room; each in
/// the order in which they came, also where a smaller amount would do.
public final class Container {
  /// What its processes act in.
  public let environment: Environment

  /// What messages call it.
  public let name: String

  /// The greatest amount that it can hold.
  public let capacity: Double

  /// The amount that it holds.
  public private(set) var level: Double {
    didSet { environment.note(level, in: levelHistory) }
  }

  /// What it has held at each time.
  public let levelHistory: History

  private var puts: [Transfer] = []
  private var gets: [Transfer] = []

  /// Makes a container.
  ///
  /// - Parameters:
  ///   - environment: what its processes act in.
  ///   - capacity: the greatest amount that it can hold.
  ///   - level: the amount that it holds at first.
  ///   - name: what messages call it.
  /// - Precondition: `capacity` is positive, and `level` neither negative nor greater.
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
  /// - Throws: ``Interrupt``, and then nothing is put in; ``SimulationError/invalidAmount(_:)``.
  public func put(_ amount: Double, _ task: TaskContext) throws {
    try complete(requestPut(amount), task)
  }

  /// Gets an amount out, and waits until there is as much.
  ///
  /// - Throws: ``Interrupt``, and then nothing is got out; ``SimulationError/invalidAmount(_:)``.
  public func get(_ amount: Double, _ task: TaskContext) throws {
    try complete(requestGet(amount), task)
  }

  /// Puts an amount in as soon as there is room for it, without waiting for that.
  ///
  /// - Returns: what happens then.
  /// - Throws: ``SimulationError/invalidAmount(_:)``.
  @discardableResult
  public func requestPut(_ amount: Double) throws -> Occurrence {
    let put = try Transfer(of: amount, self)
    puts.append(put)
    transferPuts()
    return put
  }

  /// Gets an amount out as soon as there is as much, without waiting for that.
  ///
  /// - Returns: what happens then.
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
      // If it was given up, it is to be done no more.
      puts.removeAll { $0 === transfer }
      gets.removeAll { $0 === transfer }
    }
    try task.wait(for: transfer)
  }

  private func transferPuts() {
    while let put = puts.first, capacity - level >= put.amount {
      puts.removeFirst()
      level += put.amount
      // Before who waits for it goes on.
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
