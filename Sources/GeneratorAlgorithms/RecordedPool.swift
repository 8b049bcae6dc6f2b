public import Generators

/// The elements of a source, recorded when they are first taken, for any number of passes.
@usableFromInline
struct RecordedPool<Base: FallibleIterator> {
  @usableFromInline var source: Base?
  @usableFromInline var elements: ContiguousArray<Base.Element> = []
  @usableFromInline var position = 0

  @inlinable
  init(_ source: Base) { self.source = source }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Base.Element? {
    if position < elements.count {
      defer { position += 1 }
      return elements[position]
    }
    guard let element = try source?.next() else {
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

  @inlinable
  func abandon() { source?.abandon() }
}

extension FallibleIterator {
  /// Takes all remaining elements.
  @inlinable
  mutating func remaining() throws(Failure) -> [Element] {
    var elements: [Element] = []
    while let element = try next() { elements.append(element) }
    return elements
  }
}
