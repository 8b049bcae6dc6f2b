/// Returns the end of a pipeline that counts the elements.
///
/// ```swift
/// print(try push("banana", into: filtering(where: { $0 == "a" }, into: counting())))  // 3
/// ```
///
/// - Parameters:
///   - type: The type of the elements, if nothing else states it.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is the number of elements.
/// - Complexity: One resumption for each element. It holds none.
@inlinable
public func counting<Input>(
  _ type: Input.Type = Input.self, fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, Int> {
  reducing(into: 0, fileID: fileID, line: line) { count, _ in count += 1 }
}
