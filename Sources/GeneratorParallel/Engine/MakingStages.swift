// What makes a stage for elements of certain types. It is inlined into clients, for the loops over
// a batch to be specialised: a call for each element that is not costs more than many closures do.

extension Stage {
  /// A stage with one source, whose elements are processed one by one: `body` makes outputs of one.
  @inlinable @inline(__always)
  static func processing<Source: Pulling, Output>(
    _ source: Source, isOrdered: Bool, workers: Int?, window: Int?,
    _ body: @escaping (consuming Source.Element, inout Elements<Output>) throws -> Void
  ) -> Stage {
    processingChunks(of: source, isOrdered: isOrdered, workers: workers, window: window) {
      (elements, outputs: inout Elements<Output>) throws in
      outputs.reserve(elements.count)
      while let element = elements.next() { try body(element, &outputs) }
    }
  }

  /// A stage with one source, whose elements are processed by parts of batches.
  ///
  /// `body` makes outputs of some elements; it may be called again for others, whose outputs are to come
  /// after those that are there.
  @inlinable @inline(__always)
  static func processingChunks<Source: Pulling, Output>(
    of source: Source, isOrdered: Bool, workers: Int?, window: Int?, options: StageOptions = [],
    _ body:
      @escaping (inout Chunk<Source.Element>, inout Elements<Output>) throws -> Void
  ) -> Stage {
    Stage(
      lanes: [.processing(source, into: Output.self)], workers: checkedWorkers(workers),
      window: checkedWindow(window), isOrdered: isOrdered, options: options,
      makeBatch: { InputBatch<Source.Element, Output>() },
      kernel: { batch, count in
        let batch = unsafeDowncast(batch, to: InputBatch<Source.Element, Output>.self)
        let first = batch.first
        var chunk = Chunk(base: batch.inputs.base.unsafelyUnwrapped + first, count: count)
        // In a variable, for an object's fields would be stored for each element.
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

  /// A stage whose outputs are the elements of its sources.
  @inlinable @inline(__always)
  static func passing<Source: Pulling>(
    _ sources: [Source], isOrdered: Bool, window: Int?
  ) -> Stage {
    Stage(
      lanes: sources.map { .passing($0) }, workers: sources.count,
      window: checkedWindow(window).map { max(1, $0 / max(1, sources.count)) },
      isOrdered: isOrdered, makeBatch: { OutputBatch<Source.Element>() }, kernel: nil)
  }

  @usableFromInline
  static func checkedWorkers(_ count: Int?) -> Int {
    guard let count else { return WorkerThread.processors }
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
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var count: Int

  @inlinable
  init(base: UnsafeMutablePointer<Element>, count: Int) {
    self.base = base
    self.count = count
  }

  @inlinable @inline(__always)
  mutating func next() -> Element? {
    if count == 0 { return nil }
    count &-= 1
    defer { base += 1 }
    return base.move()
  }
}
