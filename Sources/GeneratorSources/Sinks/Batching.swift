public import Generators

/// A stage that passes on arrays of so many elements each.
///
/// Control goes on to the next stage with each array that is full, and at the end with the rest, if
/// there is one.
///
/// ```swift
/// let pairs = try push("abcde", into: batching(2, into: collecting()))
/// print(pairs)  // [["a", "b"], ["c", "d"], ["e"]]
/// ```
///
/// When an error is thrown in, what came before it is passed on first. Pulled, it is
/// `chunks(ofCount:)`; Python's `itertools.batched`.
///
/// - Parameters:
///   - count: how many elements an array has.
///   - target: the next stage.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is that of `target`.
/// - Precondition: `count` is positive.
/// - Complexity: one resumption for an element, and one of `target` and one allocation for an array; it
///   holds at most one array.
@inlinable
public func batching<Input, Return>(
  _ count: Int, into target: Sink<[Input], Return>,
  fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, Return> {
  guard count > 0 else { fatalError("the count of a batch must be positive, and is \(count)") }
  return Sink(fileID: fileID, line: line) { yield in
    var batch: [Input] = []
    func sent() throws -> Bool {
      let full = batch
      batch = []
      return try target.send(full)
    }
    return try yield.relay(into: target, flush: { if !batch.isEmpty { _ = try sent() } }) {
      batch.append($0)
      return try batch.count < count || sent()
    }
  }
}
