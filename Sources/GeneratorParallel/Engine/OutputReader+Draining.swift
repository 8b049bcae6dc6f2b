extension OutputReader {
  /// Waits for the end of a stage without outputs.
  ///
  /// A cancelled task ends it only if any error can be thrown, because otherwise nothing could tell that not
  /// all was done.
  @inlinable
  func drain<Failure: Error>(_ failure: Failure.Type) throws(Failure) {
    do {
      while try take(isCancellable: failure == (any Error).self) != nil {}
    } catch {
      throw error as! Failure
    }
  }

  /// The same without blocking a thread.
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
