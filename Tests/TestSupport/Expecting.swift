package import Testing

/// Expects two values to be equal, and shows both where they are not.
///
/// The macro `#expect` is type-checked anew wherever it stands, which takes longer than a call.
package func expectEqual<Value: Equatable>(
  _ value: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(value == expected, sourceLocation: sourceLocation)
}
