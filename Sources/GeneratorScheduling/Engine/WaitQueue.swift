/// A task's place in a queue: of the ready tasks, or of the tasks that wait for one thing.
///
/// Nodes are plain memory and refer to their task without counting references, because otherwise atomic
/// operations would be most of the cost of a turn. It is sound since a node belongs to its task, or to a
/// `select` on the stack of its task, and leaves its queue before that ends; and the scheduler keeps each
/// task until it is done.
@usableFromInline
struct WaitNode {
  /// A node in no queue is its own neighbour.
  var previous: UnsafeMutablePointer<WaitNode>
  var next: UnsafeMutablePointer<WaitNode>

  /// The task; `nil` in the node that stands for a queue's two ends, and in a scheduler's mark.
  let task: Unmanaged<TaskCore>?

  /// The place on the task's stack where the waking code puts a value, or takes one from.
  @usableFromInline var slot: UnsafeMutableRawPointer?

  /// The index of the `select`'s case that it stands for; -1 if the task waits for one thing.
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

  /// Takes the node out of its queue, if it is in one.
  @inline(__always)
  func unlink() {
    let (previous, next) = (pointee.previous, pointee.next)
    previous.pointee.next = next
    next.pointee.previous = previous
    pointee.previous = self
    pointee.next = self
  }

  /// Whether the node is in no queue.
  var isUnlinked: Bool { pointee.next == self }

  /// Takes the node out of its queue, and frees it.
  func destroy() {
    unlink()
    deallocate()
  }
}

/// A queue of tasks in the order in which they arrived, any of which may leave from its place.
@usableFromInline
package struct WaitQueue: ~Copyable {
  /// A reference for code that can't borrow the queue; not valid after the queue is gone.
  @usableFromInline let reference: WaitQueueReference

  @usableFromInline
  package init() { reference = WaitQueueReference(ends: .make(for: nil)) }

  deinit {
    // The tasks that still wait here were never woken, and are in no queue from now on.
    while popFirst() != nil {}
    reference.ends.deallocate()
  }

  @usableFromInline
  package var isEmpty: Bool { reference.isEmpty }

  @usableFromInline
  func append(_ node: WaitNodePointer) { reference.append(node) }

  @usableFromInline
  func popFirst() -> WaitNodePointer? { reference.popFirst() }

  /// The number of waiting tasks; O(*n*).
  @usableFromInline
  var count: Int { reference.count }

  /// The node that ``popFirst()`` would take.
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
