import Generators
import TestSupport
import Testing

@testable import GeneratorScheduling

struct TaskGroupStateMachineTests {
  struct Fault: Error, Equatable {
    let number: Int
  }

  static func failure(_ number: Int) -> UnraisableError {
    UnraisableError(
      error: Fault(number: number), origin: GeneratorOrigin(fileID: #fileID, line: #line))
  }

  static func number(_ failure: UnraisableError?) -> Int? { (failure?.error as? Fault)?.number }

  /// A machine whose group has so many running tasks.
  static func machine(running count: Int, isCancelled: Bool = false) -> TaskGroupStateMachine {
    var machine = TaskGroupStateMachine(isCancelled: isCancelled)
    for _ in 0..<count { _ = machine.taskStarted() }
    return machine
  }

  @Test func `a result is kept and wakes the parent`() {
    var machine = Self.machine(running: 2)
    let end = machine.taskEnded(failure: nil)
    #expect(end.keepsResult && end.wakesParent)
    #expect(end.failing == nil && !end.passesLimitForResult)
    #expect(machine.runningCount == 1)
  }

  @Test func `a failure among the results interrupts the parent until it requests them`() {
    var machine = Self.machine(running: 2)
    let failed = machine.taskEnded(failure: Self.failure(1))
    #expect(failed.keepsResult && failed.passesLimitForResult)
    #expect(failed.failing == nil)
    // Another end interrupts again, since the failure is still kept.
    let other = machine.taskEnded(failure: nil)
    #expect(other.passesLimitForResult)
    expectTrue(machine.beginRequest())
    machine.tookResult(isFailure: true)
    expectTrue(!machine.endRequest())
  }

  @Test func `a failure that is still kept after a request interrupts the parent again`() {
    var machine = Self.machine(running: 3)
    _ = machine.taskEnded(failure: nil)
    _ = machine.taskEnded(failure: Self.failure(1))
    expectTrue(machine.beginRequest())
    machine.tookResult(isFailure: false)
    expectTrue(machine.endRequest())
  }

  @Test func `a failure during a request doesn't interrupt it`() {
    var machine = Self.machine(running: 1)
    expectTrue(!machine.beginRequest())
    let end = machine.taskEnded(failure: Self.failure(1))
    #expect(end.wakesParent && !end.passesLimitForResult)
  }

  @Test func `without results the first failure passes the limit and the others are reported`() {
    var machine = Self.machine(running: 3)
    expectTrue(machine.discardResults(kept: []).isEmpty)
    let first = machine.taskEnded(failure: Self.failure(1))
    #expect(!first.keepsResult && !first.wakesParent)
    guard case .passesLimit? = first.failing else {
      Issue.record("\(String(describing: first.failing))")
      return
    }
    guard case .reports(let reported)? = machine.taskEnded(failure: Self.failure(2)).failing else {
      Issue.record("the second failure isn't reported")
      return
    }
    #expect(Self.number(reported) == 2)
    let last = machine.taskEnded(failure: nil)
    #expect(last.wakesParent && last.failing == nil)
    let (result, rest) = machine.conclude(.success(0) as Result<Int, any Error>)
    #expect(throws: Fault(number: 1)) { try result.get() }
    #expect(rest == nil)
  }

  @Test func `the failures that were kept come first when results are discarded`() {
    var machine = Self.machine(running: 3)
    for number in 1...2 { _ = machine.taskEnded(failure: Self.failure(number)) }
    let kept = machine.discardResults(kept: [1, 2].map(Self.failure))
    #expect(kept.count == 2)
    if case .passesLimit? = kept.first {} else { Issue.record("the first doesn't fail the group") }
    if case .reports(let reported)? = kept.last {
      #expect(Self.number(reported) == 2)
    } else {
      Issue.record("the second isn't reported")
    }
    // Nothing is kept any more.
    expectTrue(!machine.beginRequest())
    expectTrue(!machine.endRequest())
  }

  @Test func `a task that starts in a cancelled group is cancelled`() {
    var machine = Self.machine(running: 1)
    expectTrue(machine.cancel())
    expectTrue(!machine.cancel())
    #expect(machine.isCancelled)
    expectTrue(machine.taskStarted())
    #expect(Self.machine(running: 0, isCancelled: true).isCancelled)
  }

  enum Ending: CaseIterable {
    case value, cancelled, failed
    var result: Result<Int, any Error> {
      switch self {
      case .value: .success(7)
      case .cancelled: .failure(CancellationError())
      case .failed: .failure(Fault(number: 100))
      }
    }
  }

  @Test(arguments: Ending.allCases)
  func `a group without a failure ends as its closure`(ending: Ending) {
    var machine = Self.machine(running: 0)
    let (result, reported) = machine.conclude(ending.result)
    #expect(reported == nil)
    switch (result, ending.result) {
    case (.success(let a), .success(let b)): #expect(a == b)
    case (.failure(let a), .failure(let b)): #expect("\(a)" == "\(b)")
    default: Issue.record("\(result)")
    }
  }

  @Test(arguments: Ending.allCases)
  func `an error of the closure goes before a task's unless it was cancelled`(ending: Ending) {
    var machine = Self.machine(running: 1)
    _ = machine.discardResults(kept: [])
    _ = machine.taskEnded(failure: Self.failure(1))
    let (result, reported) = machine.conclude(ending.result)
    let wins = ending == .failed
    #expect(throws: Fault(number: wins ? 100 : 1)) { try result.get() }
    #expect(Self.number(reported) == (wins ? 1 : nil))
  }

  /// What a group does, told by lists instead of counters.
  struct Model {
    var kept: [Int?] = []
    var isDiscarding = false
    var isRequested = false
    var running = 0
    var failure: Int?

    var interruptsParent: Bool { !isDiscarding && !isRequested && kept.contains { $0 != nil } }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `random events have the results of a simple model`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var machine = Self.machine(running: 0)
    var model = Model()
    for number in 0..<200 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<4:
        _ = machine.taskStarted()
        model.running += 1
      case 4..<7 where model.running > 0:
        let failed = Bool.random(using: &random)
        let end = machine.taskEnded(failure: failed ? Self.failure(number) : nil)
        model.running -= 1
        #expect(end.keepsResult == !model.isDiscarding)
        #expect(end.wakesParent == (!model.isDiscarding || model.running == 0))
        if model.isDiscarding {
          switch end.failing {
          case nil: #expect(!failed)
          case .passesLimit?: #expect(failed && model.failure == nil)
          case .reports(let error)?:
            #expect(failed && model.failure != nil)
            #expect(Self.number(error) == number)
          }
          if failed, model.failure == nil { model.failure = number }
        } else {
          model.kept.append(failed ? number : nil)
        }
        #expect(end.passesLimitForResult == model.interruptsParent)
      case 7 where !model.isRequested:
        let hadFailure = !model.isDiscarding && model.kept.contains { $0 != nil }
        expectTrue(machine.beginRequest() == hadFailure)
        model.isRequested = true
      case 8 where model.isRequested:
        if !model.kept.isEmpty { machine.tookResult(isFailure: model.kept.removeFirst() != nil) }
        model.isRequested = false
        expectTrue(machine.endRequest() == model.interruptsParent)
      case 9 where number > 150 && !model.isRequested:
        let failures = model.kept.compactMap { $0 }
        let ends = machine.discardResults(kept: failures.map(Self.failure))
        #expect(ends.count == failures.count)
        if model.failure == nil { model.failure = failures.first }
        (model.kept, model.isDiscarding) = ([], true)
      default: break
      }
      #expect(machine.runningCount == model.running)
    }
    let (result, _) = machine.conclude(.success(0) as Result<Int, any Error>)
    if let failure = model.failure {
      #expect(throws: Fault(number: failure)) { try result.get() }
    } else {
      #expect(throws: Never.self) { try result.get() }
    }
  }
}

/// Expects a condition that a mutating call returns, which `#expect` can't contain.
func expectTrue(_ condition: Bool, sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(condition, sourceLocation: sourceLocation)
}
