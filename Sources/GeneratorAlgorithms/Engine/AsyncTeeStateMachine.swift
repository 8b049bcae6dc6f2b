/// The outcome of a reader's request.
enum AsyncTeeOutcome<Element, Failure: Error> {
  case element(Element)
  case end
  case failure(Failure)
  case cancelled
}

/// The rules of `tee(_:bufferLimit:)` of an asynchronous sequence.
///
/// It has no lock and no tasks. Each event is a method, which returns the effects that its owner, an
/// `AsyncTeeStorage`, performs without the lock. The elements are in a ``TeeQueue``, like those of a
/// synchronous `tee`.
///
/// A reader waits only if no element is held for it. The *pump* takes elements from the source. It is a task
/// of its own, so the cancellation of a reader's task doesn't reach the source. It takes an element when a
/// reader waits and fewer elements than the limit are held.
struct AsyncTeeStateMachine<Element, Failure: Error, Waiter, Pump>: ~Copyable {
  typealias Outcome = AsyncTeeOutcome<Element, Failure>

  enum Reader {
    case idle
    /// The reader's request found no element, and is about to wait.
    case requesting(Int)
    case waiting(Int, Waiter)
    /// The reader's task was cancelled before it waited.
    case cancelled
    /// The reader has left: it has met the end, was cancelled or is released.
    case left
  }

  enum Source {
    /// The pump doesn't exist.
    case notStarted
    /// The pump takes an element, or is about to request its next step.
    case pulling
    case idle(Pump)
    /// The pump has ended. Readers meet the end when they have taken all elements.
    case ended(Failure?)
    /// All readers have left before the end.
    case abandoned
  }

  /// The work of the owner after an event.
  struct Effects {
    /// The readers to resume.
    var resumed: [(waiter: Waiter, outcome: Outcome)] = []
    var pump = PumpEffect.none
    /// Elements to release.
    var released: [Element] = []
  }

  enum PumpEffect {
    case none
    /// The owner starts the pump.
    case start
    /// The owner resumes the pump, which takes an element.
    case resume(Pump)
    /// The owner releases the source: it cancels the pump if there is one, and resumes the pump if that waits.
    case stop(Pump?)
  }

  enum Request {
    case answered(Outcome)
    /// The caller waits, under this number.
    case waits(Int)
    /// Another request of the same reader waits.
    case refused
  }

  private(set) var queue: TeeQueue<Element>
  private(set) var source = Source.notStarted
  private var readers: [Reader]
  private var positions: [Int]
  /// The number of readers that wait.
  private var waiting = 0
  private var requests = 0
  private let limit: Int

  init(readers count: Int, limit: Int) {
    queue = TeeQueue(readers: count)
    readers = Array(repeating: .idle, count: count)
    positions = Array(repeating: 0, count: count)
    self.limit = limit
  }

  // MARK: Events of readers

  /// Answers a reader's request for an element.
  mutating func request(_ reader: Int) -> (Request, Effects) {
    switch readers[reader] {
    case .left: return (.answered(.end), Effects())
    case .requesting, .waiting, .cancelled: return (.refused, Effects())
    case .idle: break
    }
    var effects = Effects()
    if let outcome = outcome(for: reader, &effects) { return (.answered(outcome), effects) }
    requests += 1
    readers[reader] = .requesting(requests)
    return (.waits(requests), effects)
  }

  /// Records that a reader waits, because its request found no element.
  mutating func wait(_ reader: Int, _ waiter: Waiter) -> Effects {
    var effects = Effects()
    switch readers[reader] {
    case .requesting(let number):
      readers[reader] = .idle
      if let outcome = outcome(for: reader, &effects) {
        effects.resumed.append((waiter, outcome))
      } else {
        readers[reader] = .waiting(number, waiter)
        waiting += 1
        demand(&effects)
      }
    case .cancelled:
      readers[reader] = .left
      effects.resumed.append((waiter, .cancelled))
    case .idle, .waiting, .left: preconditionFailure("a reader waits without a request")
    }
    return effects
  }

