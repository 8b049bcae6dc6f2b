// Makes stages for elements of given types. Everything is inlined into clients, so the compiler specializes
// the loops over a batch. An unspecialized call for each element costs more than many closures do.

extension ParallelPlan {
  /// Returns a stage that processes its elements one by one: `body` makes the outputs of one element.
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

  /// Returns a stage that processes its elements in parts of batches.
  ///
  /// `body` makes outputs of some elements. When the stage calls it again for more elements of the batch, it
  /// appends their outputs to those that are there.
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
          // In a local variable, because the fields of an object would be stored for each element.
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
        // The preceding operation's error comes after its outputs.
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
