/// The end of a pipeline that counts the elements.
///
/// ```swift
/// print(try push("banana", into: filtering(where: { $0 == "a" }, into: counting())))  // 3
/// ```
///
/// - Parameters:
///   - type: the type of the elements, where nothing else says it.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is how many elements came.
/// - Complexity: one resumption for an element; it holds none.
@inlinable
public func counting<Input>(
  _ type: Input.Type = Input.self, fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, Int> {
  reducing(into: 0, fileID: fileID, line: line) { count, _ in count += 1 }
}