  /// Cancels a request, which ends its reader if that waits or is about to wait.
  mutating func cancel(_ reader: Int, request number: Int) -> Effects {
    var effects = Effects()
    switch readers[reader] {
    case .requesting(number):
      leave(reader, &effects)
      readers[reader] = .cancelled
    case .waiting(number, let waiter):
      waiting -= 1
      leave(reader, &effects)
      effects.resumed.append((waiter, .cancelled))
    default: break
    }
    return effects
  }

  /// Removes a reader that is released.
  mutating func release(_ reader: Int) -> Effects {
    var effects = Effects()
    if case .left = readers[reader] { return effects }
    leave(reader, &effects)
    return effects
  }

  // MARK: Events of the pump

  enum PumpStep {
    case pull
    case wait
    case stop
  }

  /// Returns the next step of the pump.
  func nextStep() -> PumpStep {
    if case .abandoned = source { return .stop }
    return isDemanded ? .pull : .wait
  }

  /// Records that the pump is about to wait.
  ///
  /// - Returns: Whether the pump takes an element; `nil` if it waits.
  mutating func wait(_ pump: Pump) -> Bool? {
    switch nextStep() {
    case .pull: return true
    case .stop: return false
    case .wait:
      source = .idle(pump)
      return nil
    }
  }

  /// Passes an element that the pump has taken to the waiting readers, and holds it for the others.
  mutating func took(_ element: Element) -> Effects {
    var effects = Effects()
    queue.append(element, for: queue.readers - waiting)
    for reader in readers.indices {
      guard case .waiting(_, let waiter) = readers[reader] else { continue }
      readers[reader] = .idle
      positions[reader] += 1
      effects.resumed.append((waiter, .element(element)))
    }
    waiting = 0
    return effects
  }

  /// Records that the source has ended or failed.
  ///
  /// Waiting readers meet that at once, and the others after the elements that are held for them.
  mutating func end(_ failure: Failure?) -> Effects {
    var effects = Effects()
    source = .ended(failure)
    for reader in readers.indices {
      guard case .waiting(_, let waiter) = readers[reader] else { continue }
      leave(reader, &effects)
      effects.resumed.append((waiter, failure.map { .failure($0) } ?? .end))
    }
    waiting = 0
    return effects
  }

  // MARK: Rules

  private var isDemanded: Bool { waiting > 0 && queue.count < limit }

  /// Returns the outcome for an idle reader, or `nil` if the reader has to wait.
  private mutating func outcome(for reader: Int, _ effects: inout Effects) -> Outcome? {
    if let element = queue.element(at: positions[reader]) {
      positions[reader] += 1
      demand(&effects)
      return .element(element)
    }
    guard case .ended(let failure) = source else { return nil }
    leave(reader, &effects)
    return failure.map { .failure($0) } ?? .end
  }

  /// Starts or resumes the pump if a reader waits and there is room.
  private mutating func demand(_ effects: inout Effects) {
    guard isDemanded else { return }
    switch source {
    case .notStarted: effects.pump = .start
    case .idle(let pump): effects.pump = .resume(pump)
    case .pulling, .ended, .abandoned: return
    }
    source = .pulling
  }

  /// Removes a reader, which no longer holds others back.
  private mutating func leave(_ reader: Int, _ effects: inout Effects) {
    readers[reader] = .left
    queue.leave(at: positions[reader])
    while let element = queue.popUnwanted() { effects.released.append(element) }
    if queue.readers > 0 { return demand(&effects) }
    switch source {
    case .notStarted, .pulling: effects.pump = .stop(nil)
    case .idle(let pump): effects.pump = .stop(pump)
    case .ended, .abandoned: return
    }
    source = .abandoned
  }
}

extension AsyncTeeStateMachine: Sendable
where Element: Sendable, Waiter: Sendable, Pump: Sendable {}
extension AsyncTeeOutcome: Sendable where Element: Sendable {}
extension AsyncTeeStateMachine.Reader: Sendable where Waiter: Sendable {}
extension AsyncTeeStateMachine.Source: Sendable where Pump: Sendable {}
