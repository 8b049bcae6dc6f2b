internal import GeneratorPlatform

/// The elements of an async sequence, which a Swift task reads ahead of their consumer.
///
/// The consumer isn't `async`. It requests an element. If there is none, it waits in its own way until
/// `tellConsumer` is called. The sequence doesn't run before the first request.
package final class ReadAhead<Element: Sendable>: Sendable {
  private struct State: Sendable {
    var machine: ReadAheadStateMachine<Element>

    /// The suspended reader.
    ///
    /// Sound without a check, since the machine says when to resume it, once, and the code that resumes it
    /// takes it out.
    var reader: UnsafeContinuation<Void, Never>?

    var task: Task<Void, Never>?
  }

  private let state: Locked<State>
  private let tellConsumer: @Sendable () -> Void

  /// Creates a reader, which waits for the first request.
  ///
  /// - Parameters:
  ///   - sequence: The elements.
  ///   - limit: The number of elements that the task reads ahead, at most. With 0 the task reads an element
  ///     when the consumer requests it.
  ///   - priority: The priority of the task; `nil`: that of a `Task` that the caller would make.
  ///   - tellConsumer: Called on any thread when a consumer that had to wait should request again.
  ///   - tellEnd: Called in the task just before its end.
  package init(
    _ sequence: SentSequence<Element>, limit: Int, priority: TaskPriority? = nil,
    tellConsumer: @escaping @Sendable () -> Void, tellEnd: @escaping @Sendable () -> Void = {}
  ) {
    guard limit >= 0 else {
      fatalError("bufferingAtMost must not be negative, and is \(limit)")
    }
    state = Locked(State(machine: ReadAheadStateMachine(limit: limit)))
    self.tellConsumer = tellConsumer
    let task = Task(priority: priority) {
      await self.run(sequence)
      tellEnd()
    }
    state.withLock { $0.task = task }
  }

  /// The Swift task that reads.
  package var task: Task<Void, Never> { state.withLock { $0.task! } }

  /// Takes the next element, or returns `wait` if the consumer has to wait until `tellConsumer` is called.
  ///
  /// Returns the error of the sequence once, after all elements before it.
  package func request() -> ReadAheadAnswer<Element> {
    let (answer, reader) = state.withLock { state in
      let (answer, resumesReader) = state.machine.request()
      return (answer, resumesReader ? state.reader.take() : nil)
    }
    reader?.resumeUnwatched()
    return answer
  }

  /// Cancels the reader, and releases the elements that it has read.
  package func close() {
    let (closing, reader, task) = state.withLock { state in
      let closing = state.machine.close()
      return (closing, closing.resumesReader ? state.reader.take() : nil, state.task)
    }
    if closing.cancelsReader { task?.cancel() }
    reader?.resumeUnwatched()
    if closing.tellsConsumer { tellConsumer() }
  }

  // MARK: The reader

  private func run(_ sequence: SentSequence<Element>) async {
    var failure: (any Error)?
    do { try await sequence.read(into: self) } catch { failure = error }
    if state.withLock({ $0.machine.sequenceEnded(failure) }) { tellConsumer() }
  }

  fileprivate func add(_ element: Element) {
    if state.withLock({ $0.machine.read(element) }) { tellConsumer() }
  }

  /// Waits for room, and returns whether the consumer wants more elements.
  fileprivate func mayRead() async -> Bool {
    while true {
      switch state.withLock({ $0.machine.step }) {
      case .read: return true
      case .stop: return false
      case .wait:
        await withUnsafeContinuation { continuation in
          let waits = state.withLock { state in
            let waits = state.machine.readerWaits()
            if waits { state.reader = continuation }
            return waits
          }
          if !waits { continuation.resume() }
        }
      }
    }
  }
}

/// A sequence of any type on its way to the task that reads it.
///
/// Sound as `Sendable`, since the sequence was sent here, nothing else refers to it, and one task uses it
/// once.
package class SentSequence<Element: Sendable>: @unchecked Sendable {
  package static func of<Source: AsyncSequence>(
    _ sequence: sending Source
  ) -> SentSequence<Element> where Source.Element == Element {
    TypedSentSequence(sequence)
  }

  /// Adds the elements as far as there is room for them, until the consumer wants no more.
  ///
  /// Returns after it has released the iterator.
  fileprivate func read(into elements: ReadAhead<Element>) async throws {
    fatalError("not overridden")
  }
}

private final class TypedSentSequence<Source: AsyncSequence>: SentSequence<Source.Element>,
  @unchecked Sendable
where Source.Element: Sendable {
  private var sequence: Source?

  init(_ sequence: sending Source) { self.sequence = sequence }

  override func read(into elements: ReadAhead<Source.Element>) async throws {
    guard await elements.mayRead(), var iterator = sequence.take()?.makeAsyncIterator() else {
      return
    }
    while let element = try await iterator.next(isolation: nil) {
      elements.add(element)
      guard await elements.mayRead() else { return }
    }
  }
}
