import TestSupport

/// The assertions of CPython's `test_asyncgen.py`, suite by suite.
enum TestAsyncgen {}

extension TestAsyncgen {
  /// Suspends, and throws when it continues: an await that fails.
  static func failingAwait(_ error: any Error = Failure(1)) async throws {
    await Task.yield()
    throw error
  }
}
