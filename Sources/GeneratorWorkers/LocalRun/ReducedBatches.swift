import Generators

/// The output for the keys of a bucket, batch by batch.
final class ReducedBatches: ThrowingSource {
  private let begin: (GroupedOutput) throws -> StageWork.Step
  private let output = GroupedOutput()
  private var step: StageWork.Step?
  private var hasEnded = false

  /// Creates a source of batches.
  ///
  /// - Parameter begin: Starts to reduce, when the first batch is requested.
  init(_ begin: @escaping (GroupedOutput) throws -> StageWork.Step) { self.begin = begin }

  func next() -> ReducedBatch? {
    while !hasEnded {
      do {
        if step == nil { step = try begin(output) }
        if try !step!() { abandon() }
      } catch {
        abandon()
        return output.takeBatch(failure: error)
      }
      if let batch = output.takeBatch() { return batch }
    }
    return nil
  }

  func abandon() { (step, hasEnded) = (nil, true) }
}
