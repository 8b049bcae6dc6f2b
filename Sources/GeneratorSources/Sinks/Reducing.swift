public import Generators

/// The end of a pipeline that makes one value of all elements, which it changes in place.
///
/// Control stays there until the closure has returned.
///
/// ```swift
/// let letters = reducing(into: [:]) { (counts: inout [Character: Int], letter: Character) in
///   counts[letter, default: 0] += 1
/// }
/// print(try push("banana", into: letters)["a"]!)  // 3
/// ```
///
/// An error of the closure comes out of the `send`. Pulled, it is `reduce(into:_:)`; Python's
/// `functools.reduce`.
///
/// - Parameters:
///   - initialResult: the result where there are no elements.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
///   - updateAccumulatingResult: adds an element to the result.
/// - Returns: a sink whose result is the value at the end.
/// - Complexity: one resumption for an element.
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
