/// A lazy, single-pass sequence whose elements are yielded by straight-line code.
///
/// A generator runs its body, a closure, on a stack of its own. The first ``next()`` starts the
/// body, which runs to its first `yield`. Each further `next()` resumes it, and it runs to the
/// following one. In between the body is suspended, and keeps its variables, loops and calls.
///
/// ```swift
/// func fibonacci() -> Generator<Int> {
///   Generator { yield in
///     var (a, b) = (0, 1)
///     while true {
///       try yield(a)
///       (a, b) = (b, a + b)
///     }
///   }
/// }
/// print(Array(fibonacci().prefix(8)))  // [0, 1, 1, 2, 3, 5, 8, 13]
/// ```
///
/// A generator is a reference. A copy of the value is another name for the same generator, and all
/// copies take from the same elements. It is its own iterator, so `for` takes the elements that are
/// left. If the last reference is released while the body is suspended, the body is closed at once,
/// on the releasing thread: see ``close()``.
///
/// Generators may hold each other, each the last reference to the next, in lists of any length.
/// Releasing the first one releases all of them before it returns. A generator that is not started
/// is released inside of the release of its holder, so each is gone before its holder is. Beyond
/// fifty such releases, one inside of the other, the rest follow after those fifty, in order.
///
/// No error except ``GeneratorExit`` may leave the body, because ``next()`` can't throw. Any other
/// error that leaves it is a trap, which names the error and where the generator was created. For a
/// body that may fail, use ``ThrowingGenerator``. For a body that is sent values, use
/// ``Coroutine``.
///
/// A generator is not `Sendable`, but a thread, task or actor that no longer uses it can send it
/// to another one. Its body then continues there.
///
/// - Complexity: Creating a generator allocates it and no stack. When it starts, it takes a stack
///   from a pool, of which mostly one page is resident, and it returns the stack when it ends.
///   `next()` is O(1) plus the work of the body, without an allocation.
public struct Generator<Element> {
  /// The type of the value by which the body yields: calling it yields an element.
  public typealias Yield = Generators.Yield<Element, Void>

  @usableFromInline let core: TypedCore<Element, Void, Void>

  /// Creates a generator whose elements `body` yields.
  ///
  /// The body does not run yet; it starts at the first ``next()``.
  ///
  /// ```swift
  /// let squares = Generator { yield in
  ///   for n in 1... { try yield(n * n) }
  /// }
  /// print(Array(squares.prefix(4)))  // [1, 4, 9, 16]
  /// ```
  ///
  /// - Parameters:
  ///   - stackSize: The least number of bytes of stack for the body and the functions that it
  ///     calls. It is rounded up to a power of two. The stack is reserved, and takes memory only
  ///     where it is touched. The default, 262,144 and in a debug build 1,048,576, is enough for
  ///     Foundation's formatters and parsers. A body that recurses deeply may need more. If
  ///     `Element` is larger than 1,024 bytes, the stack gets room for 16 elements more. An
  ///     overflow stops the process at a guard of 1 MiB below the stack, and a report names the
  ///     generator: see ``GeneratorStacks/reportsOverflow``. Swift does not check that a call's
  ///     local variables fit, so a single call with more than 1 MiB of them may write past the
  ///     guard. With `vm.overcommit_memory=2`, Linux counts stacks and guards toward its limit
  ///     from when they are reserved, up to 96 MiB at a time.
  ///   - fileID: The file to name in messages.
  ///   - line: The line to name in messages.
  ///   - body: The code that yields the elements. It is released when it has ended.
  /// - Precondition: `stackSize` is positive. If there is no memory for a stack, the first `next()`
  ///   traps.
  /// - Complexity: O(1), one allocation.
  @inlinable
  public init(
    stackSize: Int = defaultStackSize, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: @escaping (Yield) throws -> Void
  ) {
    // No `precondition`, because an optimised build leaves its message out. The same holds for all
    // traps here.
    guard stackSize > 0 else { fatalError("stackSize must be positive, and is \(stackSize)") }
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    core = TypedCore(body: body, stackSize: stackSize, origin: origin)
  }

  /// Creates a generator of the elements of a sequence: Python's `iter`, with a generator's
  /// methods.
  ///
  /// It needs no stack. Otherwise it is a generator like any other, with its states, its `close()`,
  /// which releases the sequence, and its `throw(_:)`, which ends it.
  ///
  /// `next()` asks the sequence for an element on its caller's stack. If less than 64 KiB of that
  /// stack are left, it asks on a fresh one, so such generators may be sources of one another to
  /// any depth.
  ///
  /// ```swift
  /// let g = Generator(["a", "b"])
  /// print(g.next()!, g.state)  // a suspended
  /// ```
  ///
  /// - Parameters:
  ///   - sequence: The elements. Its iterator is made at the first ``next()``.
  ///   - fileID: The file to name in messages.
  ///   - line: The line to name in messages.
  /// - Complexity: O(1), two allocations.
  @inlinable
  public init(
    _ sequence: some Sequence<Element>, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    core = TypedCore(
      frame: CallFrame(sequence), origin: GeneratorOrigin(fileID: fileID, line: line))
  }
}

