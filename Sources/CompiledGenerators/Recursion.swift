/// What one step of a recursive machine comes to.
///
/// The macro `@Generator` writes the code that makes it; ``RecursionStack`` acts on it.
@frozen public enum RecursiveStep<Machine: RecursiveMachine> {
  /// The body yielded an element.
  case element(Machine.Element)
  /// The body delegates to another run of itself, and goes on after it.
  case call(Machine)
  /// The body delegates to another run of itself as the last thing that it does.
  case tail(Machine)
  /// The body delegates to elements that another function makes.
  case other(ErasedElements<Machine.Element, Machine.Failure>)
  /// The body has ended.
  case end
}

/// The state of a generator whose body delegates to the generator itself.
///
/// The macro `@Generator` declares one for each function that has `yield(from:)` of a call by its own name:
/// a struct with the parameters, the point where the body goes on, and the variables that live across a
/// `yield`. A machine holds no other machine. ``RecursionStack`` keeps those that wait.
public protocol RecursiveMachine<Element, Failure> {
  /// The type of the elements.
  associatedtype Element
  /// The type of the errors that the body throws; `Never` if it throws none.
  associatedtype Failure: Error = Never

  /// Runs the body until it yields, delegates to itself, ends or throws.
  ///
  /// A machine that has ended or thrown returns ``RecursiveStep/end`` from then on.
  ///
  /// - Parameter error: The error that the run to which this one delegated has thrown: the body throws it
  ///   where it goes on. `nil` unless the last step was a ``RecursiveStep/call(_:)`` or an
  ///   ``RecursiveStep/other(_:)``.
  /// - Returns: What the body came to.
  /// - Throws: The error that the body threw. It has run its `defer` blocks.
  mutating func step(throwing error: Failure?) throws(Failure) -> RecursiveStep<Self>

  /// Runs the `defer` blocks that are pending where the body is suspended, and ends it.
  ///
  /// The default does nothing, for a body that has none.
  mutating func close()
}

extension RecursiveMachine {
  /// Does nothing.
  @inlinable @inline(__always)
  public mutating func close() {}
}

/// A recursive generator's running machine, and those that wait until it has ended.
///
/// A value: a copy is a fork, and goes on alone. The stack is one array, so that neither iterating nor
/// releasing a deep recursion needs stack space of the thread. It allocates nothing until the generator
/// calls itself, and afterwards only as the array grows.
///
/// - Complexity: Amortized O(1) for each step, at any depth. The first step after a copy copies the stack.
@frozen public struct RecursionStack<Machine: RecursiveMachine> {
  @usableFromInline var running: Machine
  @usableFromInline var waiting: ContiguousArray<Machine>
  /// What the running machine delegates to, if that is not a run of the same function.
  @usableFromInline var other: ErasedElements<Machine.Element, Machine.Failure>?

  /// Makes a stack of one machine, which has not started.
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

  /// Resumes the innermost body until an element is yielded.
  ///
  /// - Returns: The element, or `nil` if the outermost body has ended.
  /// - Throws: An error that no body caught. The generator has ended then.
  @inlinable @inline(__always)
  public mutating func next() throws(Machine.Failure) -> Machine.Element? {
    var error: Machine.Failure? = nil
    if other != nil {
      do throws(Machine.Failure) {
        if let element = try other!.next() { return element }
      } catch let thrown {
        error = thrown
      }
      other = nil
    }
    while true {
      do throws(Machine.Failure) {
        let pending = error
        error = nil
        switch try running.step(throwing: pending) {
        case .element(let element):
          return element
        case .call(var machine):
          // Exchanged rather than copied, so that nothing is retained.
          swap(&running, &machine)
          waiting.append(machine)
        case .tail(let machine):
          running = machine
        case .other(var elements):
          if let element = try elements.next() {
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

/// The elements of a generator whose body delegates to the generator itself.
///
/// A function with `@Generator` returns it if its body has `yield(from:)` of a call by the function's own
/// name:
///
///     @Generator func inOrder(_ tree: Tree?) -> some Sequence<Int> {
///       guard let tree else { return }
///       yield(from: inOrder(tree.left))
///       yield(tree.value)
///       yield(from: inOrder(tree.right))
///     }
///
/// It holds the parameters only.
@frozen public struct RecursiveSequence<Machine: RecursiveMachine>: Sequence
where Machine.Failure == Never {
  @usableFromInline let machine: Machine

  /// Makes a sequence whose iterators are copies of a machine that has not started.
  @inlinable @inline(__always)
  public init(_ machine: Machine) {
    self.machine = machine
  }

  /// Returns an iterator that runs the body from its beginning.
  @inlinable @inline(__always)
  public func makeIterator() -> RecursiveGenerator<Machine> {
    RecursiveGenerator(machine)
  }
}

extension RecursiveSequence: Sendable where Machine: Sendable {}

/// An iterator of a generator whose body delegates to the generator itself.
///
/// A value: a copy goes on alone. It is a sequence too, of the elements that are left. It isn't `Sendable`,
/// because it may hold an iterator of a type that the function's signature doesn't show.
///
/// - Complexity: Amortized O(1) for an element at any depth. Nothing is allocated but the array of the
///   bodies that wait.
@frozen public struct RecursiveGenerator<Machine: RecursiveMachine>: Sequence, IteratorProtocol
where Machine.Failure == Never {
  @usableFromInline var stack: RecursionStack<Machine>

  /// Makes a generator whose body has not started.
  @inlinable @inline(__always)
  public init(_ machine: Machine) {
    stack = RecursionStack(machine)
  }

  /// Resumes the innermost body, and returns the element that it yields, or `nil` after the last one.
  @inlinable @inline(__always)
  public mutating func next() -> Machine.Element? {
    stack.next()
  }
}

/// The elements of a recursive generator whose body has a `defer` that is pending at a `yield`.
///
/// An iterator that is released before its end runs the pending `defer` blocks of all bodies that are
/// suspended, the innermost first. Therefore it is a reference: a copy of it is the same iterator.
@frozen public struct ClosingRecursiveSequence<Machine: RecursiveMachine>: Sequence
where Machine.Failure == Never {
  @usableFromInline let machine: Machine

  /// Makes a sequence whose iterators start with copies of a machine that has not started.
  @inlinable @inline(__always)
  public init(_ machine: Machine) {
    self.machine = machine
  }

  /// Returns an iterator that runs the body from its beginning.
  @inlinable @inline(__always)
  public func makeIterator() -> Iterator {
    Iterator(RecursionFrame(machine))
  }

  /// An iterator of a recursive generator, which runs pending `defer` blocks when it is released.
  @frozen public struct Iterator: IteratorProtocol {
    @usableFromInline let frame: RecursionFrame<Machine>

    @inlinable @inline(__always)
    init(_ frame: RecursionFrame<Machine>) {
      self.frame = frame
    }

    /// Resumes the innermost body, and returns the element that it yields, or `nil` after the last one.
    @inlinable @inline(__always)
    public mutating func next() -> Machine.Element? {
      frame.stack.next()
    }
  }
}

extension ClosingRecursiveSequence: Sendable where Machine: Sendable {}

/// The stack of a recursive generator, with the end of its life.
@usableFromInline
final class RecursionFrame<Machine: RecursiveMachine> {
  @usableFromInline var stack: RecursionStack<Machine>

  @inlinable
  init(_ machine: Machine) {
    stack = RecursionStack(machine)
  }

  @inlinable
  deinit {
    stack.close()
  }
}
