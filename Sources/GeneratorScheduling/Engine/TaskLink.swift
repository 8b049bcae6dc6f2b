/// A task's uncounted reference to itself.
///
/// Counting is atomic, and would be most of the cost of a turn. Sound since it lies on the task's own stack,
/// and the scheduler keeps the task until its body has ended.
@usableFromInline
struct TaskLink {
  private let reference: Unmanaged<TaskCore>

  init<Value>(_ task: Unmanaged<TypedTask<Value>>) {
    reference = .fromOpaque(task.toOpaque())
  }

  @usableFromInline
  var core: TaskCore { reference._withUnsafeGuaranteedRef { $0 } }

  @usableFromInline
  var node: WaitNodePointer { reference._withUnsafeGuaranteedRef { $0.node } }

  /// The case of a `select` that woke the task, or -1 if its time has passed.
  @usableFromInline
  var chosen: Int { reference._withUnsafeGuaranteedRef { $0.chosen } }

  /// Throws if the task is interrupted.
  ///
  /// Called at the start of each wait.
  @usableFromInline
  func checkpoint() throws {
    if reference._withUnsafeGuaranteedRef({ $0.isInterrupted }) { try refuse() }
  }

  @inline(never)
  private func refuse() throws { try core.refuse() }

  /// Puts the task at the end of the ready tasks.
  @usableFromInline
  func giveWay() {
    reference._withUnsafeGuaranteedRef {
      $0.phase = .ready
      $0.ready.append($0.node)
    }
  }

  @usableFromInline
  func beginWait(_ wait: Wait) {
    reference._withUnsafeGuaranteedRef {
      $0.phase = .waiting
      $0.wait = wait
    }
  }

  /// Throws if the wait has ended without the awaited event.
  ///
  /// Called after a wait.
  @usableFromInline
  func endWait() throws {
    if reference._withUnsafeGuaranteedRef({ $0.wasInterrupted }) {
      core.wasInterrupted = false
      try refuse()
    }
  }
}
