public import Generators

/// Returns a stage that transforms each element with a closure and passes the result on.
///
/// Control goes to the next stage with each result.
///
/// ```swift
/// let lengths = mapping({ (word: String) in word.count }, into: collecting())
/// print(try push(["to", "be"], into: lengths))  // [2, 2]
/// ```
///
/// The closure runs on the stage's stack of ``decodingStackSize`` bytes, so it may decode foreign data.
///
/// An error of the closure is thrown into the next stage, and then by the `send`. On the pull side this is
/// `map`.
///
/// - Parameters:
///   - transform: Returns the value to pass on for an element.
///   - target: The next stage.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is that of `target`.
/// - Complexity: One resumption of both stages for each element.
@inlinable
public func mapping<Input, Output, Return>(
  _ transform: @escaping (Input) throws -> Output, into target: Sink<Output, Return>,
  fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, Return> {
  Sink(stackSize: decodingStackSize, fileID: fileID, line: line) { yield in
    try yield.relay(into: target) { try target.send(transform($0)) }
  }
}
