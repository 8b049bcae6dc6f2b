/// The calls in which a suspended body waits to be resumed.
///
/// A body may call functions that yield, and delegate to other generators, which do the same. A
/// generator's ``Generator/suspendedBacktrace`` lists all of these calls:
///
/// ```swift
/// func walk(_ depth: Int, _ yield: Generator<Int>.Yield) throws {
///   if depth > 0 { try walk(depth - 1, yield) }
///   try yield(depth)
/// }
/// func countdown() -> Generator<Int> {
///   Generator { yield in try walk(2, yield) }
/// }
/// let g = countdown()
/// _ = g.next()
/// if let backtrace = g.suspendedBacktrace { print(backtrace) }
/// // walk(_:_:)
/// // walk(_:_:)
/// // walk(_:_:)
/// // closure #1 in countdown()
/// ```
///
/// The names come from the symbol tables of the program and its libraries, so a stripped program
/// has none. In an optimised build, a function that was inlined has no frame, and one that
/// ends with a call may have none. With `import GeneratorDebugging` and one call of
/// `GeneratorStacks.showSourceLines()`, the frames have lines too, and inlined functions are
/// listed.
public struct SuspendedBacktrace: Sendable, Hashable {
  /// The addresses at which the calls continue, the innermost call first.
  ///
  /// They include the calls of this library between the body and its `yield`. A debugger finds
  /// their functions and lines: see <doc:Debugging>.
  ///
  /// There are at most 128 for each body, and 1,024 for all bodies of a chain of delegations.
  public let addresses: [UInt]

  /// A call that waits for another call to return.
  public struct Frame: Sendable, Hashable {
    /// The address at which the call continues.
    public let address: UInt

    /// The name of the function; `nil` where it is not known.
    public let function: String?

    /// The path of the source file; `nil` where it is not known.
    public let file: String?

    /// The line in the file, from 1; `nil` where it is not known.
    public let line: Int?
  }

  /// The calls, the innermost first, without those inside this library.
  ///
  /// If all calls are inside this library, such as in the body of one of its operations, they are
  /// listed.
  ///
  /// - Complexity: O(*n*) for *n* addresses that were looked up before. The first lookup of an
  ///   address reads the symbol table of its program or library, which takes milliseconds for a
  ///   large one.
  public var frames: [Frame] { Symbolication.frames(of: addresses) }
}

extension SuspendedBacktrace.Frame: CustomStringConvertible {
  /// The function, the file's name and the line, as far as they are known: `walk(_:_:) at
  /// Walk.swift:3`.
  public var description: String {
    let name = function ?? "0x" + String(address, radix: 16)
    guard let file, let line else { return name }
    let start = file.lastIndex(of: "/").map { file.index(after: $0) } ?? file.startIndex
    return "\(name) at \(file[start...]):\(line)"
  }
}

extension SuspendedBacktrace: CustomStringConvertible {
  /// The frames, one per line.
  public var description: String { frames.map(\.description).joined(separator: "\n") }
}

extension Generator {
  /// The calls in which the body is suspended, or `nil` if it is not suspended.
  ///
  /// ```swift
  /// func numbers() -> Generator<Int> {
  ///   Generator { yield in try yield(1) }
  /// }
  /// let g = numbers()
  /// print(g.suspendedBacktrace == nil)  // true
  /// _ = g.next()
  /// print(g.suspendedBacktrace!)  // closure #1 in numbers()
  /// ```
  ///
  /// While the body delegates by `yield(from:)`, the calls of the innermost generator come first,
  /// and then those of the generators that wait for it. A generator that takes the elements of a
  /// sequence has no body and no backtrace.
  ///
  /// The frame pointers that Swift code keeps lead from call to call. If a body has called C code
  /// that keeps none, and the C code has called back, the list may be incomplete. Where bodies run
  /// on threads, there is no backtrace: see ``GeneratorStacks/runsOnThreads``.
  ///
  /// - Complexity: O(*n*) for *n* calls; names are looked up later, by
  ///   ``SuspendedBacktrace/frames``.
  public var suspendedBacktrace: SuspendedBacktrace? { core.suspendedBacktrace }
}

extension Coroutine {
  /// The calls in which the body is suspended, or `nil` if it is not suspended: see
  /// ``Generator/suspendedBacktrace``.
  public var suspendedBacktrace: SuspendedBacktrace? { core.suspendedBacktrace }
}
