// How a value moves from the stack of one task to that of another, without a copy in between.
//
// A waiting task doesn't run, so another task can put a value into one of its variables, or take one from
// there. The pointer to the variable is sound as long as the task's node is in a queue: the task leaves the
// call that has the variable only when it continues, and it continues only when its node is out of all
// queues. Code that takes a node out of a queue is the only code that has it, and uses it before control
// leaves.

extension TaskContext {
  /// Waits in a queue until other code has taken the task out of it and woken it.
  ///
  /// - Parameters:
  ///   - queue: The queue to wait in, behind all others.
  ///   - verb: What the task does with `object`, for messages.
  ///   - object: What the task waits for. Being a parameter keeps it alive during the wait.
  ///   - slot: The variable that the waking code reads or writes.
  /// - Throws: The error that interrupts the task.
  @inlinable @inline(__always)
  func park<Value>(
    in queue: WaitQueueReference, _ verb: StaticString, _ object: AnyObject, slot: inout Value
  ) throws {
    try withUnsafeMutablePointer(to: &slot) {
      try park(in: queue, verb, object, at: UnsafeMutableRawPointer($0))
    }
  }

  /// Waits in a queue, with an untyped slot or none.
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
  /// Puts a value into the slot of a task that waits for one, and wakes the task.
  ///
  /// - Parameter value: The value, which is left `nil`. The slot is an `Element?` that is `nil`.
  @inlinable @inline(__always)
  func give<Element>(_ value: inout Element?) {
    // The slot is `nil`, so there is nothing to destroy first.
    pointee.slot.unsafelyUnwrapped.assumingMemoryBound(to: Element?.self)
      .initialize(to: value.take())
    wake()
  }

  /// Takes the value out of the slot of a task that waits to send it, and wakes the task.
  ///
  /// - Returns: The value. The slot was an `Element?` with a value, and is left `nil`.
  @inlinable @inline(__always)
  func take<Element>(_: Element.Type) -> Element? {
    let value = pointee.slot.unsafelyUnwrapped.assumingMemoryBound(to: Element?.self)
      .pointee.take()
    wake()
    return value
  }

  /// Returns the value in the slot of a task that waits with a `Value`.
  func look<Value: BitwiseCopyable>(at _: Value.Type) -> Value {
    pointee.slot.unsafelyUnwrapped.load(as: Value.self)
  }

  /// Makes the task ready, whose node was taken out of its queue.
  @usableFromInline
  func wake() {
    pointee.task.unsafelyUnwrapped._withUnsafeGuaranteedRef { $0.scheduler.wake(self) }
  }
}
