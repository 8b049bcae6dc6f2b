import TestSupport

/// What CPython's `test_asyncgen.py` asserts, suite by suite.
enum TestAsyncgen {}

extension TestAsyncgen {
  /// Suspends, and throws when it goes on: an await that fails.
  static func failingAwait(_ error: any Error = Failure(1)) async throws {
    await Task.yield()
    throw error
  }
}
