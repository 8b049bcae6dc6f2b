/// The end of a pipeline that prints each element on a line of the standard output.
///
/// ```swift
/// try push(["GET /a", "PUT /b"], into: grep("PUT", into: printer()))
/// // PUT /b
/// ```
///
/// It is `print`, whose output may wait in a buffer, and which does not tell of errors; what must arrive
/// is for `writer(to: .standardOutput)`. Beazley's `printer`.
///
/// - Parameters:
///   - type: the type of the elements, where nothing else says it.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is how many elements were printed.
/// - Complexity: one resumption for an element, and what `print` takes.
@inlinable
public func printer<Input>(
  _ type: Input.Type = Input.self, fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, Int> {
  reducing(into: 0, fileID: fileID, line: line) { count, element in
    print(element)
    count += 1
  }
}
