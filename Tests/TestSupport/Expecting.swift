package import Testing

/// Expects two values to be equal, and shows both where they are not.
///
/// The macro `#expect` is type-checked anew wherever it stands, which takes longer than a call. It is
/// reached only where they differ, for it costs more than most values take to compare.
package func expectEqual<Value: Equatable>(
  _ value: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
  if value == expected { return }
  #expect(value == expected, sourceLocation: sourceLocation)
}
