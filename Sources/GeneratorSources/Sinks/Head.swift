public import Generators

/// A stage that passes on the first elements, and ends.
///
/// Control goes on to the next stage with each of them. With the last the next stage is closed, and the
/// `send` gives `false`, so that `push(_:into:)` takes no more.
///
/// ```swift
/// let first = try push(1..., into: head(3, into: collecting()))
/// print(first)  // [1, 2, 3]
/// ```
///
/// Of 0 elements it ends when it is started. Pulled, it is `prefix`; the Unix command `head`.
///
/// - Parameters:
///   - count: how many elements to pass on at most.
///   - target: the next stage.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is that of `target`.
/// - Precondition: `count` is not negative.
/// - Complexity: one resumption of both for an element.
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
