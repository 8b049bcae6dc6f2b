public import Generators

/// Returns a stage that collects elements into arrays and passes each array on.
///
/// Control goes to the next stage with each full array and, at the end, with the incomplete one if there is
/// one.
///
/// ```swift
/// let pairs = try push("abcde", into: batching(2, into: collecting()))
/// print(pairs)  // [["a", "b"], ["c", "d"], ["e"]]
/// ```
///
/// If an error is thrown in, the elements before it are passed on first. On the pull side this is
/// `chunks(ofCount:)`; in Python, `itertools.batched`.
///
/// - Parameters:
///   - count: The number of elements in an array.
///   - target: The next stage.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is that of `target`.
/// - Precondition: `count` is positive.
/// - Complexity: One resumption for each element; one of `target` and one allocation for each array. It
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
