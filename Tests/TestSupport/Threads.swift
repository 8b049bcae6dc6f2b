import Foundation

// A scheduler blocks its thread, and tests run on the few threads of Swift's pool, on which what
// these tests wait for is to run as well.

/// Does something that may block on a thread of its own, and awaits it.
package func onThread<Result: Sendable>(
  _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
  }
}
