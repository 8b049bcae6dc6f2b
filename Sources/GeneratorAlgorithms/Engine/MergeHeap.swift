/// The rules of `mergeSorted` of any number of sources: the least of the elements that were taken from them.
///
/// Its owner adds an element of each source and calls ``order(by:)``. For each further request, the owner
/// replaces the least element by the next one of the same source.
@usableFromInline
struct MergeHeap<Element> {
  /// An element that was taken from a source.
  @usableFromInline
  struct Head {
    @usableFromInline let element: Element
    /// The place of its source.
    ///
    /// An earlier source has a greater place.
    @usableFromInline let index: Int

    @inlinable
    init(element: Element, index: Int) {
      self.element = element
      self.index = index
    }
  }

  /// One element of each source that hasn't ended, as a binary heap.
  @usableFromInline var heads: [Head] = []

  @inlinable
  init() {}

  @inlinable
  var least: Head? { heads.first }

  /// Adds the first element of a source, before ``order(by:)`` is called.
  @inlinable
  mutating func add(_ head: Head) { heads.append(head) }

  @inlinable
  mutating func order<Failure: Error>(
    by areInIncreasingOrder: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) {
    for i in (0..<(heads.count / 2)).reversed() {
      try Self.siftDown(heads[i], from: i, in: &heads, areInIncreasingOrder)
    }
  }

  /// Replaces the least element by the next of its source.
  @inlinable @inline(__always)
  mutating func replaceLeast<Failure: Error>(
    with next: Head, by areInIncreasingOrder: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) {
    try Self.siftDown(next, from: 0, in: &heads, areInIncreasingOrder)
  }

  /// Removes the least element, whose source has ended.
  @inlinable @inline(__always)
  mutating func removeLeast<Failure: Error>(
    by areInIncreasingOrder: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) {
    let last = heads.removeLast()
    if !heads.isEmpty { try Self.siftDown(last, from: 0, in: &heads, areInIncreasingOrder) }
  }

  /// Replaces the element at `start`, and moves the new one down to its place.
  ///
  /// Its closure is a parameter, because reading the iterator's closure for each comparison would cost more
  /// than the comparison.
  @inlinable
  static func siftDown<Failure: Error>(
    _ head: Head, from start: Int, in heads: inout [Head],
    _ areInIncreasingOrder: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) {
    // Of equal elements, that of the earlier source comes first.
    func comesBefore(_ a: Head, _ b: Head) throws(Failure) -> Bool {
      try a.index > b.index
        ? !areInIncreasingOrder(b.element, a.element)
        : areInIncreasingOrder(a.element, b.element)
    }
    var place = start
    while true {
      var child = 2 * place + 1
      guard child < heads.count else { break }
      if child + 1 < heads.count, try comesBefore(heads[child + 1], heads[child]) { child += 1 }
      guard try comesBefore(heads[child], head) else { break }
      heads[place] = heads[child]
      place = child
    }
    heads[place] = head
  }
}

/// Takes the lesser of two elements, or the first one if they are equal.
@inlinable @inline(__always)
func takeLesser<Element, Failure: Error>(
  _ a: inout Element?, _ b: inout Element?,
  _ areInIncreasingOrder: (Element, Element) throws(Failure) -> Bool
) throws(Failure) -> Element? {
  if let x = a, let y = b { return try areInIncreasingOrder(y, x) ? b.take() : a.take() }
  return a.take() ?? b.take()
}

extension MergeHeap: Sendable where Element: Sendable {}
extension MergeHeap.Head: Sendable where Element: Sendable {}
