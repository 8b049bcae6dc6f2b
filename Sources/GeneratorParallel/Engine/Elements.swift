/// Plain memory for elements, which is initialized from `start` to `end`.
///
/// It isn't an array, because readers move elements out one by one, and the code that moves an element out
/// may not be the code that changes the bounds. Sound, since one thread at a time has it: see ``Batch``.
@usableFromInline
struct Elements<Element>: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Element>?
  @usableFromInline var capacity = 0
  @usableFromInline var start = 0
  @usableFromInline var end = 0

  @inlinable
  init() {}

  @inlinable
  deinit {
    guard let base else { return }
    (base + start).deinitialize(count: end - start)
    base.deallocate()
  }

  /// Makes room for `count` more elements.
  @inlinable @inline(__always)
  mutating func reserve(_ count: Int) {
    if capacity - end < count { grow(to: end + count) }
  }

  @inlinable @inline(never)
  mutating func grow(to minimum: Int) {
    let capacity = max(minimum, self.capacity * 2)
    let grown = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    if let base {
      (grown + start).moveInitialize(from: base + start, count: end - start)
      base.deallocate()
    }
    base = grown
    self.capacity = capacity
  }

  @inlinable @inline(__always)
  mutating func append(_ element: consuming Element) {
    if end == capacity { grow(to: max(4, end + 1)) }
    (base.unsafelyUnwrapped + end).initialize(to: element)
    end &+= 1
  }

  /// Appends an element if a condition holds.
  ///
  /// The room for it must be reserved.
  ///
  /// If a copy costs nothing, writes the element in any case, because a processor can't predict the branch.
  @inlinable @inline(__always)
  mutating func append(_ element: Element, if isIncluded: Bool) {
    if _isPOD(Element.self) {
      (base.unsafelyUnwrapped + end).initialize(to: element)
      end &+= isIncluded ? 1 : 0
    } else if isIncluded {
      append(element)
    }
  }

  /// Moves elements from other memory into this one, which is empty.
  @inlinable
  mutating func moveInitialize(from other: UnsafeMutablePointer<Element>, count: Int) {
    reserve(count)
    base!.moveInitialize(from: other, count: count)
  }

  @inlinable
  mutating func removeAll() {
    base.map { _ = ($0 + start).deinitialize(count: end - start) }
    (start, end) = (0, 0)
  }
}
