import Testing

@testable import GeneratorScheduling

struct SchedulerLifeCycleTests {
  /// The case of an error, which is not `Equatable` since it carries tasks.
  static func name(_ action: () throws(SchedulingError) -> Void) -> String {
    do throws(SchedulingError) {
      try action()
      return "none"
    } catch {
      return switch error {
      case .wrongThread: "wrongThread"
      case .alreadyRunning: "alreadyRunning"
      case .finished: "finished"
      default: "\(error)"
      }
    }
  }

  static func lifeCycle(_ events: (inout SchedulerLifeCycle) -> Void) -> SchedulerLifeCycle {
    var lifeCycle = SchedulerLifeCycle()
    events(&lifeCycle)
    return lifeCycle
  }

  @Test func `an idle scheduler belongs to no thread`() {
    let idle = SchedulerLifeCycle()
    #expect(!idle.isClosing)
    for thread: UInt in [1, 2] {
      #expect(Self.name { () throws(SchedulingError) in try idle.checkIdle(on: thread) } == "none")
      #expect(Self.name { () throws(SchedulingError) in try idle.checkThread(thread) } == "none")
      #expect(!idle.isOnOtherThread(than: thread))
    }
  }

  @Test func `one that runs belongs to its thread, which can't run it again`() {
    let running = Self.lifeCycle { try! $0.beginRunning(on: 1) }
    #expect(!running.isClosing)
    #expect(
      Self.name { () throws(SchedulingError) in try running.checkIdle(on: 1) } == "alreadyRunning")
    #expect(
      Self.name { () throws(SchedulingError) in try running.checkIdle(on: 2) } == "wrongThread")
    #expect(Self.name { () throws(SchedulingError) in try running.checkThread(1) } == "none")
    #expect(Self.name { () throws(SchedulingError) in try running.checkThread(2) } == "wrongThread")
    #expect(running.isOnOtherThread(than: 2) && !running.isOnOtherThread(than: 1))
  }

  @Test func `another thread can run it after the first has ended`() {
    var lifeCycle = Self.lifeCycle {
      try! $0.beginRunning(on: 1)
      $0.endRunning()
    }
    #expect(
      Self.name { () throws(SchedulingError) in try lifeCycle.beginRunning(on: 2) } == "none")
    #expect(lifeCycle.isOnOtherThread(than: 1))
  }

  @Test(arguments: [false, true])
  func `closing happens once, also out of a run, and ends in a scheduler that can't run`(
    wasRunning: Bool
  ) {
    var lifeCycle = Self.lifeCycle { if wasRunning { try! $0.beginRunning(on: 1) } }
    expectTrue(lifeCycle.beginClosing(on: 1))
    expectTrue(!lifeCycle.beginClosing(on: 1))
    #expect(lifeCycle.isClosing)
    #expect(
      Self.name { () throws(SchedulingError) in try lifeCycle.checkIdle(on: 1) }
        == "alreadyRunning")
    lifeCycle.endRunning()
    #expect(lifeCycle.isOnOtherThread(than: 2))
    lifeCycle.finish()
    lifeCycle.endRunning()
    #expect(lifeCycle.isClosing)
    #expect(!lifeCycle.isOnOtherThread(than: 2))
    #expect(
      Self.name { () throws(SchedulingError) in try lifeCycle.beginRunning(on: 2) } == "finished")
  }
}
