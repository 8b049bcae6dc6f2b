/// A task's place in a queue: of those that are ready, or of those that wait for one thing.
///
/// Nodes are plain memory and refer to their task without counting references: a hop from task to
/// task would else be mostly atomic operations. It is sound since a node belongs to its task, or to a
/// `select` on the stack of its task, and leaves its queue before that ends; and the scheduler holds
/// each task until it is done.
@usableFromInline
struct WaitNode {
  /// A node in no queue is its own neighbour.
  var previous: UnsafeMutablePointer<WaitNode>
  var next: UnsafeMutablePointer<WaitNode>

  /// `nil` in the node that stands for a queue's two ends, and in a scheduler's mark.
  let task: Unmanaged<TaskCore>?

  /// Where on the task's stack a value is put, or taken from, by who wakes it.
  @usableFromInline var slot: UnsafeMutableRawPointer?

  /// Which of the cases of a `select` it stands for; -1 where the task waits for one thing.
  @usableFromInline var index: Int
}

@usableFromInline
typealias WaitNodePointer = UnsafeMutablePointer<WaitNode>

extension UnsafeMutablePointer where Pointee == WaitNode {
  static func make(for task: Unmanaged<TaskCore>?, index: Int = -1) -> Self {
    let node = Self.allocate(capacity: 1)
    node.initialize(
      to: WaitNode(previous: node, next: node, task: task, slot: nil, index: index))
    return node
  }

  /// Takes it out of its queue, if it is in one.
  @inline(__always)
  func unlink() {
    let (previous, next) = (pointee.previous, pointee.next)
    previous.pointee.next = next
    next.pointee.previous = previous
    pointee.previous = self
    pointee.next = self
  }

  /// Whether it is in no queue.
  var isUnlinked: Bool { pointee.next == self }

  /// Frees it: it is in no queue then.
  func destroy() {
    unlink()
    deallocate()
  }
}

/// Tasks in the order in which they came, any of which may leave from its place.
@usableFromInline
package struct WaitQueue: ~Copyable {
  /// For who needs it where it can't be borrowed; not to be used when the queue has gone.
  @usableFromInline let reference: WaitQueueReference

  @usableFromInline
  package init() { reference = WaitQueueReference(ends: .make(for: nil)) }

  deinit {
    // Who still waits here was woken by nobody, and is found in no queue from now on.
    while popFirst() != nil {}
    reference.ends.deallocate()
  }

  @usableFromInline
  package var isEmpty: Bool { reference.isEmpty }

  @usableFromInline
  func append(_ node: WaitNodePointer) { reference.append(node) }

  @usableFromInline
  func popFirst() -> WaitNodePointer? { reference.popFirst() }

  /// How many wait: O(*n*).
  @usableFromInline
  var count: Int { reference.count }

  /// The one that ``popFirst()`` would take.
  var first: WaitNodePointer? { reference.first }
}

@usableFromInline
struct WaitQueueReference {
  /// A node between the last and the first, whose address the others know.
  fileprivate let ends: WaitNodePointer

  @inline(__always)
  var isEmpty: Bool { ends.pointee.next == ends }

  @inline(__always)
  func append(_ node: WaitNodePointer) {
    let last = ends.pointee.previous
    node.pointee.previous = last
    node.pointee.next = ends
    last.pointee.next = node
    ends.pointee.previous = node
  }

  @inline(__always)
  func popFirst() -> WaitNodePointer? {
    let first = ends.pointee.next
    if first == ends { return nil }
    first.unlink()
    return first
  }

  var first: WaitNodePointer? { isEmpty ? nil : ends.pointee.next }

  var count: Int {
    var (count, node) = (0, ends.pointee.next)
    while node != ends { (count, node) = (count + 1, node.pointee.next) }
    return count
  }
}
