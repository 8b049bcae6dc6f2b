/// A generator that is compiled to a state machine and may fail.
///
/// `@Generator` makes one of a function that returns `some ThrowingSource`, a protocol of module `Generators`, to which
/// it conforms there:
///
/// ```swift
/// @Generator func numbers(in lines: [String]) -> some ThrowingSource<Int, BadNumber> {
///   for line in lines {
///     guard let n = Int(line) else { throw BadNumber(line) }
///     yield(n)
///   }
/// }
/// let g = numbers(in: ["1", "2", "x"])
/// while let n = try g.next() { print(n) }  // 1, 2, then BadNumber is thrown
/// ```
///
/// It is a reference: copies of the value share one position. Nothing runs before the first ``next()``. The
/// release of the last reference closes a suspended body.
///
/// **Closing.** If `Failure` is `any Error`, closing throws ``GeneratorExit`` at the `yield`, so that `catch` clauses
/// and `defer` blocks run. A body with a typed failure can't receive that error: its pending `defer` blocks run, but
/// no `catch` clause does. An error that leaves the body while it is released goes to `UnraisableError.hook` if the
/// file that declares the generator imports `Generators`; otherwise it stops the program.
///
/// **Throwing into it.** The `throw(_:)` of `ThrowingGenerator(numbers(in: lines))` throws an error at the `yield`. A
/// body with a typed failure can catch errors of that type. Any other error closes it and is thrown back.
public final class CompiledThrowingGenerator<Machine: _ResumableMachine>: _MachineFrame<Machine>
where Machine._Input == Void, Machine._Returned == Void {
  /// The type of the elements that the body yields.
  public typealias Element = Machine._Yielded
  /// The type of the errors that leave the body.
  public typealias Failure = Machine._Failure

  /// Creates a generator of a machine that was not started.
  ///
  /// - Parameters:
  ///   - machine: The body.
  ///   - report: Takes an error that leaves the body during the release of the last reference.
  @inlinable
  public init(_ machine: Machine, _reportingTo report: @escaping _UnraisableReport) {
    super.init(machine: machine, report: report)
  }

  /// Creates a generator whose errors of release stop the program.
  @_disfavoredOverload
  @inlinable
  public convenience init(_ machine: Machine) {
    self.init(machine, _reportingTo: _trapForUnraisable)
  }

  /// Runs the body to its next `yield` or its end, and returns the element, or `nil` at the end.
  ///
  /// - Returns: The element; `nil` when the body has ended, and at each later call.
  /// - Throws: The error that leaves the body, which ends it. From inside the body,
  ///   ``GeneratorError/Kind-swift.enum/alreadyExecuting`` if `Failure` can hold it; otherwise that is a trap.
  /// - Complexity: O(1) beyond what the body does, without an allocation.
  @inlinable @inline(__always) @discardableResult
  public func next() throws(Failure) -> Element? {
    guard phase == .idle else { return try refuse() }
    switch try resume(.send(())) {
    case .yielded(let element): return .some(element)
    case .returned: return nil
    }
  }

  @inlinable @inline(never)
  func refuse() throws(Failure) -> Element? {
    if phase == .closed { return nil }
    let error = GeneratorError(.alreadyExecuting, _origin)
    #if !hasFeature(Embedded)
      if let error = error as? Failure { throw error }
    #endif
    fatalError("\(error)")
  }

  /// Closes the generator, because an operation on its elements has failed.
  ///
  /// An error that the body throws then goes where an error of its release goes. From inside the body it does
  /// nothing.
  public func abandon() {
    if phase == .idle { closeReporting(isReleased: false) }
  }

  #if !hasFeature(Embedded)
    /// Whether a body that is closed has anything to run.
    @inlinable
    public var _hasCleanup: Bool { hasCleanup && phase != .closed }

    /// Throws an error at the `yield` where the body is suspended, and returns the next element.
    ///
    /// An error that `Failure` can't hold ends the body, after its pending `defer` blocks, and is thrown back.
    public func _raise(_ error: any Error) throws -> Element? {
      switch state {
      case .running: throw GeneratorError(.alreadyExecuting, _origin)
      case .closed: throw error
      case .created:
        end()
        throw error
      case .suspended: break
      }
      guard let failure = error as? Failure else {
        phase = .running
        machine!._unwind()
        end()
        throw error
      }
      switch try resume(.raise(failure)) {
      case .yielded(let element): return .some(element)
      case .returned: return nil
      }
    }
  #endif
}
