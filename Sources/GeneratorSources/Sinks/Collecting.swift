/// Returns the end of a pipeline that keeps all elements in an array.
///
/// ```swift
/// let all = collecting(Int.self)
/// try all.send(1)
/// try all.send(2)
/// print(try all.close())  // [1, 2]
/// ```
///
/// On the pull side this is `Array`; in Python, `list`.
///
/// - Parameters:
///   - type: The type of the elements, if nothing else states it.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is the array of the elements, in order.
/// - Complexity: One resumption and amortised O(1) for each element. It holds them all.
@inlinable
public func collecting<Input>(
  _ type: Input.Type = Input.self, fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, [Input]> {
  reducing(into: [], fileID: fileID, line: line) { $0.append($1) }
}
