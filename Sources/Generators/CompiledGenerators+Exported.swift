// The declarations that all kinds of generators share are in the module without dependencies. Only these of
// them are visible through this module: not the macro, and not the `yield` that it replaces.
@_exported public import struct CompiledGenerators.GeneratorError
@_exported public import struct CompiledGenerators.GeneratorExit
@_exported public import struct CompiledGenerators.GeneratorOrigin
@_exported public import enum CompiledGenerators.GeneratorState

extension GeneratorError {
  /// Returns whether an error is of the same kind, for a `catch` clause.
  public static func ~= (pattern: Self, error: any Error) -> Bool {
    (error as? Self) == pattern
  }
}
