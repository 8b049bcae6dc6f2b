/// The parts of a stage that isn't made yet: its sources, its settings, and the operations so far.
@usableFromInline
struct StageDraft {
  @usableFromInline let lanes: [Lane]
  @usableFromInline let isOrdered: Bool
  @usableFromInline let workers: Int
  @usableFromInline let window: Int?
  /// The operations so far, or `nil` if there are none.
  @usableFromInline let preceding: Preceding?

  @usableFromInline
  init(lanes: [Lane], isOrdered: Bool, workers: Int?, window: Int?, preceding: Preceding? = nil) {
    self.lanes = lanes
    self.isOrdered = isOrdered
    self.workers = StageStorage.checkedWorkers(workers)
    self.window = StageStorage.checkedWindow(window)
    self.preceding = preceding
  }

  /// Operations that make the elements for the next one.
  @usableFromInline
  struct Preceding {
    @usableFromInline let makeBatch: () -> Batch
    @usableFromInline let kernel: (Batch, Int) -> Void

    init(makeBatch: @escaping () -> Batch, kernel: @escaping (Batch, Int) -> Void) {
      self.makeBatch = makeBatch
      self.kernel = kernel
    }
  }
}
