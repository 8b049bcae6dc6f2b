import TestSupport
import Testing

@testable import GeneratorParallel

/// Single events of a stage, without threads; `StageSimulationTests` has sequences of them.
@Suite struct StageStateMachineTests {
  /// A stage, an event, and the action and effects that the event must have.
  struct Event: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var machine: StageStateMachine
    var event: @Sendable (inout StageStateMachine) -> (String, StageStateMachine.Effects)
    var action: String
    var effects = StageStateMachine.Effects()

    init<Action>(
      _ name: String, in machine: StageStateMachine,
      _ event: @escaping @Sendable (inout StageStateMachine) -> StageStateMachine.Response<Action>,
      action: String, effects: (inout StageStateMachine.Effects) -> Void = { _ in }
    ) {
      testDescription = name
      self.machine = machine
      self.event = {
        let response = event(&$0)
        return ("\(response.action)", response.effects)
      }
      self.action = action
      effects(&self.effects)
    }
  }

  @Test(arguments: readings + pulls + processings + endings + waits)
  func `an event has an action`(_ event: Event) {
    var machine = event.machine
    let (action, effects) = event.event(&machine)
    expectEqual(action, event.action)
    expectEqual(effects, event.effects)
  }

  // MARK: States

  static func machine(
    lanes: Int = 1, workers: Int = 2, window: Int? = 4, isOrdered: Bool = true,
    isProcessing: Bool = true, readers: Int = 1,
    _ events: (inout StageStateMachine) -> Void = { _ in }
  ) -> StageStateMachine {
    var machine = StageStateMachine(
      lanes: lanes, workers: workers, window: window, isOrdered: isOrdered,
      isProcessing: isProcessing)
    for _ in 0..<readers { _ = machine.addReader(isShared: readers > 1) }
    events(&machine)
    return machine
  }

  /// The reader has made a request, and the first worker pulls.
  static func pulling(
    lanes: Int = 1, workers: Int = 2, window: Int? = 4, isOrdered: Bool = true,
    isProcessing: Bool = true, readers: Int = 1, batchSize: Int = 1,
    _ events: (inout StageStateMachine) -> Void = { _ in }
  ) -> StageStateMachine {
    machine(
      lanes: lanes, workers: workers, window: window, isOrdered: isOrdered,
      isProcessing: isProcessing, readers: readers
    ) {
      for lane in 0..<lanes { $0.lanes[lane].batchSize = batchSize }
      _ = $0.readerAsks(0, mayHelp: true)
      $0.workerStarts()
      _ = $0.workerAsks()
      events(&$0)
    }
  }

  @discardableResult
  static func pull(
    _ machine: inout StageStateMachine, _ count: Int, isEnd: Bool = false, hasFailed: Bool = false,
    lane: Int = 0, now: Int = 0
  ) -> StageStateMachine.Response<StageStateMachine.PullAction> {
    machine.pullEnds(
      lane,
      .init(
        published: count, isEnd: isEnd || hasFailed, hasFailed: hasFailed, time: 50_000, now: now))
  }

  @discardableResult
  static func process(
    _ machine: inout StageStateMachine, _ batch: Int, _ count: Int, outputs: Int? = nil,
    hasFailed: Bool = false, isSplit: Bool = false, now: Int = 0
  ) -> StageStateMachine.Response<Void> {
    machine.processingEnds(
      batch,
      .init(
        count: count, outputs: outputs ?? count, hasFailed: hasFailed, isSplit: isSplit,
        time: 50_000, isPulled: true, now: now))
  }

  @discardableResult
  static func block(_ machine: inout StageStateMachine, _ reader: Int = 0)
    -> StageStateMachine.Response<StageStateMachine.WaitAction>
  {
    machine.readerWaits(reader, isSuspended: false, now: 0)
  }

  @discardableResult
  static func suspend(_ machine: inout StageStateMachine, _ reader: Int = 0)
    -> StageStateMachine.Response<StageStateMachine.WaitAction>
  {
    machine.readerWaits(reader, isSuspended: true, now: 0)
  }

  // MARK: Events

  static let readings = [
    Event(
      "the first question starts a worker", in: machine(), { $0.readerAsks(0, mayHelp: true) },
      action: "wait"
    ) { $0.flags.insert(.startWorker) },
    Event(
      "without sources a stage ends at once", in: machine(lanes: 0),
      { $0.readerAsks(0, mayHelp: true) }, action: "end"
    ) { $0.flags.insert(.release) },
    Event(
      "a worker that starts is enough", in: machine { _ = $0.readerAsks(0, mayHelp: true) },
      { $0.readerAsks(0, mayHelp: true) }, action: "wait"),
    Event(
      "a reader gets what is done",
      in: pulling {
        pull(&$0, 1)
        process(&$0, 1, 1)
      }, { $0.readerAsks(0, mayHelp: true) }, action: "read(1)"
    ) {
      // The batch before all others.
      $0.list.append(.discard(0))
    },
    Event(
      "a reader doesn't get what is done behind what isn't",
      in: pulling {
        pull(&$0, 1)
        $0.workerStarts()
        _ = $0.workerAsks()
        pull(&$0, 1)
        process(&$0, 2, 1)
      }, { $0.readerAsks(0, mayHelp: true) }, action: "wait"),
    Event(
      "without order it does",
      in: pulling(isOrdered: false) {
        pull(&$0, 1)
        $0.workerStarts()
        _ = $0.workerAsks()
        pull(&$0, 1)
        process(&$0, 2, 1)
      }, { $0.readerAsks(0, mayHelp: true) }, action: "read(2)"
    ) { $0.list.append(.discard(0)) },
    Event(
      "a reader goes past a batch without outputs",
      in: pulling {
        pull(&$0, 1)
        $0.workerStarts()
        _ = $0.workerAsks()
        pull(&$0, 1)
        process(&$0, 1, 1, outputs: 0)
        process(&$0, 2, 1)
      }, { $0.readerAsks(0, mayHelp: true) }, action: "read(2)"
    ) { $0.list.append(.discard(0)) },
    Event(
      "after the last batch a reader ends", in: pulling { pull(&$0, 0, isEnd: true) },
      { $0.readerAsks(0, mayHelp: true) }, action: "end"),
    Event(
      "a reader helps where no worker can be started",
      in: pulling(window: 100, batchSize: 8) {
        _ = $0.hurries(published: [3])
        _ = $0.workerFailsToStart()
      }, { $0.readerAsks(0, mayHelp: true) }, action: "process(2)"),
    Event(
      "unless it can't",
      in: pulling(window: 100, batchSize: 8) {
        _ = $0.hurries(published: [3])
        _ = $0.workerFailsToStart()
      }, { $0.readerAsks(0, mayHelp: false) }, action: "wait"),
    Event(
      "a batch stays until all readers have copied it",
      in: pulling(workers: 1, isProcessing: false, readers: 2, batchSize: 2) {
        pull(&$0, 2)
        for reader in [0, 1] { _ = $0.readerAsks(reader, mayHelp: true) }
      }, { $0.readerAsks(0, mayHelp: true) }, action: "wait"),
    Event(
      "and is emptied then",
      in: pulling(workers: 1, isProcessing: false, readers: 2, batchSize: 2) {
        pull(&$0, 2)
        for reader in [0, 1, 0] { _ = $0.readerAsks(reader, mayHelp: true) }
      }, { $0.readerAsks(1, mayHelp: true) }, action: "wait"
    ) { $0.list.append(.empty(1)) },
  ]

  static let pulls = [
    Event(
      "a worker pulls", in: machine { _ = $0.readerAsks(0, mayHelp: true) },
      { $0.workerAsks() }, action: "pull(0, into: 1, room: 1)"),
    Event(
      "a worker processes what it has pulled, and another one pulls", in: pulling(),
      { pull(&$0, 1) }, action: "process(1)"
    ) { $0.flags.insert(.startWorker) },
    Event(
      "elements that aren't processed are outputs", in: pulling(isProcessing: false) { block(&$0) },
      { pull(&$0, 1, now: 1_000_000) }, action: "askForWork"
    ) { $0.list.append(.wake(0)) },
    Event(
      "a lane is one worker's", in: pulling(), { $0.workerAsks() }, action: "wait"),
    Event(
      "another lane is another worker's", in: pulling(lanes: 2, isOrdered: false),
      { $0.workerAsks() }, action: "pull(1, into: 2, room: 1)"),
    Event(
      "what is queued comes before what can be pulled",
      in: pulling(batchSize: 2) { _ = $0.hurries(published: [1]) },
      { $0.workerAsks() }, action: "process(2)"),
    Event(
      "a full window lets a worker wait, and wakes the reader",
      in: pulling(window: 1) {
        pull(&$0, 1)
        process(&$0, 1, 1)
        $0.readers[0].phase = .blocked(since: 0)
      }, { $0.workerAsks() }, action: "wait"
    ) { $0.list.append(.wake(0)) },
    Event(
      "room in the window wakes a worker",
      in: pulling(window: 1) {
        pull(&$0, 1)
        process(&$0, 1, 1)
        _ = $0.workerAsks()
      }, { $0.readerAsks(0, mayHelp: true) }, action: "read(1)"
    ) {
      $0.list.append(.discard(0))
      $0.flags.insert(.wakeWorker)
    },
    Event(
      "a batch is not larger than the room in its window",
      in: pulling(window: 5, batchSize: 4) {
        pull(&$0, 4)
        $0.lanes[0].batchSize = 1
        $0.workerStarts()
      }, { $0.workerAsks() }, action: "pull(0, into: 2, room: 1)"),
    Event(
      "the end of the source wakes a reader and all workers", in: pulling { block(&$0) },
      { pull(&$0, 0, isEnd: true) }, action: "askForWork"
    ) {
      $0.list.append(.wake(0))
      $0.flags.insert(.wakeWorkers)
    },
    Event(
      "without elements there is no batch", in: pulling(), { pull(&$0, 0) }, action: "askForWork"),
  ]

  static let processings = [
    Event(
      "what is processed wakes a reader that has waited for long",
      in: pulling {
        block(&$0)
        pull(&$0, 1)
      }, { process(&$0, 1, 1, now: 1_000_000) }, action: "()"
    ) { $0.list.append(.wake(0)) },
    Event(
      "but not one that has just begun to wait",
      in: pulling {
        block(&$0)
        pull(&$0, 1)
      }, { process(&$0, 1, 1, now: 1000) }, action: "()"),
    Event(
      "which gets it when a worker waits",
      in: pulling(workers: 1, window: 1) {
        block(&$0)
        pull(&$0, 1)
        process(&$0, 1, 1, now: 1000)
      }, { $0.workerAsks() }, action: "wait"
    ) { $0.list.append(.wake(0)) },
    Event(
      "the rest of a batch is for other workers",
      in: pulling(window: 100, batchSize: 8) { pull(&$0, 8) },
      { process(&$0, 1, 3, isSplit: true) }, action: "()"
    ) { $0.list.append(.transfer(.init(part: .last, count: 5, from: 1, to: 2))) },
    Event(
      "half of a long batch is for another worker",
      in: pulling(workers: 3, window: 100, batchSize: 8) {
        pull(&$0, 8)
        process(&$0, 1, 3, isSplit: true)
        $0.lanes[0].batchSize = 2
        $0.workerStarts()
      }, { $0.workerAsks() }, action: "process(2)"
    ) {
      $0.list.append(.transfer(.init(part: .last, count: 3, from: 2, to: 3)))
      $0.flags.insert(.startWorker)
    },
    Event(
      "a worker that waits is woken when a reader has helped",
      in: pulling(workers: 1, window: 100, batchSize: 8) {
        _ = $0.hurries(published: [3])
        _ = $0.readerAsks(0, mayHelp: true)
        pull(&$0, 5, isEnd: true)
        _ = $0.workerAsks()
      },
      {
        $0.processingEnds(
          2, .init(count: 3, outputs: 3, time: 50_000, isPulled: false, isHelp: true, now: 0))
      }, action: "()"
    ) { $0.flags.insert(.wakeWorker) },
    Event(
      "a batch without outputs makes room, without order",
      in: pulling(window: 1, isOrdered: false) {
        pull(&$0, 1)
        process(&$0, 1, 1, outputs: 0)
      }, { $0.workerAsks() }, action: "pull(0, into: 1, room: 1)"),
  ]

  static let endings = [
    Event(
      "a stage that has not begun is released when it is closed", in: machine(),
      { $0.readerLeaves(0) }, action: "waitForEnd"
    ) {
      $0.flags.insert(.release)
      $0.list.append(.discard(0))
    },
    Event(
      "closing stops the source", in: pulling(), { $0.readerLeaves(0) }, action: "waitForEnd"
    ) {
      $0.flags.insert(.hurrySources)
      $0.list.append(.discard(0))
      $0.flags.insert(.wakeWorkers)
    },
    Event(
      "closing stops what is in process", in: pulling { pull(&$0, 1) }, { $0.readerLeaves(0) },
      action: "waitForEnd"
    ) {
      $0.list.append(.stop(1))
      $0.list.append(.discard(0))
    },
    Event(
      "what was stopped is discarded, and then all workers leave",
      in: pulling {
        pull(&$0, 1)
        _ = $0.readerLeaves(0)
      }, { process(&$0, 1, 0) }, action: "()"
    ) {
      $0.list.append(.discard(1))
      $0.flags.insert(.wakeWorkers)
    },
    Event(
      "closing discards what is done",
      in: pulling {
        pull(&$0, 1)
        process(&$0, 1, 1)
      }, { $0.readerLeaves(0) }, action: "waitForEnd"
    ) {
      $0.list += [.discard(1), .discard(0)]
      $0.flags.insert(.wakeWorkers)
    },
    Event(
      "closing discards what is queued",
      in: pulling(isOrdered: false, batchSize: 2) { _ = $0.hurries(published: [1]) },
      { $0.readerLeaves(0) }, action: "waitForEnd"
    ) {
      $0.list += [.discard(2), .discard(0)]
      $0.flags = [.hurrySources, .wakeWorkers]
    },
    Event(
      "closing twice does nothing", in: pulling { _ = $0.readerLeaves(0) }, { $0.readerLeaves(0) },
      action: "waitForEnd"),
    Event(
      "one of several readers that leaves makes room",
      in: pulling(workers: 1, window: 2, isProcessing: false, readers: 2, batchSize: 2) {
        pull(&$0, 2)
        _ = $0.readerAsks(0, mayHelp: true)
        _ = $0.readerAsks(0, mayHelp: true)
        _ = $0.workerAsks()
      }, { $0.readerLeaves(1) }, action: "leave"
    ) {
      $0.list.append(.empty(1))
      $0.list.append(.discard(0))
      $0.flags.insert(.wakeWorker)
    },
    Event(
      "all workers leave when the source has ended", in: pulling { pull(&$0, 0, isEnd: true) },
      { $0.workerAsks() }, action: "leave"
    ) { $0.flags.insert(.release) },
    Event(
      "an error of the source ends the list", in: pulling { block(&$0) },
      { pull(&$0, 0, hasFailed: true) }, action: "askForWork"
    ) {
      $0.list.append(.takeFailure(.lane(0)))
      $0.list.append(.wake(0))
      $0.flags.insert(.wakeWorkers)
    },
    Event(
      "and comes after what came before it",
      in: pulling(batchSize: 2) { pull(&$0, 1, hasFailed: true) },
      { $0.readerAsks(0, mayHelp: true) }, action: "wait"),
    Event(
      "an error of a closure ends the list behind its batch",
      in: pulling(batchSize: 2) {
        pull(&$0, 2)
        $0.workerStarts()
        _ = $0.workerAsks()
        pull(&$0, 1)
        process(&$0, 2, 1)
        block(&$0)
      }, { process(&$0, 1, 2, outputs: 1, hasFailed: true, now: 1_000_000) }, action: "()"
    ) {
      $0.list.append(.discard(2))
      $0.list.append(.takeFailure(.batch(1)))
      $0.list.append(.wake(0))
      $0.flags.insert(.wakeWorkers)
    },
    Event(
      "it stops what is in process behind it",
      in: pulling {
        pull(&$0, 1)
        $0.workerStarts()
        _ = $0.workerAsks()
        pull(&$0, 1)
      }, { process(&$0, 1, 0, hasFailed: true) }, action: "()"
    ) {
      $0.list.append(.stop(2))
      $0.list.append(.takeFailure(.batch(1)))
    },
    Event(
      "a reader gets its outputs first",
      in: pulling(batchSize: 2) {
        pull(&$0, 2)
        process(&$0, 1, 2, outputs: 1, hasFailed: true)
      }, { $0.readerAsks(0, mayHelp: true) }, action: "read(1)"
    ) { $0.list.append(.discard(0)) },
    Event(
      "and then the error",
      in: pulling(batchSize: 2) {
        pull(&$0, 2)
        process(&$0, 1, 2, outputs: 1, hasFailed: true)
        _ = $0.readerAsks(0, mayHelp: true)
      }, { $0.readerAsks(0, mayHelp: true) }, action: "fail"),
    Event(
      "without order an error stops everything",
      in: pulling(isOrdered: false) {
        pull(&$0, 1)
        $0.workerStarts()
        _ = $0.workerAsks()
        pull(&$0, 1)
      }, { process(&$0, 2, 0, hasFailed: true) }, action: "()"
    ) {
      $0.list.append(.takeFailure(.batch(2)))
      $0.list.append(.stop(1))
      $0.list.append(.discard(2))
    },
  ]

  static let waits = [
    Event(
      "a blocked reader waits for half a millisecond", in: pulling(), { block(&$0) },
      action: "wait(nanoseconds: 500000)"),
    Event(
      "and then hurries the source", in: pulling { block(&$0) }, { $0.readerTimesOut(0) },
      action: "hurry"),
    Event(
      "and waits longer",
      in: pulling {
        block(&$0)
        _ = $0.readerTimesOut(0)
      }, { block(&$0) }, action: "wait(nanoseconds: 1000000)"),
    Event(
      "a reader doesn't wait for what is there", in: pulling { pull(&$0, 0, isEnd: true) },
      { block(&$0) }, action: "askAgain"),
    Event(
      "to hurry takes elements out of the open batch, for another worker",
      in: pulling(window: 100, batchSize: 8), { $0.hurries(published: [3]) }, action: "()"
    ) {
      $0.list.append(.transfer(.init(part: .first, count: 3, from: 1, to: 2)))
      $0.flags.insert(.startWorker)
    },
    Event(
      "but not twice",
      in: pulling(window: 100, batchSize: 8) { _ = $0.hurries(published: [3]) },
      { $0.hurries(published: [3]) }, action: "()"),
    Event(
      "a suspended reader has a watcher", in: pulling(), { suspend(&$0) },
      action: "wait(nanoseconds: 500000)"
    ) { $0.flags.insert(.startWatcher) },
    Event(
      "a watcher watches", in: pulling { suspend(&$0) }, { $0.watcherAsks() },
      action: "wait(nanoseconds: Optional(500000))"),
    Event(
      "a watcher hurries for a reader that has waited all the time",
      in: pulling {
        suspend(&$0)
        for _ in 0..<2 { _ = $0.watcherAsks() }
      }, { $0.watcherWakes(isTimeout: true) }, action: "hurry"),
    Event(
      "and not for one that has just begun",
      in: pulling {
        suspend(&$0)
        _ = $0.watcherAsks()
      }, { $0.watcherWakes(isTimeout: true) }, action: "askAgain"),
    Event(
      "without a suspended reader a watcher waits to be called",
      in: pulling {
        suspend(&$0)
        _ = $0.readerIsCancelled(0)
      }, { $0.watcherAsks() }, action: "wait(nanoseconds: nil)"),
    Event(
      "a reader whose task is cancelled is resumed", in: pulling { suspend(&$0) },
      { $0.readerIsCancelled(0) }, action: "()"
    ) { $0.list.append(.wake(0)) },
    Event(
      "and not suspended again",
      in: pulling {
        suspend(&$0)
        _ = $0.readerIsCancelled(0)
      }, { suspend(&$0) }, action: "askAgain"),
  ]
}
