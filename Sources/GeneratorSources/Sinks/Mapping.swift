public import Generators

/// A stage that passes on what a closure makes of each element.
///
/// Control goes on to the next stage with each element.
///
/// ```swift
/// let lengths = mapping({ (word: String) in word.count }, into: collecting())
/// print(try push(["to", "be"], into: lengths))  // [2, 2]
/// ```
///
/// The closure runs on the stage's stack, of ``decodingStackSize`` bytes, so that it may decode
/// foreign data.
///
/// An error of the closure is thrown into the next stage, and comes out of the `send`. Pulled, it is
/// `map`.
///
/// - Parameters:
///   - transform: makes of an element what is passed on.
///   - target: the next stage.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is that of `target`.
/// - Complexity: one resumption of both for an element.
@inlinable
public func mapping<Input, Output, Return>(
  _ transform: @escaping (Input) throws -> Output, into target: Sink<Output, Return>,
  fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, Return> {
  Sink(stackSize: decodingStackSize, fileID: fileID, line: line) { yield in
    try yield.relay(into: target) { try target.send(transform($0)) }
  }
}
