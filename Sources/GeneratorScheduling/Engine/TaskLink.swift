/// A task's reference to itself, which is not counted.
///
/// Counting is atomic, and a turn would be mostly that. Sound since it lies on the task's own stack, and
/// the scheduler holds the task until its body has ended.
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

  /// The case of a `select`, or -1 if its time has come.
  @usableFromInline
  var chosen: Int { reference._withUnsafeGuaranteedRef { $0.chosen } }

  /// Throws what keeps the task from waiting; at the start of each wait.
  @usableFromInline
  func checkpoint() throws {
    if reference._withUnsafeGuaranteedRef({ $0.isInterrupted }) { try refuse() }
  }

  @inline(never)
  private func refuse() throws { try core.refuse() }

  /// Puts the task at the end of those that are ready.
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

  /// After a wait: throws if it has ended without what it was for.
  @usableFromInline
  func endWait() throws {
    if reference._withUnsafeGuaranteedRef({ $0.wasInterrupted }) {
      core.wasInterrupted = false
      try refuse()
    }
  }
}
