extension OutputReader {
  /// Waits for the end of a stage without outputs.
  ///
  /// Cancellation of the task ends the wait only if the method can throw any error. Otherwise nothing would
  /// tell the caller that elements are missing.
  @inlinable
  func drain<Failure: Error>(_ failure: Failure.Type) throws(Failure) {
    do {
      while try take(isCancellable: failure == (any Error).self) != nil {}
    } catch {
      throw error as! Failure
    }
  }

  /// Waits for the end of a stage without outputs, without blocking a thread.
  @inlinable
  func drain<Failure: Error>(
    _ failure: Failure.Type, isolation: isolated (any Actor)?
  ) async throws(Failure) {
    do {
      let isCancellable = failure == (any Error).self
      while try await take(isCancellable: isCancellable, isolation: isolation) != nil {}
    } catch {
      throw error as! Failure
    }
  }
}
