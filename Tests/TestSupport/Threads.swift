import Foundation

// A scheduler blocks its thread, and tests run on the few threads of Swift's pool, which must also
// run the code for which these tests wait.

/// Runs code that may block, on a thread of its own, and awaits it.
package func onThread<Result: Sendable>(
  _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
  }
}
