/// Waits, up to a limit, for an event on another thread that is not announced.
package func becomesTrue(_ condition: () -> Bool) async throws -> Bool {
  for _ in 0..<600_000 {
    if condition() { return true }
    try await Task.sleep(for: .milliseconds(1))
  }
  return condition()
}
