#if Macros
#if canImport(SwiftCompilerPlugin)
import SwiftCompilerPlugin
import SwiftSyntaxMacros

@main struct Plugin: CompilerPlugin {
  let providingMacros: [any Macro.Type] = [GeneratorMacro.self]
}
#endif
#else
/// A stand-in for the plug-in when the trait `Macros` is off, since the package builds all its targets.
@main enum Plugin {
  static func main() {}
}
#endif
