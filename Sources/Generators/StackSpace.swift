/// Calls a closure with at least so many bytes of stack.
///
/// If the stack that the caller runs on has that many left, `body` runs there. Otherwise it runs on
/// a stack from the pool that generators use, and control comes back when it has returned. It is
/// for code in a body, a task or a closure that may recurse deeper than its stack allows, such as
/// the decoding of foreign input:
///
/// ```swift
/// func depth(_ n: Int) -> Int { n == 0 ? 0 : 1 + depth(n - 1) }
///
/// let depths = Generator { yield in
///   for n in [10, 100_000] {
///     try yield(withStack(ofAtLeast: 32 << 20) { depth(n) })
///   }
/// }
/// print(Array(depths))  // [10, 100000]
/// ```
///
/// A body may yield inside of `body`; both stacks then wait for its next resumption.
///
/// - Parameters:
///   - bytes: how many bytes `body` and its callees may use, rounded up to a power of two. The
///     stack is only reserved: memory is taken for the parts that are touched.
///   - fileID: the file to name in messages.
///   - line: the line to name in messages.
///   - body: the code to run.
/// - Returns: what `body` returns.
/// - Throws: what `body` throws.
/// - Precondition: `bytes` is positive. Where there is no memory for a stack, it traps.
/// - Complexity: O(1) beyond what `body` does.
@inlinable
public func withStack<Result, Failure: Error>(
  ofAtLeast bytes: Int, fileID: StaticString = #fileID, line: UInt = #line,
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  guard bytes > 0 else { fatalError("a stack has a positive number of bytes, not \(bytes)") }
  var result: Swift.Result<Result, Failure>?
  let hasRun = FreshStack.call(leaving: bytes) {
    do throws(Failure) {
      result = .success(try body())
    } catch {
      result = .failure(error)
    }
  }
  guard hasRun, let result else { FreshStack.trap(size: bytes, fileID: fileID, line: line) }
  return try result.get()
}
