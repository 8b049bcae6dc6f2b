public import Generators

/// Returns a stage that passes on the first elements, and then ends.
///
/// Control goes to the next stage with each of them. After the last one the stage closes the next stage, and
/// `send` returns `false`, so `push(_:into:)` takes no more elements.
///
/// ```swift
/// let first = try push(1..., into: head(3, into: collecting()))
/// print(first)  // [1, 2, 3]
/// ```
///
/// With a count of 0 it ends when it is started. On the pull side this is `prefix`; in Unix, `head`.
///
/// - Parameters:
///   - count: The maximum number of elements to pass on.
///   - target: The next stage.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is that of `target`.
/// - Precondition: `count` is not negative.
/// - Complexity: One resumption of both stages for each element.
@inlinable
public func head<Input, Return>(
  _ count: Int, into target: Sink<Input, Return>,
  fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, Return> {
  guard count >= 0 else {
    fatalError("the count of the first elements must not be negative, and is \(count)")
  }
  return Sink(fileID: fileID, line: line) { yield in
    var left = count
    if left == 0 { return try target.close() }
    return try yield.relay(into: target) { element in
      left -= 1
      return try target.send(element) && left > 0
    }
  }
}
