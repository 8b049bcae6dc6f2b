#if hasFeature(Embedded)
  /// A function that takes an error which leaves a body during the release of its generator.
  public typealias _UnraisableReport = @Sendable (Never, GeneratorOrigin) -> Void
#else
  /// A function that takes an error which leaves a body during the release of its generator.
  public typealias _UnraisableReport = @Sendable (any Error, GeneratorOrigin) -> Void
#endif

/// A machine as a reference, whose release closes it.
///
/// The properties are not checked for exclusive access, which would take several times the time of an element. Sound,
/// since the machine is used only by a call that found ``phase`` idle and has set it to running. Every other
/// call sees that, and leaves the machine alone.
public class _MachineFrame<Machine: _ResumableMachine> {
  @usableFromInline
  enum Phase: UInt8 { case idle, running, closed }

  @exclusivity(unchecked) @usableFromInline
  final var phase = Phase.idle

  /// The machine; `nil` after the end, which releases what the body holds.
  @exclusivity(unchecked) @usableFromInline
  final var machine: Machine?

  /// Whether a body that is closed has anything to run.
  ///
  /// Kept here, because the machine can't be read while it runs.
  @usableFromInline final let hasCleanup: Bool

  @usableFromInline final let report: _UnraisableReport

  @usableFromInline final let step: _SpecializedResumption<Machine>

  /// The place where the body is written.
  public final let _origin: GeneratorOrigin

  @inlinable
  init(machine: Machine, report: @escaping _UnraisableReport) {
    self.machine = machine
    self.report = report
    step = _SpecializedResumption()
    hasCleanup = machine._hasCleanup
    _origin = machine._origin
  }

  deinit {
    if phase == .idle { closeReporting(isReleased: true) }
  }

  /// The state of the generator.
  public final var state: GeneratorState {
    switch phase {
    case .idle: machine!.state
    case .running: .running
    case .closed: .closed
    }
  }

  /// Resumes the machine, which is idle.
  @inlinable @inline(__always)
  final func resume(
    _ message: consuming _Message<Machine._Input, Machine._Failure>
  ) throws(Machine._Failure) -> _Step<Machine._Yielded, Machine._Returned> {
    phase = .running
    let result: _Step<Machine._Yielded, Machine._Returned>
    do throws(Machine._Failure) {
      result =
        _isConcrete(Machine.self)
        ? try machine!._resume(message) : try step(&machine!, message)
    } catch {
      end()
      throw error
    }
    if case .yielded = result { phase = .idle } else { end() }
    return result
  }

  /// Ends a generator whose body isn't running, and never will again.
  @inlinable
  final func end() {
    // Before the machine is released, which may run code that uses this generator.
    phase = .closed
    _ = machine.take()
  }

  /// Closes a machine that is idle. No error can leave from here.
  final func closeReporting(isReleased: Bool) {
    guard hasCleanup, machine!.isSuspended else { return end() }
    phase = .running
    #if !hasFeature(Embedded)
      if let exit = GeneratorExit._error as? Machine._Failure {
        do throws(Machine._Failure) {
          if case .yielded = try machine!._resume(.raise(exit)) {
            let error = GeneratorError(.ignoredExit, _origin)
            if isReleased { fatalError("\(error) while it was released") }
            phase = .idle
            return report(error, _origin)
          }
          end()
        } catch {
          end()
          if !(error is GeneratorExit) { report(error, _origin) }
        }
        return
      }
    #endif
    machine!._unwind()
    end()
  }
}

#if hasFeature(Embedded)
  /// Stops the program.
  @inlinable
  public func _trapForUnraisable(_ error: Never, _ origin: GeneratorOrigin) {}
#else
  /// Stops the program.
  public func _trapForUnraisable(_ error: any Error, _ origin: GeneratorOrigin) {
    fatalError(
      "an error left the body of the compiled generator at \(origin) while it was released: \(error)"
    )
  }
#endif
