// Embedded Swift has no concurrency unless a client brings it.
#if !hasFeature(Embedded)
  /// What one step of a recursive machine comes to that may await.
  @frozen public enum _AsyncRecursiveStep<Machine: _AsyncRecursiveMachine> {
    /// The body yielded an element.
    case element(Machine._Yielded)
    /// The body delegates to another run of itself, and goes on after it.
    case call(Machine)
    /// The body delegates to another run of itself as the last thing that it does.
    case tail(Machine)
    /// The body delegates to elements that another function makes.
    case other(_AsyncErasedElements<Machine._Yielded, Machine._Failure>)
    /// The body has ended.
    case end
  }

  /// The state of a generator whose body awaits, and delegates to the generator itself.
  ///
  /// What ``_RecursiveMachine`` is for a body that doesn't await.
  public protocol _AsyncRecursiveMachine {
    /// The type of the elements.
    associatedtype _Yielded
    /// The type of the errors that the body throws; `Never` if it throws none.
    associatedtype _Failure: Error

    /// Runs the body until it yields, delegates to itself, ends or throws.
    ///
    /// A machine that has ended or thrown returns ``_AsyncRecursiveStep/end`` from then on.
    ///
    /// - Parameters:
    ///   - actor: The consumer's isolation.
    ///   - error: The error that the run to which this one delegated has thrown: the body throws it where it
    ///     goes on.
    /// - Returns: What the body came to.
    /// - Throws: The error that the body threw. It has run its `defer` blocks.
    mutating func _step(
      isolation actor: isolated (any Actor)?, throwing error: _Failure?
    ) async throws(_Failure) -> _AsyncRecursiveStep<Self>

    /// Runs the `defer` blocks that are pending where the body is suspended, and ends it.
    ///
    /// The default does nothing, for a body that has none.
    mutating func _runDefers()
  }

  extension _AsyncRecursiveMachine {
    /// Does nothing.
    @inlinable @inline(__always)
    public mutating func _runDefers() {}
  }

  /// The running machine of a recursive generator that may await, and those that wait until it has ended.
  ///
  /// What ``_RecursionStack`` is for bodies that don't await.
  ///
  /// - Complexity: Amortized O(1) for each step, at any depth. The first step after a copy copies the stack.
  @frozen public struct _AsyncRecursionStack<Machine: _AsyncRecursiveMachine> {
    @usableFromInline var running: Machine
    @usableFromInline var waiting: ContiguousArray<Machine>
    /// What the running machine delegates to, if that is not a run of the same function.
    @usableFromInline var other: _AsyncErasedElements<Machine._Yielded, Machine._Failure>?

    /// Makes a stack of one machine, which has not started.
    @inlinable @inline(__always)
    public init(_ machine: Machine) {
      running = machine
      waiting = []
      other = nil
    }

    /// The machine of which the generator consists, as long as no others wait for it.
    @inlinable
    public var only: Machine? {
      @inline(__always) get { waiting.isEmpty && other == nil ? running : nil }
    }

    /// Resumes the innermost body until an element is yielded.
    ///
    /// - Parameter actor: The consumer's isolation, which the bodies inherit.
    /// - Returns: The element, or `nil` if the outermost body has ended.
    /// - Throws: An error that no body caught. The generator has ended then.
    @inlinable @inline(__always)
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(Machine._Failure) -> Machine._Yielded? {
      var error: Machine._Failure? = nil
      if other != nil {
        do throws(Machine._Failure) {
          if let element = try await other!.next(isolation: actor) { return element }
        } catch let thrown {
          error = thrown
        }
        other = nil
      }
      while true {
        do throws(Machine._Failure) {
          let pending = error
          error = nil
          switch try await running._step(isolation: actor, throwing: pending) {
          case .element(let element):
            return element
          case .call(var machine):
            // Exchanged rather than copied, so that nothing is retained.
            swap(&running, &machine)
            waiting.append(machine)
          case .tail(let machine):
            running = machine
          case .other(var elements):
            if let element = try await elements.next(isolation: actor) {
              other = elements
              return element
            }
          case .end:
            guard let caller = waiting.popLast() else { return nil }
            running = caller
          }
        } catch let thrown {
          guard let caller = waiting.popLast() else { throw thrown }
          running = caller
          error = thrown
        }
      }
    }

    /// Runs the pending `defer` blocks of all bodies, the innermost first, and ends the generator.
    ///
    /// - Complexity: O(depth).
    @inlinable
    public mutating func close() {
      other = nil
      running._runDefers()
      while let caller = waiting.popLast() {
        running = caller
        running._runDefers()
      }
    }
  }

  /// A recursive body as an async machine like any other.
  @_documentation(visibility: private)
  @frozen
  public struct _AsyncRecursionMachine<Machine: _AsyncRecursiveMachine>: _AsyncMachine {
    @usableFromInline var stack: _AsyncRecursionStack<Machine>

    @inlinable @inline(__always)
    public init(_ machine: Machine) { stack = _AsyncRecursionStack(machine) }

    @inlinable @inline(__always)
    public mutating func _step(
      isolation: isolated (any Actor)?
    ) async throws(Machine._Failure) -> Machine._Yielded? {
      try await stack.next(isolation: isolation)
    }

    @inlinable
    public mutating func _end() { stack.close() }
  }

  /// A recursive body that has not started.
  @_documentation(visibility: private)
  @frozen
  public struct _AsyncRecursionRecipe<Machine: _AsyncRecursiveMachine>: _AsyncRecipe {
    @usableFromInline let machine: Machine

    @inlinable @inline(__always)
    public init(_ machine: Machine) { self.machine = machine }

    @inlinable @inline(__always)
    public func _make() -> _AsyncRecursionMachine<Machine> { _AsyncRecursionMachine(machine) }
  }

  extension _AsyncRecursionRecipe: Sendable where Machine: Sendable {}

  extension _AsyncRecursiveStep {
    /// Returns the step of a body that delegates to the result of a call by its own name.
    ///
    /// - Parameter elements: The result of the call.
    /// - Returns: A call of its machine if the called function is the machine's own; otherwise its elements.
    @inlinable @inline(__always)
    public static func delegate<Elements: AsyncSequence>(to elements: Elements) -> Self
    where Elements.Element == Machine._Yielded, Elements.Failure == Machine._Failure {
      if let machine = machine(of: elements) { return .call(machine) }
      return .other(_AsyncErasedElements(elements.makeAsyncIterator()))
    }

    /// Returns the step of a body that delegates to the result of a call by its own name, and has nothing to
    /// do afterwards.
    ///
    /// - Parameter elements: The result of the call.
    /// - Returns: As ``delegate(to:)`` does, but the machine takes the place of the one that calls.
    @inlinable @inline(__always)
    public static func delegateLast<Elements: AsyncSequence>(to elements: Elements) -> Self
    where Elements.Element == Machine._Yielded, Elements.Failure == Machine._Failure {
      if let machine = machine(of: elements) { return .tail(machine) }
      return .other(_AsyncErasedElements(elements.makeAsyncIterator()))
    }

    @inlinable @inline(__always)
    static func machine<Elements>(of elements: Elements) -> Machine? {
      if let sequence = elements as? _AsyncRecipeSequence<_AsyncRecursionRecipe<Machine>> {
        return sequence.recipe.machine
      }
      if let generator = elements as? _AsyncMachineIterator<_AsyncRecursionMachine<Machine>> {
        return generator.machine.stack.only
      }
      guard let generator = elements as? _AsyncDeferringSequence<_AsyncRecursionRecipe<Machine>>,
        case .fresh(let recipe) = generator.storage
      else { return nil }
      return recipe.machine
    }
  }

  /// The elements of any kind of asynchronous iterator, for a delegation by name that turns out not to be
  /// recursive.
  ///
  /// A value: a copy goes on alone.
  @frozen public struct _AsyncErasedElements<Element, Failure: Error> {
    @usableFromInline var box: AsyncElementsBox<Element, Failure>

    @inlinable
    init<Base: AsyncIteratorProtocol>(_ base: Base)
    where Base.Element == Element, Base.Failure == Failure {
      box = AsyncIteratorBox(base)
    }

    /// Returns the next element, or `nil` after the last one.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(Failure) -> Element? {
      if !isKnownUniquelyReferenced(&box) { box = box.copy(box) }
      return try await box.next(box, actor)
    }
  }

  /// An asynchronous iterator of any type.
  ///
  /// Its methods are closures, which are specialized for the type where
  /// the box is made. Methods of the generic subclass would not be.
  @usableFromInline
  class AsyncElementsBox<Element, Failure: Error> {
    @usableFromInline typealias Next = (
      _ box: AsyncElementsBox, _ actor: isolated (any Actor)?
    ) async throws(Failure) -> Element?

    @usableFromInline let next: Next
    @usableFromInline let copy: (AsyncElementsBox) -> AsyncElementsBox

    @inlinable
    init(next: @escaping Next, copy: @escaping (AsyncElementsBox) -> AsyncElementsBox) {
      self.next = next
      self.copy = copy
    }
  }

  @usableFromInline
  final class AsyncIteratorBox<Base: AsyncIteratorProtocol>:
    AsyncElementsBox<Base.Element, Base.Failure>
  {
    @usableFromInline var base: Base

    @inlinable
    init(_ base: Base) {
      self.base = base
      super.init(
        next: { (box, actor: isolated (any Actor)?) async throws(Base.Failure) in
          try await (box as! AsyncIteratorBox).base.next(isolation: actor)
        },
        copy: { AsyncIteratorBox(($0 as! AsyncIteratorBox).base) })
    }
  }
#endif
