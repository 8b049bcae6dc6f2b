/// A lazy, single-pass sequence whose elements are produced by straight-line code.
///
/// A generator runs its body, a closure, on a stack of its own. The body starts at the first
/// ``next()`` and runs to its first `yield`; each further `next()` goes on from there to the
/// following one. Between the two the body is suspended, with its variables, loops and calls as
/// they stand.
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
/// A generator is a reference: a copy of the value is another name for the same generator, and
/// all of them take from the same elements. It is its own iterator, so `for` takes what is left.
/// When the last reference goes while the body is suspended, the body is closed at once, on the
/// thread that let go: see ``close()``.
///
/// Generators may hold each other, each the last reference to the next, in lists of any length.
/// Releasing the first one releases all of them before it returns. One that is not started is
/// released inside of the release of its holder, so each is gone before its holder is. Beyond fifty
/// such releases, one inside of the other, the rest follow when those fifty are done, in order.
///
/// The body must not let an error out, since ``next()`` can't throw: that is a trap which names
/// the error and where the generator was made. ``GeneratorExit`` is no such error. For a body that
/// may fail there is ``ThrowingGenerator``; for one that is sent values, ``Coroutine``.
///
/// A generator is not `Sendable`, but it can be sent to another thread, task or actor when it is
/// no longer used where it was. Its body then goes on there.
///
/// - Complexity: making one allocates the generator and no stack. Started, it takes a stack from
///   a pool, of which mostly one page is resident, and gives it back when it has ended. `next()`
///   is O(1) beyond what the body does, without an allocation.
public struct Generator<Element> {
  /// What the body is handed: calling it yields an element.
  public typealias Yield = Generators.Yield<Element, Void>

  @usableFromInline let core: TypedCore<Element, Void, Void>

  /// Makes a generator whose elements `body` yields.
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
  ///   - stackSize: the least number of bytes of stack for the body and what it calls. It is
  ///     rounded up to a power of two and reserved, not used: memory is taken for what is touched.
  ///     The default, 262,144 and in a debug build 1,048,576, is enough for Foundation's formatters
  ///     and parsers; a body that recurses deeply may need more. If `Element` is larger than 1,024
  ///     bytes, the stack gets room for 16 elements more. Overflow stops the process at a guard
  ///     below the stack, and a report names the generator: see
  ///     ``GeneratorStacks/reportsOverflow``. The guard has 1 MiB. Swift does not check that a
  ///     call's local variables fit, so that a single call with more than that may write past the
  ///     guard. With `vm.overcommit_memory=2`, Linux counts stacks and guards toward its limit from
  ///     when they are reserved, up to 96 MiB at a time.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  ///   - body: the code that yields the elements. It is released when it has ended.
  /// - Precondition: `stackSize` is positive. Where there is no memory for a stack, the first
  ///   `next()` traps.
  /// - Complexity: O(1), one allocation.
  @inlinable
  public init(
    stackSize: Int = defaultStackSize, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: @escaping (Yield) throws -> Void
  ) {
    // Not a precondition, whose message an optimised build leaves out; so for each trap here.
    guard stackSize > 0 else { fatalError("stackSize must be positive, and is \(stackSize)") }
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    core = TypedCore(body: body, stackSize: stackSize, origin: origin)
  }

