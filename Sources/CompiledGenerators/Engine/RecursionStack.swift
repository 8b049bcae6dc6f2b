/// The result of one step of a recursive machine, whether its body awaits or not.
///
/// The macro `@Generator` writes the code that makes it; ``_RecursionStack`` acts on it. The machine's protocol isn't
/// required here, because the compiler would look for a conformance while it checks that one, and find none in a
/// module that belongs to the main actor.
@frozen public enum _RecursiveStep<Machine, Yielded, Other> {
  /// The body yielded an element.
  case element(Yielded)
  /// The body delegates to another run of itself, and continues after it.
  case call(Machine)
  /// The body delegates to another run of itself as the last thing that it does.
  case tail(Machine)
  /// The body delegates to elements that another function makes.
  case other(Other)
  /// The body has ended.
  case end
}

/// The part of a recursive machine that ``_RecursionStack`` needs, whether the body awaits or not.
public protocol _RecursiveBody {
  /// The type of the elements.
  associatedtype _Yielded
  /// The type of the errors that the body throws; `Never` if it throws none.
  associatedtype _Failure: Error
  /// The type of the elements that another function makes.
  associatedtype _Other

  /// Runs the `defer` blocks that are pending where the body is suspended, and ends it.
  ///
  /// The default does nothing, for a body that has none.
  mutating func _runDefers()
}

extension _RecursiveBody {
  /// Runs nothing, for a body that has no `defer` block.
  @inlinable @inline(__always)
  public mutating func _runDefers() {}
}

/// The state of a generator whose body delegates to the generator itself.
///
/// The macro `@Generator` declares one for each function that has `yield(from:)` of a call by its own name:
/// a struct with the parameters, the point where the body continues, and the variables that live across a
/// `yield`. A machine holds no other machine. ``_RecursionStack`` keeps those that wait.
public protocol _RecursiveMachine: _RecursiveBody
where _Other == _ErasedElements<_Yielded, _Failure> {
  /// Runs the body until it yields, delegates to itself, ends or throws.
  ///
  /// A machine that has ended or thrown returns ``_RecursiveStep/end`` from then on.
  ///
  /// - Parameter error: The error that the run to which this one delegated has thrown: the body throws it
  ///   where it continues. `nil` unless the last step was a ``_RecursiveStep/call(_:)`` or an
  ///   ``_RecursiveStep/other(_:)``.
  /// - Returns: The step at which the body stopped.
  /// - Throws: The error that the body threw. It has run its `defer` blocks.
  mutating func _step(throwing error: _Failure?) throws(_Failure)
    -> _RecursiveStep<Self, _Yielded, _Other>
}

/// A recursive generator's running machine, and those that wait until it has ended.
///
/// It is a value: a copy is a fork, and continues by itself. The stack is one array, so that neither iterating nor
/// releasing a deep recursion needs stack space of the thread. It allocates nothing until the generator
/// calls itself, and afterwards only as the array grows.
///
/// - Complexity: Amortized O(1) for each step, at any depth. The first step after a copy copies the stack.
@frozen public struct _RecursionStack<Machine: _RecursiveBody> {
  @usableFromInline var running: Machine
  @usableFromInline var waiting: ContiguousArray<Machine>
  /// The delegate of the running machine, if that isn't a run of the same function.
  @usableFromInline var other: Machine._Other?

  /// Creates a stack of one machine, which has not started.
  @inlinable @inline(__always)
  public init(_ machine: Machine) {
    running = machine
    waiting = []
    other = nil
  }

  /// The machine of which the generator consists, as long as no others wait for it.
  ///
  /// Before the first `next()`, it is the one that was given to the initializer. A body that delegates to the
  /// generator can take it over.
  @inlinable
  public var only: Machine? {
    @inline(__always) get { waiting.isEmpty && other == nil ? running : nil }
  }

  /// The action of `next` after a step.
  @usableFromInline enum Turn {
    case element(Machine._Yielded)
    /// Resume the running machine, which may be another one now.
    case step
    /// Request an element from the delegate of the running machine.
    case other
    case end
  }

  /// Performs the action that a step of the running machine has returned.
  @inlinable @inline(__always)
  mutating func perform(
    _ step: consuming _RecursiveStep<Machine, Machine._Yielded, Machine._Other>
  ) -> Turn {
    switch step {
    case .element(let element): return .element(element)
    case .call(var machine):
      // Exchanged rather than copied, so that nothing is retained.
      swap(&running, &machine)
      waiting.append(machine)
      return .step
    case .tail(let machine):
      running = machine
      return .step
    case .other(let elements):
      other = elements
      return .other
    case .end: return resumeCaller() ? .step : .end
    }
  }

