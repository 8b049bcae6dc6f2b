/// The rules of a reader, a Swift task that takes elements of a sequence ahead of their consumer.
///
/// It is a value without locks, tasks or threads. Each event returns the next action of ``ReadAhead``.
///
/// | before | event | after |
/// |---|---|---|
/// | idle | the consumer requests an element | reading |
/// | reading | the sequence ends or fails | ended |
/// | ended | the consumer has taken the last element, or got the error | closed |
/// | idle, reading, ended | the consumer closes | closed |
struct ReadAheadStateMachine<Element> {
  private enum State: Sendable {
    /// The reader waits for the first request.
    case idle
    /// The reader takes elements, or waits for room.
    case reading
    /// The sequence has ended, with an error or without.
    case ended((any Error)?)
    /// No elements are left, and the reader discards what it still reads.
    case closed
  }

  private var state = State.idle

  /// The elements that were read and not taken; empty while closed.
  private var elements = Queue<Element>()

  /// The number of these elements, at most.
  private let limit: Int

  /// Whether the reader is suspended; never after the end.
  private var isReaderWaiting = false

  /// Whether the consumer found no element and must be told of the next one.
  ///
  /// Only in the state `reading`, without elements.
  private var isConsumerWaiting = false

  init(limit: Int) { self.limit = limit }

  /// Answers the consumer's request for an element.
  ///
  /// - Returns: The answer, and whether to resume the reader.
  mutating func request() -> (ReadAheadAnswer<Element>, resumesReader: Bool) {
    switch state {
    case .closed:
      return (.end, false)
    case .ended(let failure):
      if let element = elements.popFirst() { return (.element(element), false) }
      state = .closed
      return (failure.map { .failure($0) } ?? .end, false)
    case .idle:
      state = .reading
      isConsumerWaiting = true
      return (.wait(isFirst: true), takeReader())
    case .reading:
      if let element = elements.popFirst() {
        // Not for each element, because the reader's task resumes on another thread.
        let hasRoom = elements.count < limit && elements.count <= limit / 2
        return (.element(element), hasRoom && takeReader())
      }
      isConsumerWaiting = true
      return (.wait(isFirst: false), takeReader())
    }
  }

  private mutating func takeReader() -> Bool {
    defer { isReaderWaiting = false }
    return isReaderWaiting
  }

  private mutating func takeConsumer() -> Bool {
    defer { isConsumerWaiting = false }
    return isConsumerWaiting
  }

  /// An action of the reader.
  enum Step { case read, wait, stop }

  /// The next action of the reader.
  var step: Step {
    switch state {
    case .reading where elements.count < limit || isConsumerWaiting: .read
    case .idle, .reading: .wait
    case .ended, .closed: .stop
    }
  }

  /// Records that the reader is about to suspend itself.
  ///
  /// - Returns: Whether it has to; false if an event has changed its next action.
  mutating func readerWaits() -> Bool {
    isReaderWaiting = step == .wait
    return isReaderWaiting
  }

  /// Adds an element that the reader has read.
  ///
  /// - Returns: Whether to tell the consumer.
  mutating func read(_ element: Element) -> Bool {
    guard case .reading = state else { return false }
    elements.append(element)
    return takeConsumer()
  }

  /// Records the end of the sequence.
  ///
  /// - Returns: Whether to tell the consumer.
  mutating func sequenceEnded(_ failure: (any Error)?) -> Bool {
    guard case .reading = state else { return false }
    state = .ended(failure)
    return takeConsumer()
  }

  /// The actions that follow when the consumer closes.
  struct Closing {
    var cancelsReader = false
    var resumesReader = false
    var tellsConsumer = false
    /// The elements to release.
    var elements = Queue<Element>()
  }

  /// Discards the elements, because the consumer wants no more.
  mutating func close() -> Closing {
    let closing: Closing
    switch state {
    case .closed: return Closing()
    case .ended: closing = Closing(elements: elements)
    case .idle, .reading:
      closing = Closing(
        cancelsReader: true, resumesReader: takeReader(), tellsConsumer: takeConsumer(),
        elements: elements)
    }
    elements = Queue()
    state = .closed
    return closing
  }
}

/// The answer to a request.
package enum ReadAheadAnswer<Element> {
  case element(Element)
  case failure(any Error)
  case end
  /// The consumer waits until it is told to request again; `isFirst` says whether this was the first request.
  case wait(isFirst: Bool)
}

extension ReadAheadStateMachine: Sendable where Element: Sendable {}
extension Queue: Sendable where Element: Sendable {}

/// A first-in, first-out queue.
struct Queue<Element> {
  private var added: [Element] = []

  /// The older elements, the oldest last.
  private var next: [Element] = []

  var count: Int { added.count + next.count }

  mutating func append(_ element: Element) { added.append(element) }

  mutating func popFirst() -> Element? {
    if next.isEmpty {
      next = added.reversed()
      added.removeAll(keepingCapacity: true)
    }
    return next.popLast()
  }
}
