public import CCoroutine
internal import GeneratorPlatform

func writeToStandardError(_ line: String) {
  var line = line + "\n"
  line.withUTF8 { utf8 in
    // The buffer is valid during the call, and C only reads it.
    utf8.withMemoryRebound(to: CChar.self) { cco_write_error($0.baseAddress, $0.count) }
  }
}

/// Returns the system's message for a failure to reserve a stack, with a remedy.
func systemMessage(_ error: SystemError) -> String {
  let limits =
    bodiesRunOnThreads
    ? "each generator has a thread here, and on Linux kernel.threads-max, kernel.pid_max, vm.max_map_count, "
      + "a cgroup's pids.max and the user's limit of processes bound how many there can be"
    : "on Linux, vm.max_map_count and vm.overcommit_memory limit how many there can be"
  return "\(error); \(limits)"
}

extension GeneratorCore {
  @inline(never)
  func trapWithoutStack(of size: Int, error: SystemError) -> Never {
    fatalError(
      "no memory for a stack of \(size) bytes for the generator made at \(origin): "
        + systemMessage(error))
  }

  /// Traps after a body has yielded to this generator's consumer, or a task has waited, inside of a
  /// task-local's `withValue`.
  ///
  /// - Parameter context: The context of the body that has yielded, the last of the chain.
  @usableFromInline @inline(never)
  final func trapInTaskLocal(_ context: UnsafeMutablePointer<cco_context>?) -> Never {
    #if DEBUG
      if isTask {
        fatalError(
          "a task waited inside of withValue of a task-local value (task spawned at \(origin)): other tasks "
            + "would see the value, and leaving withValue might unbind one of theirs; bind the value only "
            + "around the code that needs it, and wait outside of it")
      }
    #endif
    var generator = "generator made at \(origin)"
    if let context {
      let last = Link(of: context)
      if !last.isLink(to: self) {
        generator += ", which delegates to the one made at \(last.borrowed { $0.origin })"
      }
    }
    fatalError(
      "a body yielded inside of withValue of a task-local value (\(generator)): its consumer would "
        + "see the value, and resuming the body in another task would crash; bind the value only around "
        + "the code that needs it, and yield outside of it")
  }

  /// Ends a call that can't throw: takes ``GeneratorExit`` for an end, and traps on all other
  /// errors.
  @usableFromInline @inline(never)
  final func end(with error: any Error, in call: String) {
    guard phase == .closed else { fatalError("\(error)") }  // misuse, and the body is still there
    if error is GeneratorExit { return }
    fatalError(
      "an error left the body of a generator, and \(call) can't throw: \(error) (generator made at "
        + "\(origin)); use ThrowingGenerator for a body that may fail")
  }
}