  /// Makes the machine that waits for the running one, which has ended, the running machine.
  ///
  /// - Returns: Whether there is one.
  @inlinable @inline(__always)
  mutating func resumeCaller() -> Bool {
    guard let caller = waiting.popLast() else { return false }
    running = caller
    return true
  }

  /// Runs the pending `defer` blocks of all bodies, the innermost first, and ends the generator.
  ///
  /// - Complexity: O(depth).
  @inlinable
  public mutating func close() {
    other = nil
    repeat { running._runDefers() } while resumeCaller()
  }
}

// AsyncRecursionStack.swift has this function again, with `await`, because Swift has no function that awaits only for
// some of its callers.
extension _RecursionStack where Machine: _RecursiveMachine {
  /// Resumes the innermost body until an element is yielded.
  ///
  /// - Parameter thrown: An error that the innermost body throws where it is suspended.
  /// - Returns: The element, or `nil` if the outermost body has ended.
  /// - Throws: An error that no body caught. The generator has ended then.
  @inlinable @inline(__always)
  public mutating func next(
    throwing thrown: Machine._Failure? = nil
  ) throws(Machine._Failure) -> Machine._Yielded? {
    var error = thrown
    // The elements of another function can't catch it.
    if error != nil { other = nil }
    while true {
      if other != nil {
        do throws(Machine._Failure) {
          if let element = try other!.next() { return element }
        } catch let thrown {
          error = thrown
        }
        other = nil
      }
      steps: while true {
        do throws(Machine._Failure) {
          let pending = error
          error = nil
          switch perform(try running._step(throwing: pending)) {
          case .element(let element): return element
          case .step: continue steps
          case .other: break steps
          case .end: return nil
          }
        } catch let thrown {
          guard resumeCaller() else { throw thrown }
          error = thrown
        }
      }
    }
  }
}

/// A recursive body as a machine like any other.
@_documentation(visibility: private)
@frozen
public struct _RecursionMachine<Machine: _RecursiveMachine>: _DeferringMachine
where Machine._Failure == Never {
  @usableFromInline var stack: _RecursionStack<Machine>

  @inlinable @inline(__always)
  public init(_ machine: Machine) { stack = _RecursionStack(machine) }

  @inlinable @inline(__always)
  public mutating func _step() -> Machine._Yielded? { stack.next() }

  @inlinable
  public mutating func _runDefers() { stack.close() }
}

/// A recursive body that has not started.
@_documentation(visibility: private)
@frozen
public struct _RecursionRecipe<Machine: _RecursiveMachine>: _Recipe
where Machine._Failure == Never {
  @usableFromInline let machine: Machine

  @inlinable @inline(__always)
  public init(_ machine: Machine) { self.machine = machine }

  @inlinable @inline(__always)
  public func _make() -> _RecursionMachine<Machine> { _RecursionMachine(machine) }
}

extension _RecursionRecipe: Sendable where Machine: Sendable {}

/// A recursive body that may fail as a machine that is resumed with messages.
@_documentation(visibility: private)
@frozen
public struct _ResumableRecursion<Machine: _RecursiveMachine>: _ResumableMachine {
  @usableFromInline var stack: _RecursionStack<Machine>
  public var _pc = 0
  public let _origin: GeneratorOrigin

  @inlinable @inline(__always)
  public init(_ machine: Machine, _ origin: GeneratorOrigin) {
    stack = _RecursionStack(machine)
    _origin = origin
  }

  // Unwinding goes through all bodies that wait.
  @inlinable
  public var _hasCleanup: Bool { true }

  @inlinable @inline(__always)
  public mutating func _resume(
    _ message: consuming _Message<Void, Machine._Failure>
  ) throws(Machine._Failure) -> _Step<Machine._Yielded, Void> {
    var thrown: Machine._Failure?
    if case .raise(let error) = message { thrown = error }
    guard let element = try stack.next(throwing: thrown) else {
      _pc = -1
      return .returned(())
    }
    _pc = 1
    return .yielded(element)
  }

  @inlinable
  public mutating func _unwind() { stack.close() }
}
