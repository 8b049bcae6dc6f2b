// How a value goes from the stack of one task to that of another, with nothing in between.
//
// A task that waits lies still: a variable of its own is where another puts a value, or takes one from.
// The pointer to it is sound as long as the task's node is in a queue, since the task leaves the call that
// has the variable only when it goes on, and it goes on only when its node is out of all queues. Who takes a
// node out of a queue is the only one to have it, and uses it before control leaves.

extension TaskContext {
  /// Waits in a queue until somebody has taken the task out of it and woken it.
  ///
  /// - Parameters:
  ///   - queue: where to wait, behind all others.
  ///   - verb: for messages: what is done to `object`.
  ///   - object: what it waits for. It is kept alive for as long by being a parameter.
  ///   - slot: what the one who wakes it reads or writes.
  /// - Throws: what the task is interrupted with.
  @inlinable @inline(__always)
  func park<Value>(
    in queue: WaitQueueReference, _ verb: StaticString, _ object: AnyObject, slot: inout Value
  ) throws {
    try withUnsafeMutablePointer(to: &slot) {
      try park(in: queue, verb, object, at: UnsafeMutableRawPointer($0))
    }
  }

  /// The same, without a slot.
  @usableFromInline
  func park(
    in queue: WaitQueueReference, _ verb: StaticString, _ object: AnyObject,
    at slot: UnsafeMutableRawPointer? = nil
  ) throws {
    let node = link.node
    node.pointee.slot = slot
    queue.append(node)
    try suspend(Wait(verb, object))
  }
}

extension UnsafeMutablePointer where Pointee == WaitNode {
  /// Puts a value where the task waits for one, and wakes it.
  ///
  /// - Parameter value: what is left `nil`; the slot is an `Element?` that is `nil`.
  @inlinable @inline(__always)
  func give<Element>(_ value: inout Element?) {
    // Nothing is there that would have to be destroyed first.
    pointee.slot.unsafelyUnwrapped.assumingMemoryBound(to: Element?.self)
      .initialize(to: value.take())
    wake()
  }

  /// Takes the value that the task waits to be rid of, and wakes it.
  ///
  /// - Returns: the value; the slot was an `Element?` that has one, and is left `nil`.
  @inlinable @inline(__always)
  func take<Element>(_: Element.Type) -> Element? {
    let value = pointee.slot.unsafelyUnwrapped.assumingMemoryBound(to: Element?.self)
      .pointee.take()
    wake()
    return value
  }

  /// What lies in the slot of a task that waits with a `Value` in it.
  func look<Value: BitwiseCopyable>(at _: Value.Type) -> Value {
    pointee.slot.unsafelyUnwrapped.load(as: Value.self)
  }

  /// Makes the task ready, whose node was taken out of its queue.
  @usableFromInline
  func wake() {
    pointee.task.unsafelyUnwrapped._withUnsafeGuaranteedRef { $0.scheduler.wake(self) }
  }
}
