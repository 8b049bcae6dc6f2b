/// Returns the end of a pipeline that prints each element on a line of standard output.
///
/// ```swift
/// try push(["GET /a", "PUT /b"], into: grep("PUT", into: printer()))
/// // PUT /b
/// ```
///
/// It calls `print`, whose output may stay in a buffer and which doesn't report errors. If every line must
/// arrive, use `writer(to: .standardOutput)`. This is Beazley's `printer`.
///
/// - Parameters:
///   - type: The type of the elements, if nothing else states it.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is the number of printed elements.
/// - Complexity: One resumption and one `print` for each element.
@inlinable
public func printer<Input>(
  _ type: Input.Type = Input.self, fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, Int> {
  reducing(into: 0, fileID: fileID, line: line) { count, element in
    print(element)
    count += 1
  }
}
