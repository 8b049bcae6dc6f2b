/// Elements that are read once from a sequence, when they are asked for, and then from memory.
@usableFromInline
struct RecordedPool<Base: Sequence> {
  @usableFromInline var source: Base.Iterator?
  @usableFromInline var elements: ContiguousArray<Base.Element> = []
  @usableFromInline var position = 0

  @inlinable
  init(_ base: Base) { source = base.makeIterator() }

  /// The next element of this round, or `nil` at the end of the round.
  @inlinable
  mutating func next() -> Base.Element? {
    if position < elements.count {
      defer { position += 1 }
      return elements[position]
    }
    guard let element = source?.next() else {
      source = nil
      return nil
    }
    elements.append(element)
    position += 1
    return element
  }

  @inlinable
  mutating func removeAll() {
    (source, elements, position) = (nil, [], 0)
  }
}

extension RecordedPool: Sendable where Base.Iterator: Sendable, Base.Element: Sendable {}
