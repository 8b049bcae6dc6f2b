/// Where a consumer runs.
enum Place: CaseIterable {
  case pool, mainActor

  func run(_ body: nonisolated(nonsending) @Sendable () async throws -> Void) async throws {
    switch self {
    case .pool: try await onPool(body)
    case .mainActor: try await onMainActor(body)
    }
  }
}

@concurrent
private func onPool(_ body: nonisolated(nonsending) @Sendable () async throws -> Void) async throws
{
  try await body()
}

@MainActor
private func onMainActor(
  _ body: nonisolated(nonsending) @Sendable () async throws -> Void
) async throws {
  // Swift 6.3 leaves out the hop to the actor where nothing but a call of such a closure follows.
  MainActor.preconditionIsolated()
  try await body()
}

/// Suspends until another task has ended.
///
/// Not until it resumes a continuation: then ThreadSanitizer blames what comes after, wrongly. See
/// Tests/race-suppressions.txt.
func hop() async { await Task.detached { await Task.yield() }.value }
