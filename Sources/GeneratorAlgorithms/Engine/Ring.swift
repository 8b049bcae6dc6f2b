/// A queue with two ends in a circle of memory, whose capacity follows its count.
///
/// It owns plain memory instead of an array. An array in a class would be retained, and checked for
/// uniqueness, for each element.
@usableFromInline
struct Ring<Element>: ~Copyable {
  /// `capacity` slots.
  ///
  /// The `count` slots from `head` on, around the end, are initialized.
  @usableFromInline var slots: UnsafeMutablePointer<Element>?
  /// A power of two, or 0.
  @usableFromInline var capacity = 0
  @usableFromInline var head = 0
  @usableFromInline var count = 0

  @inlinable
  init() {}

  @inlinable
  deinit {
    for offset in 0..<count { slot(offset).deinitialize(count: 1) }
    slots?.deallocate()
  }

  @inlinable
  func slot(_ offset: Int) -> UnsafeMutablePointer<Element> {
    slots! + ((head &+ offset) & (capacity &- 1))
  }

  /// The element that has `offset` others before it, which must exist.
  @inlinable
  subscript(offset: Int) -> Element {
    get { slot(offset).pointee }
    set { slot(offset).pointee = newValue }
  }

  @inlinable
  mutating func append(_ element: Element) {
    if count == capacity { resize(to: max(4, capacity * 2)) }
    slot(count).initialize(to: element)
    count += 1
  }

  @inlinable
  mutating func prepend(_ element: Element) {
    if count == capacity { resize(to: max(4, capacity * 2)) }
    slot(-1).initialize(to: element)
    head = (head &- 1) & (capacity &- 1)
    count += 1
  }

  @inlinable
  mutating func popFirst() -> Element? {
    guard count > 0 else { return nil }
    let element = slot(0).move()
    head = (head &+ 1) & (capacity &- 1)
    count -= 1
    // Far below the count at which it grows, so a ring doesn't shrink and grow alternately.
    if capacity > 32, count <= capacity / 4 { resize(to: capacity / 2) }
    return element
  }

  @inlinable
  func prefix(_ maxLength: Int) -> [Element] {
    (0..<min(maxLength, count)).map { self[$0] }
  }

  @inlinable
  mutating func resize(to capacity: Int) {
    let resized = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    for offset in 0..<count { (resized + offset).initialize(to: slot(offset).move()) }
    slots?.deallocate()
    (slots, head) = (resized, 0)
    self.capacity = capacity
  }
}

// Sound, since a ring is the only owner of its memory, and sending the ring sends the memory.
extension Ring: @unchecked Sendable where Element: Sendable {}
