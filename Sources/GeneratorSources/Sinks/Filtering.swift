public import Generators

/// Returns a stage that passes on the elements that satisfy a predicate.
///
/// Control goes to the next stage with each such element.
///
/// ```swift
/// let even = filtering(where: { $0 % 2 == 0 }, into: collecting(Int.self))
/// print(try push(1...6, into: even))  // [2, 4, 6]
/// ```
///
/// An error of the predicate is thrown into the next stage, and then by the `send`. In Python this is an
/// `if` around `target.send`; on the pull side it is `filter`.
///
/// - Parameters:
///   - isIncluded: Whether to pass on an element.
///   - target: The next stage.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is that of `target`.
/// - Complexity: One resumption for each element, and one of `target` for each element that is passed on.
@inlinable
public func filtering<Input, Return>(
  where isIncluded: @escaping (Input) throws -> Bool, into target: Sink<Input, Return>,
  fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, Return> {
  Sink(stackSize: decodingStackSize, fileID: fileID, line: line) { yield in
    try yield.relay(into: target) { element in
      try isIncluded(element) ? try target.send(element) : true
    }
  }
}