extension Generator: SinglePassSequence {
  /// Resumes the body until it yields or ends, and returns the element, or `nil` at the end.
  ///
  /// The body runs on its own stack and on this thread. Control returns at its next `yield`, or
  /// when it ends. After the end, `next()` always returns `nil`.
  ///
  /// ```swift
  /// let g = Generator { yield in try yield(1) }
  /// print(g.next() as Any, g.next() as Any)  // Optional(1) nil
  /// ```
  ///
  /// An error other than ``GeneratorExit`` that leaves the body is a trap. So is a call from inside
  /// the body.
  ///
  /// - Returns: The element, or `nil` when the body has ended.
  /// - Complexity: One resumption, without an allocation; the first takes a stack from the pool.
  @inlinable @inline(__always) @discardableResult
  public func next() -> Element? {
    do {
      return try core.resume(sending: nil)
    } catch {
      core.end(with: error, in: "next()")
      return nil
    }
  }
}

extension Generator {
  /// Throws `error` at the `yield` where the body is suspended, and returns the next element.
  ///
  /// In the body, `yield` throws `error`. Control returns as from ``next()``: a body that catches
  /// the error and yields again continues. If the body has not started, it does not run: the
  /// generator is closed, and this call throws the error. It also throws the error if the body has
  /// ended.
  ///
  /// ```swift
  /// let g = Generator { yield in
  ///   do { try yield(1) } catch is CancellationError { try yield(-1) }
  /// }
  /// _ = g.next()
  /// print(try g.throw(CancellationError())!)  // -1
  /// ```
  ///
  /// - Parameter error: The error that `yield` throws.
  /// - Returns: The next element, or `nil` if the body has ended without an error.
  /// - Throws: The error that leaves the body, mostly `error` itself, which closes the generator;
  ///   ``GeneratorError/Kind-swift.enum/alreadyExecuting`` inside the body.
  /// - Complexity: One resumption.
  @inlinable @inline(__always) @discardableResult
  public func `throw`(_ error: consuming any Error) throws -> Element? {
    try core.resume(throwing: error)
  }

  /// Closes the generator: resumes its body once more, to clean up.
  ///
  /// In the body, `yield` throws ``GeneratorExit``, so `defer` blocks and `catch` clauses run.
  /// Control returns when the body has ended. A body that has not started does not run. Closing a
  /// generator that has ended does nothing.
  ///
  /// ```swift
  /// let g = Generator { yield in
  ///   defer { print("cleaned up") }
  ///   while true { try yield(0) }
  /// }
  /// _ = g.next()
  /// g.close()  // prints "cleaned up"
  /// ```
  ///
  /// `break` in a `for` loop closes a generator if nothing else refers to it.
  ///
  /// It is a trap if the body yields while it is being closed, or if an error other than
  /// ``GeneratorExit`` leaves it. So is a call from inside the body. Python raises errors in
  /// these cases (PEP 342).
  ///
  /// - Complexity: One resumption of each body in the chain of delegations.
  @inlinable
  public func close() {
    do {
      _ = try core.close()
    } catch {
      core.end(with: error, in: "close()")
    }
  }

  /// The state of the generator: created, suspended, running or closed.
  ///
  /// - Complexity: O(1); O(*n*) inside of *n* delegations.
  public var state: GeneratorState { core.state }
}

extension Generator: CustomStringConvertible {
  /// The state, the function in which the body is suspended, and where the generator was created:
  /// `<Generator<Int> suspended in closure #1 in fibonacci(), made at M/F.swift:3>`.
  ///
  /// After `GeneratorStacks.showSourceLines()` of module `GeneratorDebugging`, it includes the
  /// line: see <doc:Debugging>.
  ///
  /// - Complexity: O(*n*) for the *n* bodies of a chain of delegations. The first lookup of an
  ///   address reads the program's symbol table.
  public var description: String { core.describe(as: Self.self) }
}

/// The default number of bytes of stack for a body: 262,144, or 1,048,576 in a debug build.
///
/// In a debug build a call takes more stack: a recursive function three to four times as much, a
/// `yield` of a large element ten times as much. With four times the stack, a body that runs in a
/// release build also runs in a debug build.
///
/// Measured in a release and in a debug build, in KB: formatting and parsing with Foundation takes
/// 12 to 24 in both. A JSON document takes 2.7 and 3.4 for each level of nesting that the usual
/// recursive `enum` decodes. A small recursive function takes 0.02 and 0.06 for each call.
///
/// A debug build is a build in which `assert` checks its condition.
@inlinable
public var defaultStackSize: Int {
  var isDebug = false
  assert({ isDebug = true }() == ())
  return isDebug ? 1 << 20 : 256 << 10
}

extension Sequence {
  /// The library's `Generator`, usable in a type that conforms to `Sequence`, which has an
  /// unavailable member of this name.
  public typealias Generator<T> = Generators.Generator<T>
}
