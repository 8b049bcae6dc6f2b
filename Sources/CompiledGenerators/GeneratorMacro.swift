/// A form in which the macro ``Generator(_:)`` keeps the state of a body.
///
/// The elements are the same in each form. The forms differ in the time for an element and in where they are possible.
public enum GeneratorForm {
  /// A struct beside the function, or a closure where Swift allows no struct there.
  ///
  /// The macro writes the closure in an extension of a protocol and for a local function, as
  /// <doc:WritingCompiledGenerators> describes.
  case automatic

  /// A closure over a tuple of the variables.
  ///
  /// Each function can have it, unless it may fail or awaits and also delegates to itself. The optimizer sees through
  /// the closure only while the state is small. A variable of an opaque type that the struct can't store needs it.
  ///
  /// ```
  /// @Generator(.closure) func evens() -> some Sequence<Int> {
  ///   for n in 0..<10 where n.isMultiple(of: 2) { yield(n) }
  /// }
  /// ```
  case closure
}

#if Macros
  /// Compiles the body of a function to a state machine, which the function returns.
  ///
  /// A call of the function runs nothing of the body. It returns the generator with the arguments. The body runs inside
  /// of the generator's `next()`, up to its next `yield`, and continues from there at the next call. At its end
  /// `next()` returns `nil`. The return type says what the body may do:
  ///
  /// | Returned type | The body |
  /// |---|---|
  /// | `some Sequence<E>`, `some IteratorProtocol<E>`, `AnySequence<E>`, `AnyIterator<E>` | yields |
  /// | `some CompiledGenerator<E>` | yields; a copy of the generator is a fork |
  /// | `some ThrowingSource<E, F>` | may throw, too |
  /// | `some AsyncSequence<E, F>`, `some CompiledAsyncGenerator<E, F>` | may await, and throw an `F` |
  /// | `some CompiledCoroutine<E, I, R>` | is sent values, may throw, and returns an `R` |
  ///
  /// `yield(x)` hands an element to the consumer, and `yield(from: sequence)` each element of a sequence. `try
  /// yield(x)` means the same as `yield(x)`.
  ///
  /// ```swift
  /// @Generator func fibonacci() -> some Sequence<Int> {
  ///   var (a, b) = (0, 1)
  ///   while true {
  ///     yield(a)
  ///     (a, b) = (b, a + b)
  ///   }
  /// }
  /// print(Array(fibonacci().prefix(8)))  // [0, 1, 1, 2, 3, 5, 8, 13]
  /// ```
  ///
  /// **Variables.** The iterator stores the variables that live across a `yield`, the parameters and `self`. A copy
  /// of the iterator is a fork, unless a `defer` is pending at a `yield`.
  ///
  /// **Recursion.** `yield(from:)` of a call of the function itself runs as a stack of machines, at the same cost at
  /// any depth.
  ///
  /// **Refusals.** The macro reports what it can't compile at its place in the body. <doc:WritingCompiledGenerators>
  /// has the list, and says where the macro uses the slower ``GeneratorForm/closure``.
  ///
  /// - Parameter form: The form of the state. The macro chooses it by itself, unless it is ``GeneratorForm/closure``.
  /// - Complexity: A call of the function is O(1) and allocates nothing, unless a `defer` is pending at a `yield` or
  ///   the generator is a reference. An element costs what the body does for it.
  @attached(body) @attached(peer)
  public macro Generator(_ form: GeneratorForm = .automatic) =
    #externalMacro(module: "GeneratorMacros", type: "GeneratorMacro")

  #if !hasFeature(Embedded)
    /// Compiles the body of a function that belongs to a global actor to a state machine.
    ///
    /// The macro sees names, not types. It recognises the actor of a function or of its type by an attribute whose name
    /// ends in `Actor`, such as `@MainActor`. Name an actor with any other name here.
    ///
    /// ```swift
    /// @globalActor actor Database { static let shared = Database() }
    ///
    /// @Database final class Table {
    ///   var rows = [1, 2, 3]
    ///
    ///   @Generator(isolation: Database.self) func doubled() -> some Sequence<Int> {
    ///     for row in rows { yield(row * 2) }
    ///   }
    /// }
    /// ```
    ///
    /// The generator is iterated on that actor. A `nonisolated` function ignores the argument. The body of an async
    /// sequence runs in the isolation of its consumer, and needs no argument.
    ///
    /// - Parameters:
    ///   - form: The form of the state, as for ``Generator(_:)``.
    ///   - isolation: The global actor that the function belongs to, by its own attribute or by that of its type.
    /// - Complexity: That of ``Generator(_:)``.
    @attached(body) @attached(peer)
    public macro Generator<Isolation: GlobalActor>(
      _ form: GeneratorForm = .automatic, isolation: Isolation.Type
    ) = #externalMacro(module: "GeneratorMacros", type: "GeneratorMacro")
  #endif
#else
  // The compiler warns of a macro whose implementation it doesn't find, even if the macro is unavailable. So
  // this one names a macro of the standard library, which each toolchain has and which adds nothing to
  // a function.
  /// Compiles the body of a function to a state machine: only with the package trait `Macros`.
  ///
  /// Without the trait, each use is an error that says how to enable it: <doc:EnablingTheMacro>. A client that doesn't
  /// use the macro needs neither the trait nor swift-syntax.
  ///
  /// - Parameter form: The form of the body's state.
  @available(
    *, unavailable,
    message: """
      enable the trait 'Macros' of the package swift-generators: \
      .package(url: ..., from: ..., traits: ["Macros"])
      """
  )
  @attached(peer)
  public macro Generator(_ form: GeneratorForm = .automatic) =
    #externalMacro(module: "SwiftMacros", type: "TaskLocalMacro")

  #if !hasFeature(Embedded)
    /// Compiles the body of a function that belongs to a global actor: only with the package trait `Macros`.
    ///
    /// - Parameters:
    ///   - form: The form of the body's state.
    ///   - isolation: The global actor that the function belongs to.
    @available(
      *, unavailable,
      message: """
        enable the trait 'Macros' of the package swift-generators: \
        .package(url: ..., from: ..., traits: ["Macros"])
        """
    )
    @attached(peer)
    public macro Generator<Isolation: GlobalActor>(
      _ form: GeneratorForm = .automatic, isolation: Isolation.Type
    ) = #externalMacro(module: "SwiftMacros", type: "TaskLocalMacro")
  #endif
#endif
