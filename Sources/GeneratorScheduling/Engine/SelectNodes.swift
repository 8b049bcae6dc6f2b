// A task that selects waits in the queues of all its channels, with a node for each case, and each node
// has a slot of its own. They are allocated, since only then it is known how many there are. What makes
// it sound that others have pointers to them is what makes it so in Handoff.swift: when the task goes on
// all of its nodes are out of their queues, and only then they are freed.

/// What is to be done with a case of a `select` that is about a channel.
///
/// One closure does all of it, so that a case is one allocation, and is specialised by who makes it.
@usableFromInline
enum SelectStep {
  /// Does it, if that needs no wait, and gives the result.
  case attempt

  /// Begins to wait with a node.
  case enqueue(WaitNodePointer)

  /// Has been woken by this node, which has no slot from then on, and gives the result.
  case finish(WaitNodePointer)

  /// Has been woken by another, or was interrupted.
  case discard(WaitNodePointer)
}

extension UnsafeMutablePointer where Pointee == WaitNode {
  /// Gives the node of a `select` a slot, and puts it into a queue.
  @inlinable
  func enqueue<Element>(in queue: WaitQueueReference, slot: consuming Element?) {
    let place = UnsafeMutablePointer<Element?>.allocate(capacity: 1)
    place.initialize(to: slot)
    pointee.slot = UnsafeMutableRawPointer(place)
    append(to: queue)
  }

  @usableFromInline
  func append(to queue: WaitQueueReference) { queue.append(self) }

  /// Frees the slot, and gives what was in it.
  @inlinable @discardableResult
  func removeSlot<Element>(of _: Element.Type) -> Element? {
    let place = pointee.slot.unsafelyUnwrapped.assumingMemoryBound(to: Element?.self)
    defer { place.deallocate() }
    pointee.slot = nil
    return place.move()
  }
}

/// The nodes of a `select` that waits, and what messages say of it.
@usableFromInline
final class Selection: CustomStringConvertible {
  private let task: TaskLink
  @exclusivity(unchecked) @usableFromInline private(set) var nodes: [WaitNodePointer] = []
  private var parts: [(verb: StaticString, object: AnyObject)] = []

  init(_ task: TaskLink) { self.task = task }

  deinit {
    for node in nodes { node.destroy() }
  }

  /// Makes a node for one more case.
  ///
  /// - Parameters:
  ///   - index: which case.
  ///   - verb: for messages: what is done to `object`.
  ///   - object: what the case waits for.
  /// - Returns: the node, in no queue.
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
  /// Waits until one of the cases can be done, and does it.
  ///
  /// - Parameters:
  ///   - cases: none of which is ready.
  ///   - duration: how long to wait at most.
  /// - Returns: the result of the case; `nil` if the time has passed.
  /// - Throws: what the case does, or what the task is interrupted with.
  @inlinable
  func park<Result>(
    selecting cases: [SelectCase<Result>], for duration: Duration?
  ) throws -> Result? {
    let selection = makeSelection()
    var chosen = -1
    // In all steps but `finish` nothing can be thrown.
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

  /// Waits until somebody has taken one of the nodes out of its queue and woken the task.
  ///
  /// - Parameters:
  ///   - selection: the nodes, which are in their queues. It is kept alive by being a parameter.
  ///   - duration: how long to wait at most.
  /// - Returns: the index of the node; -1 if the time has passed.
  /// - Throws: what the task is interrupted with.
  @usableFromInline
  func park(in selection: Selection, for duration: Duration?) throws -> Int {
    core.cases = selection.nodes
    if let duration { core.setTimer(now + duration, isTimeout: true) }
    let isEmpty = selection.nodes.isEmpty
    try suspend(isEmpty ? Wait("selecting, of no cases") : Wait("selecting:", selection))
    return link.chosen
  }
}