  /// Makes a generator of the elements of a sequence: Python's `iter` with a generator's protocol.
  ///
  /// It needs no stack; in all else it is a generator like any other, with its states, its
  /// `close()`, which lets go of the sequence, and its `throw(_:)`, which ends it.
  ///
  /// `next()` asks the sequence on the stack of its caller. Where less than 64 KiB of that are
  /// left, it asks on a fresh stack, so that such generators may be sources of one another to any
  /// depth.
  ///
  /// ```swift
  /// let g = Generator(["a", "b"])
  /// print(g.next()!, g.state)  // a suspended
  /// ```
  ///
  /// - Parameters:
  ///   - sequence: the elements; its iterator is made at the first ``next()``.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
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
  /// Resumes the body until it yields or ends, and gives the element, or `nil` at the end.
  ///
  /// Control goes to the body, on its own stack and on this thread, and comes back at its next
  /// `yield`, or when it ends. After the end it is `nil` for ever.
  ///
  /// ```swift
  /// let g = Generator { yield in try yield(1) }
  /// print(g.next() as Any, g.next() as Any)  // Optional(1) nil
  /// ```
  ///
  /// It is a trap if an error other than ``GeneratorExit`` leaves the body, and to call it from
  /// inside the body.
  ///
  /// - Returns: the element, or `nil` when the body has ended.
  /// - Complexity: one resumption, without an allocation; the first takes a stack from the pool.
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
  /// Throws `error` at the `yield` where the body is suspended, and gives the next element.
  ///
  /// Control goes to the body, where `yield` throws `error`, and comes back as from ``next()``. A
  /// body that catches it and yields again goes on. One that was not started does not run: it is
  /// closed, and the error comes back; so it does from one that has ended.
  ///
  /// ```swift
  /// let g = Generator { yield in
  ///   do { try yield(1) } catch is CancellationError { try yield(-1) }
  /// }
  /// _ = g.next()
  /// print(try g.throw(CancellationError())!)  // -1
  /// ```
  ///
  /// - Parameter error: what `yield` throws.
  /// - Returns: the next element, or `nil` if the body has ended without an error.
  /// - Throws: the error that leaves the body, mostly `error` itself, whereupon the generator is
  ///   closed; ``GeneratorError/Kind-swift.enum/alreadyExecuting`` inside the body.
  /// - Complexity: one resumption.
  @inlinable @inline(__always) @discardableResult
  public func `throw`(_ error: consuming any Error) throws -> Element? {
    try core.resume(throwing: error)
  }

  /// Ends the generator: its body is resumed once more, to clean up.
  ///
  /// Control goes to the body, where `yield` throws ``GeneratorExit``; `defer` blocks and `catch`
  /// clauses run, and it comes back when the body has ended. One that was not started does not
  /// run; to close one that has ended does nothing.
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
  /// `break` in a `for` loop closes a generator to which nothing else refers.
  ///
  /// It is a trap if the body yields while it is being closed, if an error other than
  /// ``GeneratorExit`` leaves it, and to call it from inside the body. PEP 342.
  ///
  /// - Complexity: one resumption of each body in the chain of delegations.
  @inlinable
  public func close() {
    do {
      _ = try core.close()
    } catch {
      core.end(with: error, in: "close()")
    }
  }

  /// Where the generator stands in its life.
  ///
  /// - Complexity: O(1); O(*n*) inside of *n* delegations.
  public var state: GeneratorState { core.state }
}

extension Generator: CustomStringConvertible {
  /// The state, the function in which the body is suspended, and where the generator was made:
  /// `<Generator<Int> suspended in closure #1 in fibonacci(), made at M/F.swift:3>`.
  ///
  /// With `GeneratorStacks.showSourceLines()` of module `GeneratorDebugging` it names the line too:
  /// see <doc:Debugging>.
  ///
  /// - Complexity: O(*n*) for *n* bodies of a chain of delegations. The first lookup of a place in
  ///   the code reads the program's symbol table.
  public var description: String { core.describe(as: Self.self) }
}

/// The number of bytes of stack that a body gets unless it asks for another: 262,144, or 1,048,576
/// in a debug build.
///
/// In a debug build a call takes more stack: a recursive function three to four times as much, a
/// `yield` of a large element ten times. With four times the stack, a body that runs in a release
/// build runs in a debug build too.
///
/// Measured in a release and in a debug build, in KB: formatting and parsing with Foundation takes
/// 12 to 24 in both; a JSON document takes 2.7 and 3.4 for each level of nesting that the usual
/// recursive `enum` decodes; a small recursive function takes 0.02 and 0.06 for each call.
///
/// A debug build is one in which `assert` checks.
@inlinable
public var defaultStackSize: Int {
  var isDebug = false
  assert({ isDebug = true }() == ())
  return isDebug ? 1 << 20 : 256 << 10
}

extension Sequence {
  /// Keeps the name `Generator` usable where a type conforms to `Sequence`, which has an
  /// unavailable member of this name.
  public typealias Generator<T> = Generators.Generator<T>
}
