/// Calls a closure with at least the given number of bytes of stack.
///
/// If the caller's stack has that many bytes left, `body` runs there. Otherwise it runs on a stack
/// from the pool that generators use. Control returns when `body` has returned. Use it in a body, a
/// task or a closure for code that may recurse deeper than the stack allows, such as decoding
/// untrusted input:
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
///   - bytes: The number of bytes that `body` and its callees may use, rounded up to a power of
///     two. The stack is only reserved: it takes memory for the parts that are touched.
///   - fileID: The file to name in messages.
///   - line: The line to name in messages.
///   - body: The code to run.
/// - Returns: The result of `body`.
/// - Throws: An error that `body` throws.
/// - Precondition: `bytes` is positive. If there is no memory for a stack, the call traps.
/// - Complexity: O(1) plus the work of `body`.
@inlinable
public func withStack<Result, Failure: Error>(
  ofAtLeast bytes: Int, fileID: StaticString = #fileID, line: UInt = #line,
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  guard bytes > 0 else { fatalError("the number of bytes must be positive, and is \(bytes)") }
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
