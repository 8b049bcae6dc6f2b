package import Testing

/// Expects two values to be equal, and shows both if they differ.
///
/// The macro `#expect` is type-checked at each use, which takes longer than a call. It is reached
/// only if the values differ, because it costs more than most comparisons.
package func expectEqual<Value: Equatable>(
  _ value: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
  if value == expected { return }
  #expect(value == expected, sourceLocation: sourceLocation)
}
