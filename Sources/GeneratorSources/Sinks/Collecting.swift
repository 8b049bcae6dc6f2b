/// The end of a pipeline that keeps all elements in an array.
///
/// ```swift
/// let all = collecting(Int.self)
/// try all.send(1)
/// try all.send(2)
/// print(try all.close())  // [1, 2]
/// ```
///
/// Pulled, it is `Array`; Python's `list`.
///
/// - Parameters:
///   - type: the type of the elements, where nothing else says it.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is the elements in the order in which they came.
/// - Complexity: one resumption and amortised O(1) for an element; it holds them all.
@inlinable
public func collecting<Input>(
  _ type: Input.Type = Input.self, fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, [Input]> {
  reducing(into: [], fileID: fileID, line: line) { $0.append($1) }
}
