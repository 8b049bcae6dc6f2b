/// Elements that are moved out one by one.
@usableFromInline
struct Chunk<Element> {
  /// The first of `count` initialized elements, or `nil` if there are none.
  ///
  /// The batch takes back the rest.
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

extension OutputBatch {
  /// Takes the outputs.
  ///
  /// The caller must move them out before it uses the batch again.
  @inlinable
  final func takeOutputs() -> Chunk<Output> {
    guard let base = outputs.base, outputs.start < outputs.end else { return Chunk() }
    let chunk = Chunk(base: base + outputs.start, count: outputs.end - outputs.start)
    forgetOutputs()
    return chunk
  }
}
