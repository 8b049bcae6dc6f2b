/// How the macro ``Generator(_:)`` keeps the state of a body.
public enum GeneratorForm {
  case automatic
  case closure
}

#if Macros
  /// Compiles the body of a function to a state machine, which the function returns.
  @attached(body) @attached(peer)
  public macro Generator(_ form: GeneratorForm = .automatic) =
    #externalMacro(module: "GeneratorMacros", type: "GeneratorMacro")
#else
  // The compiler warns of a macro whose implementation it doesn't find, even of one that is unavailable. So
  // this one names a macro of the standard library, which each toolchain has and which adds nothing to
  // a function.
  /// Compiles the body of a function to a state machine: only with the package trait `Macros`.
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
#endif
