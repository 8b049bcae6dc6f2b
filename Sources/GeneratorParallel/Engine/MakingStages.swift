import GeneratorPlatform

// What makes a stage for elements of certain types. It is inlined into clients, for the loops over
// a batch to be specialised: a call for each element that is not costs more than many closures do.

/// The parts of a stage that is yet to be made: its sources, its settings, and the operations so
/// far.
@usableFromInline
struct StageDraft {
  @usableFromInline let lanes: [Lane]
  @usableFromInline let isOrdered: Bool
  @usableFromInline let workers: Int
  @usableFromInline let window: Int?
  /// The operations so far; `nil`: there are none.
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

extension ParallelPlan {
  /// Returns a stage that processes its elements one by one: `body` makes the outputs of one.
  @inlinable @inline(__always)
  consuming func stage<Output>(
    isOrdered: Bool? = nil,
    _ body: @escaping (consuming Element, inout Elements<Output>) throws -> Void
  ) -> StageStorage {
    let isOrdered = isOrdered ?? draft.isOrdered
    return stageOfChunks(isOrdered: isOrdered) {
      (elements, outputs: inout Elements<Output>) throws in
      outputs.reserve(elements.count)
      while let element = elements.next() { try body(element, &outputs) }
    }
  }

  /// Returns a stage that processes its elements by parts of batches.
  ///
  /// `body` makes outputs of some elements; it may be called again for others, whose outputs are to come
  /// after those that are there.
  @inlinable @inline(__always)
  consuming func stageOfChunks<Output>(
    isOrdered: Bool, options: StageOptions = [],
    _ body: @escaping (inout Chunk<Element>, inout Elements<Output>) throws -> Void
  ) -> StageStorage {
    let draft = self.draft
    guard let preceding = draft.preceding else {
      return StageStorage(
        draft, isOrdered: isOrdered, options: options,
        makeBatch: { InputBatch<Element, Output>() },
        kernel: { batch, count in
          // Sound, since a kernel gets the batches that `makeBatch` made.
          let batch = unsafeDowncast(batch, to: InputBatch<Element, Output>.self)
          let first = batch.first
          var chunk = Chunk(base: batch.inputs.base.unsafelyUnwrapped + first, count: count)
          // In a variable, because an object's fields would be stored for each element.
          var outputs = Elements<Output>()
          swap(&outputs, &batch.outputs)
          do {
            try body(&chunk, &outputs)
          } catch {
            batch.failure = error
          }
          batch.first = first + count - chunk.count
          swap(&outputs, &batch.outputs)
        })
    }
    return StageStorage(
      draft, isOrdered: isOrdered, options: options,
      makeBatch: {
        // Sound, since the preceding operations make elements of this type.
        let inner = unsafeDowncast(preceding.makeBatch(), to: OutputBatch<Element>.self)
        return ChainedBatch<Element, Output>(inner)
      },
      kernel: { batch, count in
        // Sound, since a kernel gets the batches that `makeBatch` made.
        let batch = unsafeDowncast(batch, to: ChainedBatch<Element, Output>.self)
        let inner = batch.inner
        batch.tellInner()
        preceding.kernel(inner, count)
        batch.first = inner.first
        // It comes after the outputs.
        let failure = inner.failure.take()
        var chunk = inner.takeOutputs()
        if chunk.count > 0 {
          var outputs = Elements<Output>()
          swap(&outputs, &batch.outputs)
          do {
            try body(&chunk, &outputs)
          } catch {
            batch.failure = error
          }
          swap(&outputs, &batch.outputs)
          chunk.removeAll()
        }
        if batch.failure == nil { batch.failure = failure }
      })
  }
}

extension OutputBatch {
  /// Takes the outputs.
  ///
  /// They must be moved out before anything else is done with the batch.
  @inlinable
  final func takeOutputs() -> Chunk<Output> {
    guard let base = outputs.base, outputs.start < outputs.end else { return Chunk() }
    let chunk = Chunk(base: base + outputs.start, count: outputs.end - outputs.start)
    forgetOutputs()
    return chunk
  }
}

extension StageStorage {
  /// Returns a stage whose outputs are the elements of its sources.
  @inlinable @inline(__always)
  static func passing<Source: Pulling>(
    _ sources: [Source], isOrdered: Bool, window: Int?
  ) -> StageStorage {
    passing(
      sources.map { .pulling($0) }, of: Source.Element.self, isOrdered: isOrdered, window: window)
  }

  /// Returns a stage whose outputs are the elements of its sources, which are all of one type.
  @inlinable @inline(__always)
  static func passing<Element>(
    _ lanes: [Lane], of element: Element.Type, isOrdered: Bool, window: Int?
  ) -> StageStorage {
    StageStorage(
      lanes: lanes, workers: lanes.count,
      window: checkedWindow(window).map { max(1, $0 / max(1, lanes.count)) },
      isOrdered: isOrdered, makeBatch: { OutputBatch<Element>() }, kernel: nil)
  }

  @usableFromInline
  static func checkedWorkers(_ count: Int?) -> Int {
    guard let count else { return SystemThread.processors }
    guard count > 0 else { fatalError("the number of workers must be positive, and is \(count)") }
    return count
  }

  @usableFromInline
  static func checkedWindow(_ count: Int?) -> Int? {
    if let count, count <= 0 { fatalError("the window must be positive, and is \(count)") }
    return count
  }
}

/// Elements that are moved out one by one.
@usableFromInline
struct Chunk<Element> {
  /// `count` elements from here on are initialized; the batch takes over those that are left.
  ///
  /// `nil` only where there are none.
  @usableFromInline var base: UnsafeMutablePointer<Element>?
  @usableFromInline var count: Int

  @inlinable
  init(base: UnsafeMutablePointer<Element>? = nil, count: Int = 0) {
    self.base = base
    self.count = count
  }

  /// Destroys the elements that are left.
  @inlinable
  mutating func removeAll() {
    if count > 0 { base.unsafelyUnwrapped.deinitialize(count: count) }
    count = 0
  }

  @inlinable @inline(__always)
  mutating func next() -> Element? {
    if count == 0 { return nil }
    count &-= 1
    let place = base.unsafelyUnwrapped
    base = place + 1
    return place.move()
  }
}
