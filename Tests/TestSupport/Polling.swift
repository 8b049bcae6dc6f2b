/// Waits for what another thread does in its own time, unannounced, up to a bound.
package func becomesTrue(_ condition: () -> Bool) async throws -> Bool {
  for _ in 0..<600_000 {
    if condition() { return true }
    try await Task.sleep(for: .milliseconds(1))
  }
  return condition()
}
