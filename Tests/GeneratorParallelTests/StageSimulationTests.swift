import TestSupport
import Testing

@testable import GeneratorParallel

/// Random sequences of a stage's events, held against a list of the results.
@Suite struct StageSimulationTests {
  @Test(arguments: 0..<20) func `any order of events has the results of a loop`(_ part: UInt64) {
    for seed in 0..<UInt64(100 * rounds) {
      var simulation = StageSimulation(seed: part << 32 + seed)
      simulation.run()
      if let issue = simulation.issue {
        Issue.record("\(issue) with seed \(part) << 32 + \(seed): \(simulation.plan)")
        return
      }
    }
  }
}

/// What a simulated stage has to do.
private struct Plan {
  var lanes = 1
  /// How many elements each lane has.
  var elements = 0
  var workers = 1
  var window: Int?
  var isOrdered = true
  var isProcessing = true
  var readers = 1
  /// Lanes whose sources end with an error.
  var failingLanes: Set<Int> = []
  /// Elements with which the closure fails.
  var failingElements: Set<Int> = []
  /// After how many outputs the readers leave; `nil`: at the end.
  var leaving: [Int?]
  /// How many outputs an element has: itself, some times.
  var copies = [1]
  /// How often in a hundred times something else happens.
  var timeouts = 0
  var cancellations = 0
  var missingThreads = 0
  var splits = 0
  var suspensions = 0
  /// A worker that gets little time.
  var slowWorker: Int?

  init(_ random: inout SeededRandom) {
    isProcessing = random.chance(70)
    isOrdered = random.chance(60)
    if !isProcessing {
      if isOrdered {
        readers = random.pick([1, 2, 3])
      } else {
        lanes = random.pick([0, 1, 2, 3])
      }
    }
    elements = random.pick([0, 1, 2, 5, 20, 60])
    workers = isProcessing ? random.pick([1, 2, 3, 4]) : max(1, lanes)
    window = random.pick([nil, 1, 2, 3, 7, 30])
    if random.chance(20) {
      failingLanes = Set((0..<lanes).filter { _ in random.chance(60) })
    }
    if isProcessing, random.chance(40) {
      for _ in 0..<random.pick([1, 2, 5]) {
        failingElements.insert(Int.random(in: 0...elements, using: &random))
      }
    }
    leaving = []
    for _ in 0..<readers {
      leaving.append(random.chance(25) ? Int.random(in: 0...elements, using: &random) : nil)
    }
    if isProcessing { copies = random.pick([[1], [0, 1], [0, 0, 0, 1], [0], [2, 0, 1, 3]]) }
    timeouts = random.pick([0, 0, 1, 20])
    cancellations = random.pick([0, 0, 0, 2])
    missingThreads = random.pick([0, 0, 50])
    splits = random.pick([0, 10, 50])
    suspensions = random.pick([0, 50, 100])
    slowWorker = random.chance(50) ? Int.random(in: 0..<workers, using: &random) : nil
  }

  func source(of lane: Int) -> [Int] { (0..<elements).map { lane * 1000 + $0 } }

  func outputs(of element: Int) -> [Int] {
    isProcessing ? Array(repeating: element, count: copies[element % copies.count]) : [element]
  }

  /// The outputs of a loop over an ordered stage's lane.
  var results: [Int] {
    source(of: 0).prefix { !failingElements.contains($0) }.flatMap(outputs)
  }

  var fails: Bool {
    !failingLanes.isEmpty || failingElements.contains { $0 < elements }
  }
}

/// A stage whose threads are simulated: in each step one of them reports its next event.
private struct StageSimulation {
  let plan: Plan
  var machine: StageStateMachine
  var random: SeededRandom
  private let finding = Finding()

  /// What is wrong, first.
  var issue: String? { finding.text }

  private final class Finding {
    var text: String?
  }

  /// What the storage's batches have.
  struct Batch {
    var pulled: [Int] = []
    var outputs: [Int] = []
    /// How many elements were pulled into it, with those that were taken out.
    var published = 0
    var isHurried = false
    var isUnwanted = false
    var failure: String?
  }

  struct Source {
    var left: [Int]
    var isFailing: Bool
    var isInUse = false
    /// Pulled elements that a reader is yet to return an output of, or to be processed.
    var inFlight: [Int: Int] = [:]
  }

