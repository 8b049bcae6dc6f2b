internal import Generators

/// A step of an awaiting generator's body, for its consumer.
@usableFromInline
enum AwaitingStep<Element> {
  case element(Element)
  /// An operation to await before the body continues.
  case operation(AwaitedOperation)
}

/// An operation whose result a body waits for.
@usableFromInline
final class AwaitedOperation {
  /// Awaits the operation and keeps its result on the body's stack.
  ///
  /// The body releases it before it continues, because the operation doesn't escape. It is a closure, because
  /// the compiler specializes a closure for the type of the result, but not the methods of a generic class.
  @exclusivity(unchecked) @usableFromInline var run: (nonisolated(nonsending) () async -> Void)?

  @inlinable init() {}
}

/// An error that closes a body whose consumer awaits the operations of clean-up.
///
/// ``AwaitingYield`` replaces it by a `GeneratorExit`.
@usableFromInline
struct ServedExit: Error {
  @inlinable init() {}
}

/// A record of whether a consumer is there that awaits the operations of a body.
@usableFromInline
final class AwaitingService {
  /// Whether a request is in progress, also while it awaits.
  @exclusivity(unchecked) @usableFromInline private(set) var isBusy = false

  /// The service of the body that delegates to this one, or of a body further out.
  ///
  /// A delegation ends after those that its inner body has begun, so a service further out stays valid.
  @exclusivity(unchecked) var outer: AwaitingService?

  private let origin: GeneratorOrigin

  @usableFromInline init(fileID: StaticString, line: UInt) {
    origin = GeneratorOrigin(fileID: fileID, line: line)
  }

  /// Whether a consumer will await an operation of the body, which isn't so during a release.
  var isServed: Bool { outermost.isBusy }

  /// Whether the consumer closes the body.
  @exclusivity(unchecked) var isExiting = false

  /// The number of times that the consumer has closed this body, or a body that it delegated to.
  @exclusivity(unchecked) var exits = 0

  /// Notes that the consumer closes the body, and returns the error that closes it.
  @usableFromInline @inline(never)
  func receiveExit() -> any Error {
    exits += 1
    return GeneratorExit()
  }

  /// The service of the outermost body, to which no other body delegates.
  ///
  /// The getter shortens the chain, so it walks a chain of any length once.
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

  /// Throws unless a consumer will await an operation of the body.
  @usableFromInline
  func requireConsumer() throws {
    guard isServed else { throw NoConsumerError(origin: origin) }
  }

  /// Begins a request, unless another one is in progress.
  @inlinable @inline(__always)
  func begin() -> Bool {
    if isBusy { return false }
    isBusy = true
    return true
  }

  @inlinable @inline(__always)
  func end() { isBusy = false }
}
