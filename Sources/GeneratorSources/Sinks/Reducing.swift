public import Generators

/// Returns the end of a pipeline that combines all elements into one value, which it changes in place.
///
/// Control comes back when the closure has returned.
///
/// ```swift
/// let letters = reducing(into: [:]) { (counts: inout [Character: Int], letter: Character) in
///   counts[letter, default: 0] += 1
/// }
/// print(try push("banana", into: letters)["a"]!)  // 3
/// ```
///
/// The `send` throws an error of the closure. On the pull side this is `reduce(into:_:)`; in Python,
/// `functools.reduce`.
///
/// - Parameters:
///   - initialResult: The result if there are no elements.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
///   - updateAccumulatingResult: Adds an element to the result.
/// - Returns: A sink whose result is the final value.
/// - Complexity: One resumption for each element.
@inlinable
public func reducing<Input, Return>(
  into initialResult: Return, fileID: StaticString = #fileID, line: UInt = #line,
  _ updateAccumulatingResult: @escaping (inout Return, Input) throws -> Void
) -> Sink<Input, Return> {
  Sink(stackSize: decodingStackSize, fileID: fileID, line: line) { yield in
    var result = initialResult
    while let element = try yield.receive() { try updateAccumulatingResult(&result, element) }
    return result
  }
}