  enum Worker: Equatable {
    case asks
    case pulls(lane: Int, batch: Int, room: Int)
    case processes(batch: Int, done: Int, isPulled: Bool)
    case waits, wakes, left
  }

  enum Watcher: Equatable { case absent, asks, processes(batch: Int, done: Int), waits, left }

  enum Reader: Equatable {
    case asks
    case returns(batch: Int, next: Int)
    case processes(batch: Int, done: Int)
    case waits, wakes, isSuspended, left
  }

  var batches: [Int: Batch] = [:]
  var sources: [Source]
  var workers: [Worker] = []
  var newWorkers = 0
  var watcher = Watcher.absent
  var isWatcherTimed = false
  var readers: [Reader]
  var received: [[Int]]
  /// What each reader ended with: "end", or an error.
  var ends: [String?]
  var failure: String?
  var releases = 0
  var isReleasing = false
  var isReleased = false
  var now = 0

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    plan = Plan(&random)
    let plan = plan
    machine = StageStateMachine(
      lanes: plan.lanes, workers: plan.workers, window: plan.window, isOrdered: plan.isOrdered,
      isProcessing: plan.isProcessing)
    sources = (0..<plan.lanes).map {
      Source(left: plan.source(of: $0), isFailing: plan.failingLanes.contains($0))
    }
    readers = Array(repeating: .asks, count: plan.readers)
    received = Array(repeating: [], count: plan.readers)
    ends = Array(repeating: nil, count: plan.readers)
    for _ in 0..<plan.readers { _ = machine.addReader(isShared: plan.readers > 1) }
  }

  func expect(_ isRight: Bool, _ message: @autoclosure () -> String) {
    if !isRight, issue == nil { finding.text = message() }
  }

  // MARK: Running

  enum Actor { case worker(Int), newWorker, watcher, reader(Int), release, timeout(Int) }

  mutating func run() {
    for _ in 0..<200_000 {
      if issue != nil { return }
      now += Int.random(in: 0...100_000, using: &random)
      var actors: [Actor] = []
      for (n, worker) in workers.enumerated() where worker != .waits && worker != .left {
        actors.append(.worker(n))
      }
      if newWorkers > 0 { actors.append(.newWorker) }
      switch watcher {
      case .absent, .left: break
      case .waits: if isWatcherTimed, random.chance(plan.timeouts) { actors.append(.watcher) }
      default: actors.append(.watcher)
      }
      for (n, reader) in readers.enumerated() {
        switch reader {
        case .left: break
        case .waits: if random.chance(plan.timeouts) { actors.append(.timeout(n)) }
        case .isSuspended: if random.chance(plan.cancellations) { actors.append(.timeout(n)) }
        default: actors.append(.reader(n))
        }
      }
      if isReleasing { actors.append(.release) }
      guard let actor = actors.randomElement(using: &random) else {
        // What waits may still time out.
        if plan.timeouts > 0, !isDone { continue }
        break
      }
      if case .worker(let n) = actor, n == plan.slowWorker, random.chance(95) { continue }
      step(actor)
    }
    checkEnd()
  }

  var isDone: Bool {
    isReleased && readers.allSatisfy { $0 == .left } && workers.allSatisfy { $0 == .left }
      && newWorkers == 0
  }

  mutating func step(_ actor: Actor) {
    switch actor {
    case .newWorker:
      newWorkers -= 1
      workers.append(.asks)
      machine.workerStarts()
    case .worker(let n): stepWorker(n)
    case .watcher: stepWatcher()
    case .reader(let n): stepReader(n)
    case .timeout(let n):
      if readers[n] == .isSuspended {
        report { $0.readerIsCancelled(n) }
        expect(readers[n] == .wakes, "a cancelled reader is not resumed")
        leave(n)
      } else {
        readers[n] = .asks
        if report({ $0.readerTimesOut(n) }) == .hurry { hurry() }
      }
    case .release:
      isReleasing = false
      isReleased = true
      report { $0.released() }
    }
  }

  // MARK: The storage

  @discardableResult
  mutating func report<Action>(
    _ event: (inout StageStateMachine) -> StageStateMachine.Response<Action>
  ) -> Action {
    let response = event(&machine)
    perform(response.effects)
    return response.action
  }

  mutating func perform(_ effects: StageStateMachine.Effects) {
    for effect in effects.list { perform(effect) }
    let flags = effects.flags
    let waiting = workers.indices.filter { workers[$0] == .waits }
    if flags.contains(.wakeWorkers) {
      for worker in waiting { workers[worker] = .wakes }
    } else if flags.contains(.wakeWorker), let worker = waiting.randomElement(using: &random) {
      workers[worker] = .wakes
    }
    if flags.contains(.wakeWatcher), watcher == .waits {
      watcher = .asks
      _ = machine.watcherWakes(isTimeout: false)
    }
    if flags.contains(.startWorker) {
      if machine.alive > 1, random.chance(plan.missingThreads) {
        expect(machine.workerFailsToStart(), "no thread is left")
      } else {
        newWorkers += 1
      }
    }
    if flags.contains(.startWatcher) {
      expect(watcher == .absent, "two watchers")
      if machine.alive > 1, random.chance(plan.missingThreads) {
        expect(machine.watcherFailsToStart(), "no thread is left")
      } else {
        watcher = .asks
      }
    }
    if flags.contains(.hurrySources) { _ = hurrySources() }
    if flags.contains(.release) {
      releases += 1
      isReleasing = true
      expect(
        workers.allSatisfy { $0 == .left || $0 == .asks } && newWorkers == 0
          && sources.allSatisfy { !$0.isInUse }, "released while threads run")
    }
  }

  mutating func perform(_ effect: StageStateMachine.Effect) {
    switch effect {
    case .wake(let reader):
      if readers[reader] == .waits || readers[reader] == .isSuspended { readers[reader] = .wakes }
    case .transfer(let transfer):
      expect(batches[transfer.to]?.pulled.isEmpty != false, "a new batch is not empty")
      let pulled = batches[transfer.from]!.pulled
      let isFirst = transfer.part == .first
      let moved = isFirst ? pulled.prefix(transfer.count) : pulled.suffix(transfer.count)
      expect(moved.count == transfer.count, "too few elements to transfer")
      let left = isFirst ? pulled.dropFirst(transfer.count) : pulled.dropLast(transfer.count)
      batches[transfer.from]!.pulled = Array(left)
      let all = Array(moved)
      batches[transfer.to] = plan.isProcessing ? Batch(pulled: all) : Batch(outputs: all)
    case .takeFailure(.lane(let lane)):
      failure = "lane \(lane)"
    case .takeFailure(.batch(let batch)):
      failure = batches[batch]!.failure
    case .stop(let batch):
      batches[batch]!.isUnwanted = true
    case .empty(let batch):
      expect(!isRead(batch), "a batch is emptied that is read")
      batches[batch]!.outputs = []
    case .discard(let batch):
      expect(!isRead(batch), "a batch is discarded that is read")
      batches[batch] = nil
    }
  }

  /// Whether a reader has outputs of a batch to return.
  func isRead(_ batch: Int) -> Bool {
    readers.contains {
      if case .returns(batch, let next) = $0 { next < batches[batch]!.outputs.count } else { false }
    }
  }

  mutating func hurrySources() -> [Int] {
    (0..<plan.lanes).map { lane in
      guard let open = machine.lanes[lane].open else { return 0 }
      batches[open]!.isHurried = true
      return batches[open]!.published
    }
  }

  mutating func hurry() {
    let published = machine.mayHurry ? hurrySources() : []
    report { $0.hurries(published: published) }
  }

  // MARK: Workers

  mutating func stepWorker(_ n: Int) {
    switch workers[n] {
    case .wakes:
      machine.workerWakes()
      workers[n] = .asks
    case .asks:
      switch report({ $0.workerAsks() }) {
      case .pull(let lane, let batch, let room):
        expect(!sources[lane].isInUse, "two workers pull from a lane")
        sources[lane].isInUse = true
        batches[batch] = Batch()
        workers[n] = .pulls(lane: lane, batch: batch, room: room)
      case .process(let batch):
        expect(readers.contains { $0 != .left }, "a batch is processed that no reader can get")
        workers[n] = .processes(batch: batch, done: 0, isPulled: false)
      case .wait: workers[n] = .waits
      case .leave: workers[n] = .left
      }
    case .pulls(let lane, let batch, let room):
      let isFull = batches[batch]!.published == room
      if !isFull, !(batches[batch]!.isHurried && batches[batch]!.published > 0),
        !sources[lane].left.isEmpty
      {
        let element = sources[lane].left.removeFirst()
        batches[batch]!.pulled.append(element)
        batches[batch]!.published += 1
        if !plan.outputs(of: element).isEmpty || plan.isProcessing {
          sources[lane].inFlight[element] = 1
        }
        if let window = plan.window {
          let count = sources[lane].inFlight.count
          expect(count <= window, "\(count) elements are in flight")
        }
        return
      }
      let isEnd = !isFull && sources[lane].left.isEmpty
      let hasFailed = isEnd && sources[lane].isFailing
      sources[lane].isInUse = false
      if !plan.isProcessing {
        batches[batch]!.outputs = batches[batch]!.pulled
        batches[batch]!.pulled = []
      }
      let pulled = StageStateMachine.Pulled(
        published: batches[batch]!.published, isEnd: isEnd, hasFailed: hasFailed,
        time: Int.random(in: 0...400_000, using: &random), now: now)
      let action = report { $0.pullEnds(lane, pulled) }
      switch action {
      case .process(let batch): workers[n] = .processes(batch: batch, done: 0, isPulled: true)
      case .askForWork: workers[n] = .asks
      }
    case .processes(let batch, let done, let isPulled):
      let next = process(batch, done, isPulled: isPulled, isHelp: false)
      workers[n] = next.map { .processes(batch: batch, done: $0, isPulled: isPulled) } ?? .asks
    case .waits, .left: break
    }
    expect(machine.processing <= plan.workers, "more batches in process than workers")
  }

  /// Processes an element of a batch, or reports the end.
  ///
  /// - Returns: How many are processed; `nil`: the end was reported.
  mutating func process(_ number: Int, _ done: Int, isPulled: Bool, isHelp: Bool) -> Int? {
    let batch = batches[number]!
    var isSplit = false
    if batch.failure == nil, !batch.pulled.isEmpty, !(batch.isUnwanted && done > 0) {
      if done == 0 || !random.chance(plan.splits) {
        let element = batches[number]!.pulled.removeFirst()
        if plan.failingElements.contains(element) {
          batches[number]!.failure = "element \(element)"
        } else {
          let outputs = plan.outputs(of: element)
          batches[number]!.outputs += outputs
          // Each reader returns each output; without one it is no longer in flight.
          sources[0].inFlight[element] = outputs.isEmpty ? nil : outputs.count
        }
        return done + 1
      }
      isSplit = true
    }
    // A worker may have decided to split a batch before it became unwanted.
    if batch.isUnwanted, !batch.pulled.isEmpty, random.chance(plan.splits) { isSplit = true }
    if !isSplit { batches[number]!.pulled = [] }
    let processed = StageStateMachine.Processed(
      count: done, outputs: batch.outputs.count, hasFailed: batch.failure != nil, isSplit: isSplit,
      time: Int.random(in: 0...400_000, using: &random), isPulled: isPulled, isHelp: isHelp,
      now: now)
    report { $0.processingEnds(number, processed) }
    return nil
  }

  mutating func stepWatcher() {
    switch watcher {
    case .asks:
      switch report({ $0.watcherAsks() }) {
      case .process(let batch): watcher = .processes(batch: batch, done: 0)
      case .wait(let pause):
        watcher = .waits
        isWatcherTimed = pause != nil
      case .leave: watcher = .left
      }
    case .processes(let batch, let done):
      let next = process(batch, done, isPulled: false, isHelp: true)
      watcher = next.map { .processes(batch: batch, done: $0) } ?? .asks
    case .waits:
      watcher = .asks
      if report({ $0.watcherWakes(isTimeout: true) }) == .hurry { hurry() }
    case .absent, .left: break
    }
  }

  // MARK: Readers

  mutating func stepReader(_ n: Int) {
    switch readers[n] {
    case .asks, .wakes:
      if let most = plan.leaving[n], received[n].count >= most {
        leave(n)
        return
      }
      let isSuspending = random.chance(plan.suspensions)
      switch report({ $0.readerAsks(n, mayHelp: !isSuspending) }) {
      case .read(let batch):
        readers[n] = .returns(batch: batch, next: 0)
        returnOutput(n)
      case .fail:
        ends[n] = failure ?? "no error"
        leave(n)
      case .end:
        ends[n] = "end"
        leave(n)
      case .process(let batch): readers[n] = .processes(batch: batch, done: 0)
      case .wait:
        let action = report { [now] in $0.readerWaits(n, isSuspended: isSuspending, now: now) }
        if action != .askAgain { readers[n] = isSuspending ? .isSuspended : .waits }
      }
    case .returns: returnOutput(n)
    case .processes(let batch, let done):
      let next = process(batch, done, isPulled: false, isHelp: true)
      readers[n] = next.map { .processes(batch: batch, done: $0) } ?? .asks
    case .waits, .isSuspended, .left: break
    }
  }

  mutating func returnOutput(_ n: Int) {
    guard case .returns(let batch, let next) = readers[n] else { return }
    guard let outputs = batches[batch]?.outputs, next < outputs.count else {
      expect(next > 0, "a reader gets a batch without outputs")
      readers[n] = .asks
      return
    }
    let output = outputs[next]
    received[n].append(output)
    readers[n] = next + 1 < outputs.count ? .returns(batch: batch, next: next + 1) : .asks
    // In flight until the slowest reader has it.
    let lane = output / 1000
    let counts = readers.indices.filter { readers[$0] != .left }.map { reader in
      received[reader].count { $0 == output }
    }
    if counts.min() == plan.outputs(of: output).count { sources[lane].inFlight[output] = nil }
  }

  mutating func leave(_ n: Int) {
    readers[n] = .left
    report { $0.readerLeaves(n) }
    let others = readers.indices.filter { readers[$0] != .left }
    for lane in sources.indices {
      sources[lane].inFlight = sources[lane].inFlight.filter { element, _ in
        others.contains { !received[$0].contains(element) }
      }
    }
  }

  // MARK: The end

  func checkEnd() {
    for n in readers.indices { checkResults(of: n) }
    expect(readers.allSatisfy { $0 == .left }, "a reader waits and is not woken: \(readers)")
    expect(
      workers.allSatisfy { $0 == .left } && newWorkers == 0, "a worker has not left: \(workers)")
    expect(watcher == .absent || watcher == .left, "the watcher has not left")
    expect(releases == 1 && isReleased, "released \(releases) times")
    expect(batches.isEmpty, "batches are left: \(batches)")
    expect(machine.batches.allSatisfy { $0.phase == .free }, "numbers are left")
    expect(Set(machine.free).count == machine.batches.count, "numbers are lost")
    expect(machine.unfinished == 0 && machine.processing == 0, "wrong counts")
  }

  func checkResults(of n: Int) {
    let results = received[n]
    if plan.isOrdered {
      let expected = plan.results
      expect(expected.starts(with: results), "\(results) are not the first of \(expected)")
      if ends[n] != nil { expect(results == expected, "\(results) are not \(expected)") }
      guard let end = ends[n] else { return }
      let failing = plan.source(of: 0).first { plan.failingElements.contains($0) }
      let error = failing.map { "element \($0)" } ?? (plan.failingLanes.isEmpty ? "end" : "lane 0")
      expect(end == error, "it ends with \(end) and not with \(error)")
      return
    }
    let sources = (0..<plan.lanes).map { plan.source(of: $0) }
    let possible = sources.flatMap { $0 }.filter { !plan.failingElements.contains($0) }
      .flatMap(plan.outputs)
    let counts = Dictionary(possible.map { ($0, 1) }, uniquingKeysWith: +)
    let received = Dictionary(results.map { ($0, 1) }, uniquingKeysWith: +)
    for (output, count) in received {
      expect(count <= counts[output, default: 0], "\(output) comes \(count) times")
    }
    switch ends[n] {
    case nil: break
    case "end": expect(!plan.fails && received == counts, "\(results) are not all")
    case let end?:
      if end.hasPrefix("lane "), let lane = Int(end.dropFirst(5)) {
        expect(plan.failingLanes.contains(lane), "\(end) does not fail")
        for output in sources[lane].flatMap(plan.outputs) {
          expect(received[output] == counts[output], "the error comes before \(output)")
        }
      } else {
        expect(plan.fails && end.hasPrefix("element "), "it ends with \(end)")
      }
    }
  }
}
