// Embedded Swift has no concurrency unless a client brings it.
#if !hasFeature(Embedded)
  /// The state of a generator whose body awaits, and delegates to the generator itself.
  ///
  /// The counterpart of ``_RecursiveMachine`` for a body that awaits.
  public protocol _AsyncRecursiveMachine: _RecursiveBody
  where _Other == _AsyncErasedElements<_Yielded, _Failure> {
    /// Runs the body until it yields, delegates to itself, ends or throws.
    ///
    /// A machine that has ended or thrown returns ``_RecursiveStep/end`` from then on.
    ///
    /// - Parameters:
    ///   - actor: The consumer's isolation.
    ///   - error: The error that the run to which this one delegated has thrown: the body throws it where it
    ///     continues.
    /// - Returns: The step at which the body stopped.
    /// - Throws: The error that the body threw. It has run its `defer` blocks.
    mutating func _step(
      isolation actor: isolated (any Actor)?, throwing error: _Failure?
    ) async throws(_Failure) -> _RecursiveStep<Self, _Yielded, _Other>
  }

  extension _RecursionStack where Machine: _AsyncRecursiveMachine {
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
      while true {
        if other != nil {
          do throws(Machine._Failure) {
            if let element = try await other!.next(isolation: actor) { return element }
          } catch let thrown {
            error = thrown
          }
          other = nil
        }
        steps: while true {
          do throws(Machine._Failure) {
            let pending = error
            error = nil
            switch perform(try await running._step(isolation: actor, throwing: pending)) {
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

  /// A recursive body as an async machine like any other.
  @_documentation(visibility: private)
  @frozen
  public struct _AsyncRecursionMachine<Machine: _AsyncRecursiveMachine>: _AsyncMachine {
    @usableFromInline var stack: _RecursionStack<Machine>

    @inlinable @inline(__always)
    public init(_ machine: Machine) { stack = _RecursionStack(machine) }

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

  extension _RecursiveStep
  where
    Machine: _AsyncRecursiveMachine, Machine._Yielded == Yielded, Machine._Other == Other
  {
    /// Returns the step of a body that delegates to the result of a call by its own name.
    ///
    /// - Parameter elements: The result of the call.
    /// - Returns: A call of its machine if the called function is the machine's own; otherwise its elements.
    @inlinable @inline(__always)
    public static func delegate<Elements: AsyncSequence>(to elements: Elements) -> Self
    where Elements.Element == Yielded, Elements.Failure == Machine._Failure {
      if let machine = machine(of: elements) { return .call(machine) }
      return .other(_AsyncErasedElements(elements.makeAsyncIterator()))
    }

    /// Returns the step of a body that delegates to the result of a call by its own name, and has nothing to
    /// do afterwards.
    ///
    /// - Parameter elements: The result of the call.
    /// - Returns: The step of ``delegate(to:)``, but the called machine replaces the calling one.
    @inlinable @inline(__always)
    public static func delegateLast<Elements: AsyncSequence>(to elements: Elements) -> Self
    where Elements.Element == Yielded, Elements.Failure == Machine._Failure {
      if let machine = machine(of: elements) { return .tail(machine) }
      return .other(_AsyncErasedElements(elements.makeAsyncIterator()))
    }

    @inlinable @inline(__always)
    static func machine<Elements>(of elements: Elements) -> Machine? {
      typealias Recipe = _SpecializedAsyncRecipe<_AsyncRecursionRecipe<Machine>>
      if let sequence = elements as? _AsyncRecipeSequence<Recipe> {
        return sequence.recipe.base.machine
      }
      if let generator = elements as? _AsyncMachineIterator<Recipe._Made> {
        return generator.machine.base.stack.only
      }
      guard let generator = elements as? _AsyncDeferringSequence<Recipe>,
        case .fresh(let recipe) = generator.storage
      else { return nil }
      return recipe.base.machine
    }
  }

  /// The elements of any kind of asynchronous iterator, for a delegation by name that turns out not to be
  /// recursive.
  ///
  /// It is a value: a copy continues by itself.
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
  /// Its methods are closures, as ``ElementsBox``'s are. They are passed the box instead of capturing the iterator,
  /// since an `async` closure with captures has one more frame, which takes 150 instructions an element. So the two
  /// boxes have separate types.
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
