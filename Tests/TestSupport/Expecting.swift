package import Testing

/// Expects two values to be equal, and shows both where they are not.
///
/// The macro `#expect` is type-checked anew wherever it stands, a call of this function once: a test of
/// mere equality costs the compiler a tenth.
package func expectEqual<Value: Equatable>(
  _ value: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(value == expected, sourceLocation: sourceLocation)
}
