/// The rules of a reader, a Swift task that takes elements of a sequence ahead of their consumer.
///
/// A value without locks, tasks or threads. Each event returns what ``ReadAhead`` does next.
///
/// | before | event | after |
/// |---|---|---|
/// | idle | the consumer requests an element | reading |
/// | reading | the sequence ends or fails | ended |
/// | ended | the consumer has taken the last element, or got the error | closed |
/// | idle, reading, ended | the consumer closes | closed |
struct ReadAheadStateMachine<Element> {
  private enum State: Sendable {
    /// No element was requested: the reader waits for the first request.
    case idle
    /// The reader takes elements, or waits for room.
    case reading
    /// The sequence has ended, with an error or without.
    case ended((any Error)?)
    /// Nothing is left, and what the reader still reads is dropped.
    case closed
  }

  private var state = State.idle

  /// The elements that were read and not taken; none while closed.
  private var elements = Queue<Element>()

  /// How many of them there may be.
  private let limit: Int

  /// The reader is suspended, which it isn't after the end.
  private var isReaderWaiting = false

  /// The consumer found no element, and is told when one has come.
  ///
  /// Only while reading, and with no element.
  private var isConsumerWaiting = false

  init(limit: Int) { self.limit = limit }

  /// The consumer requests an element.
  ///
  /// - Returns: the answer, and whether the reader is resumed.
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
        // Not for each element, since the reader's task is resumed on another thread.
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

  /// What the reader does.
  enum Step { case read, wait, stop }

  /// What the reader does before it reads an element.
  var step: Step {
    switch state {
    case .reading where elements.count < limit || isConsumerWaiting: .read
    case .idle, .reading: .wait
    case .ended, .closed: .stop
    }
  }

  /// The reader is about to be suspended.
  ///
  /// - Returns: whether it has to be: false if there was an event since it looked.
  mutating func readerWaits() -> Bool {
    isReaderWaiting = step == .wait
    return isReaderWaiting
  }

  /// The reader has read an element.
  ///
  /// - Returns: whether the consumer is told.
  mutating func read(_ element: Element) -> Bool {
    guard case .reading = state else { return false }
    elements.append(element)
    return takeConsumer()
  }

  /// The sequence has ended.
  ///
  /// - Returns: whether the consumer is told.
  mutating func sequenceEnded(_ failure: (any Error)?) -> Bool {
    guard case .reading = state else { return false }
    state = .ended(failure)
    return takeConsumer()
  }

  /// What follows when the consumer closes.
  struct Closing {
    var cancelsReader = false
    var resumesReader = false
    var tellsConsumer = false
    /// To be released.
    var elements = Queue<Element>()
  }

  /// The consumer wants no more elements.
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

/// What a consumer gets.
package enum ReadAheadAnswer<Element> {
  case element(Element)
  case failure(any Error)
  case end
  /// Nothing yet: the consumer is told when to request again. It is the first request, or another.
  case wait(isFirst: Bool)
}

extension ReadAheadStateMachine: Sendable where Element: Sendable {}
extension Queue: Sendable where Element: Sendable {}

/// A queue whose elements are taken in the order in which they were added.
struct Queue<Element> {
  private var added: [Element] = []

  /// The older ones, the oldest last.
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
