// Embedded Swift has no concurrency unless a client brings it.
#if !hasFeature(Embedded)
  /// What one step of a recursive machine comes to that may await.
  @frozen public enum AsyncRecursiveStep<Machine: AsyncRecursiveMachine> {
    /// The body yielded an element.
    case element(Machine.Element)
    /// The body delegates to another run of itself, and goes on after it.
    case call(Machine)
    /// The body delegates to another run of itself as the last thing that it does.
    case tail(Machine)
    /// The body delegates to elements that another function makes.
    case other(AsyncErasedElements<Machine.Element, Machine.Failure>)
    /// The body has ended.
    case end
  }

  /// The state of a generator whose body awaits, and delegates to the generator itself.
  ///
  /// What ``RecursiveMachine`` is for a body that doesn't await.
  public protocol AsyncRecursiveMachine<Element, Failure> {
    /// The type of the elements.
    associatedtype Element
    /// The type of the errors that the body throws; `Never` if it throws none.
    associatedtype Failure: Error

    /// Runs the body until it yields, delegates to itself, ends or throws.
    ///
    /// A machine that has ended or thrown returns ``AsyncRecursiveStep/end`` from then on.
    ///
    /// - Parameters:
    ///   - actor: The consumer's isolation.
    ///   - error: The error that the run to which this one delegated has thrown: the body throws it where it
    ///     goes on.
    /// - Returns: What the body came to.
    /// - Throws: The error that the body threw. It has run its `defer` blocks.
    mutating func step(
      isolation actor: isolated (any Actor)?, throwing error: Failure?
    ) async throws(Failure) -> AsyncRecursiveStep<Self>

    /// Runs the `defer` blocks that are pending where the body is suspended, and ends it.
    ///
    /// The default does nothing, for a body that has none.
    mutating func close()
  }

  extension AsyncRecursiveMachine {
    /// Does nothing.
    @inlinable @inline(__always)
    public mutating func close() {}
  }

  /// The running machine of a recursive generator that may await, and those that wait until it has ended.
  ///
  /// What ``RecursionStack`` is for bodies that don't await.
  ///
  /// - Complexity: Amortized O(1) for each step, at any depth. The first step after a copy copies the stack.
  @frozen public struct AsyncRecursionStack<Machine: AsyncRecursiveMachine> {
    @usableFromInline var running: Machine
    @usableFromInline var waiting: ContiguousArray<Machine>
    /// What the running machine delegates to, if that is not a run of the same function.
    @usableFromInline var other: AsyncErasedElements<Machine.Element, Machine.Failure>?

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
    ) async throws(Machine.Failure) -> Machine.Element? {
      var error: Machine.Failure? = nil
      if other != nil {
        do throws(Machine.Failure) {
          if let element = try await other!.next(isolation: actor) { return element }
        } catch let thrown {
          error = thrown
        }
        other = nil
      }
      while true {
        do throws(Machine.Failure) {
          let pending = error
          error = nil
          switch try await running.step(isolation: actor, throwing: pending) {
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
      running.close()
      while let caller = waiting.popLast() {
        running = caller
        running.close()
      }
    }
  }

  /// The elements of a generator whose body awaits, and delegates to the generator itself.
  ///
  /// It holds the parameters only.
  @frozen public struct AsyncRecursiveSequence<Machine: AsyncRecursiveMachine>: AsyncSequence {
    /// The type of the elements.
    public typealias Element = Machine.Element
    /// The type of the errors that the bodies throw.
    public typealias Failure = Machine.Failure

    @usableFromInline let machine: Machine

    /// Makes a sequence whose iterators are copies of a machine that has not started.
    @inlinable @inline(__always)
    public init(_ machine: Machine) {
      self.machine = machine
    }

    /// Returns an iterator that runs the body from its beginning.
    @inlinable @inline(__always)
    public func makeAsyncIterator() -> Iterator {
      Iterator(AsyncRecursionStack(machine))
    }

    /// An iterator of a recursive generator that may await.
    ///
    /// A copy of it goes on alone.
    @frozen public struct Iterator: AsyncIteratorProtocol {
      @usableFromInline var stack: AsyncRecursionStack<Machine>

      @inlinable @inline(__always)
      init(_ stack: AsyncRecursionStack<Machine>) {
        self.stack = stack
      }

      /// Resumes the innermost body, and returns the element that it yields, or `nil` after the last one.
      @inlinable @inline(__always)
      public mutating func next(
        isolation actor: isolated (any Actor)?
      ) async throws(Machine.Failure) -> Machine.Element? {
        try await stack.next(isolation: actor)
      }

      /// Runs the pending `defer` blocks of all bodies, the innermost first, and ends the generator.
      @inlinable
      public mutating func finish() {
        stack.close()
      }
    }
  }

  extension AsyncRecursiveSequence: Sendable where Machine: Sendable {}

  extension AsyncRecursiveStep {
    /// Returns the step of a body that delegates to the result of a call by its own name.
    ///
    /// - Parameter elements: The result of the call.
    /// - Returns: A call of its machine if the called function is the machine's own; otherwise its elements.
    @inlinable @inline(__always)
    public static func delegate<Elements: AsyncSequence>(to elements: Elements) -> Self
    where Elements.Element == Machine.Element, Elements.Failure == Machine.Failure {
      if let machine = machine(of: elements) { return .call(machine) }
      return .other(AsyncErasedElements(elements.makeAsyncIterator()))
    }

    /// Returns the step of a body that delegates to the result of a call by its own name, and has nothing to
    /// do afterwards.
    ///
    /// - Parameter elements: The result of the call.
    /// - Returns: As ``delegate(to:)`` does, but the machine takes the place of the one that calls.
    @inlinable @inline(__always)
    public static func delegateLast<Elements: AsyncSequence>(to elements: Elements) -> Self
    where Elements.Element == Machine.Element, Elements.Failure == Machine.Failure {
      if let machine = machine(of: elements) { return .tail(machine) }
      return .other(AsyncErasedElements(elements.makeAsyncIterator()))
    }

    @inlinable @inline(__always)
    static func machine<Elements>(of elements: Elements) -> Machine? {
      (elements as? AsyncRecursiveSequence<Machine>)?.machine
    }
  }

  /// The elements of any kind of asynchronous iterator, for a delegation by name that turns out not to be
  /// recursive.
  ///
  /// A value: a copy goes on alone.
  @frozen public struct AsyncErasedElements<Element, Failure: Error> {
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
