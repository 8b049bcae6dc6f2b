internal import Generators

/// What the body of an awaiting generator hands to its consumer.
@usableFromInline
enum AwaitingStep<Element> {
  case element(Element)
  /// An operation to await before the body goes on.
  case operation(AwaitedOperation)
}

/// An operation of a body that waits for its result.
@usableFromInline
final class AwaitedOperation {
  /// Awaits the operation and keeps its result on the body's stack.
  ///
  /// It is released before the body goes on, since the operation doesn't escape. A closure, which is compiled for the
  /// type of the result. The methods of a generic class are not.
  @exclusivity(unchecked) @usableFromInline var run: (nonisolated(nonsending) () async -> Void)?

  @inlinable init() {}
}

/// Closes a body whose consumer serves its awaits: ``AwaitingYield`` makes a `GeneratorExit` of it.
@usableFromInline
struct ServedExit: Error {
  @inlinable init() {}
}

/// Whether a consumer is there that awaits for a body.
@usableFromInline
final class AwaitingService {
  /// Whether a request is under way, also while it awaits.
  @exclusivity(unchecked) @usableFromInline private(set) var isBusy = false

  /// That of the body which delegates to this one, or of one further out.
  ///
  /// A delegation ends after those that its inner body has begun, so one further out stays the right way.
  @exclusivity(unchecked) var outer: AwaitingService?

  private let origin: GeneratorOrigin

  @usableFromInline init(fileID: StaticString, line: UInt) {
    origin = GeneratorOrigin(fileID: fileID, line: line)
  }

  /// Whether an operation of the body will be awaited; not while the generator is being released.
  var isServed: Bool { outermost.isBusy }

  /// Whether the consumer closes the body.
  @exclusivity(unchecked) var isExiting = false

  /// How often the consumer has closed this body, or one that it delegated to.
  @exclusivity(unchecked) var exits = 0

  /// Notes that the consumer closes the body, and returns what closes it.
  @usableFromInline @inline(never)
  func receiveExit() -> any Error {
    exits += 1
    return GeneratorExit()
  }

  /// That of the body to which no other delegates.
  ///
  /// Shortens the way for those on it, so that a chain of any length is walked once.
  var outermost: AwaitingService {
    var last = self
    while let outer = last.outer { last = outer }
    var service = self
    while service !== last, let outer = service.outer {
      service.outer = last
      service = outer
    }
    return last
  }

  /// Checks that an operation of the body will be awaited.
  @usableFromInline
  func requireConsumer() throws {
    guard isServed else { throw NoConsumerError(origin: origin) }
  }

  /// Begins a request, unless one is under way.
  @inlinable @inline(__always)
  func begin() -> Bool {
    if isBusy { return false }
    isBusy = true
    return true
  }

  @inlinable @inline(__always)
  func end() { isBusy = false }
}
