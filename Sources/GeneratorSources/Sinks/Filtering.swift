public import Generators

/// A stage that passes on the elements that satisfy a predicate.
///
/// Control goes on to the next stage with each such element.
///
/// ```swift
/// let even = filtering(where: { $0 % 2 == 0 }, into: collecting(Int.self))
/// print(try push(1...6, into: even))  // [2, 4, 6]
/// ```
///
/// An error of the predicate is thrown into the next stage, and comes out of the `send`. Python has it
/// as `if` around a `target.send`; pulled, it is `filter`.
///
/// - Parameters:
///   - isIncluded: whether to pass on an element.
///   - target: the next stage.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is that of `target`.
/// - Complexity: one resumption for an element, and one of `target` for one that is passed on.
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
