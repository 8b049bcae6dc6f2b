// A task that selects waits in the queues of all its channels, with a node for each case, and each node has
// its own slot. They are allocated, since their number is known only then. Pointers to them are sound for the
// reason that Handoff.swift states: when the task continues, all of its nodes are out of their queues, and
// only then they are freed.

/// A step of a case of a `select` that uses a channel.
///
/// One closure performs all steps, so that a case is one allocation, and is specialized by its caller.
@usableFromInline
enum SelectStep {
  /// Performs the case if that doesn't need to wait, and returns the result.
  case attempt

  /// Begins to wait with a node.
  case enqueue(WaitNodePointer)

  /// Completes the case after this node was woken: the node loses its slot, and the step returns the result.
  case finish(WaitNodePointer)

  /// Drops the case, because another node was woken or the task was interrupted.
  case discard(WaitNodePointer)
}

extension UnsafeMutablePointer where Pointee == WaitNode {
  /// Allocates a slot for the node of a `select`, and puts the node into a queue.
  @inlinable
  func enqueue<Element>(in queue: WaitQueueReference, slot: consuming Element?) {
    let place = UnsafeMutablePointer<Element?>.allocate(capacity: 1)
    place.initialize(to: slot)
    pointee.slot = UnsafeMutableRawPointer(place)
    append(to: queue)
  }

  @usableFromInline
  func append(to queue: WaitQueueReference) { queue.append(self) }

  /// Frees the slot, and returns what was in it.
  @inlinable @discardableResult
  func removeSlot<Element>(of _: Element.Type) -> Element? {
    let place = pointee.slot.unsafelyUnwrapped.assumingMemoryBound(to: Element?.self)
    defer { place.deallocate() }
    pointee.slot = nil
    return place.move()
  }
}

/// The nodes of a waiting `select`, and its description in messages.
@usableFromInline
final class Selection: CustomStringConvertible {
  private let task: TaskLink
  @exclusivity(unchecked) @usableFromInline private(set) var nodes: [WaitNodePointer] = []
  private var parts: [(verb: StaticString, object: AnyObject)] = []

  init(_ task: TaskLink) { self.task = task }

  deinit {
    for node in nodes { node.destroy() }
  }

  /// Creates a node for one more case.
  ///
  /// - Parameters:
  ///   - index: The index of the case.
  ///   - verb: What the task does with `object`, for messages.
  ///   - object: What the case waits for.
  /// - Returns: The node, which is in no queue.
  @usableFromInline
  func addNode(for index: Int, _ verb: StaticString, _ object: AnyObject) -> WaitNodePointer {
    let node = WaitNodePointer.make(for: task.node.pointee.task, index: index)
    nodes.append(node)
    parts.append((verb, object))
    return node
  }

  /// `receiving from channel "a" made at M/F.swift:3, or sending to channel "b" made at M/F.swift:4`.
  @usableFromInline
  var description: String {
    parts.map { "\($0.verb) \($0.object)" }.joined(separator: ", or ")
  }
}

extension TaskContext {
  /// Waits until one of the cases is ready, and performs it.
  ///
  /// - Parameters:
  ///   - cases: The cases, none of which is ready.
  ///   - duration: The longest time to wait.
  /// - Returns: The result of the case; `nil` if the time has passed.
  /// - Throws: The error of the case, or the error that interrupts the task.
  @inlinable
  func park<Result>(
    selecting cases: [SelectCase<Result>], for duration: Duration?
  ) throws -> Result? {
    let selection = makeSelection()
    var chosen = -1
    // Of the steps here, only `finish` throws.
    defer {
      for node in selection.nodes where node.pointee.index != chosen {
        _ = try? cases[node.pointee.index].step(.discard(node))
      }
    }
    for (index, one) in cases.enumerated() {
      guard case .channel(let verb, let object, let step) = one.kind else { continue }
      _ = try step(.enqueue(selection.addNode(for: index, verb, object)))
    }
    chosen = try park(in: selection, for: duration)
    guard let node = selection.nodes.first(where: { $0.pointee.index == chosen }) else {
      return nil
    }
    return try cases[chosen].step(.finish(node))
  }

  @usableFromInline
  func makeSelection() -> Selection { Selection(link) }

  /// Waits until other code has taken one of the nodes out of its queue and woken the task.
  ///
  /// - Parameters:
  ///   - selection: The nodes, which are in their queues. Being a parameter keeps it alive.
  ///   - duration: The longest time to wait.
  /// - Returns: The index of the node; -1 if the time has passed.
  /// - Throws: The error that interrupts the task.
  @usableFromInline
  func park(in selection: Selection, for duration: Duration?) throws -> Int {
    core.cases = selection.nodes
    if let duration { core.setTimer(now + duration, isTimeout: true) }
    let isEmpty = selection.nodes.isEmpty
    try suspend(isEmpty ? Wait("selecting from no cases") : Wait("selecting:", selection))
    return link.chosen
  }
}
