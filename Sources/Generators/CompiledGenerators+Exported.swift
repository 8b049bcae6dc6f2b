// What all kinds of generators have in common is declared in the module that depends on nothing. Only these
// declarations of it are visible through this module: not the macro, and not the `yield` that it replaces.
@_exported public import struct CompiledGenerators.GeneratorError
@_exported public import struct CompiledGenerators.GeneratorExit
@_exported public import struct CompiledGenerators.GeneratorOrigin
@_exported public import enum CompiledGenerators.GeneratorState

extension GeneratorError {
  /// Matches any error of the same kind in a `catch` clause.
  public static func ~= (pattern: Self, error: any Error) -> Bool {
    (error as? Self) == pattern
  }
}
