public enum GeneratorForm { case automatic, closure }
@attached(body) @attached(peer)
public macro Generator(_ form: GeneratorForm = .automatic) = #externalMacro(module: "GeneratorMacros", type: "GeneratorMacro")
