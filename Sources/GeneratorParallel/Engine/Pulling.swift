public import Generators
public import Synchronization

/// A source, from which a stage takes elements.
///
/// One worker at a time uses it, and the stage's lock orders the workers, so it need not be `Sendable`.
/// Nothing else uses it, because it was sent to the function that made the stage.
@usableFromInline
protocol Pulling: AnyObject {
  associatedtype Element

  /// Takes the next elements.
  ///
  /// - Parameters:
  ///   - base: Memory with room for `limit` elements.
  ///   - batch: The batch, whose `published` grows with each element, and which may be hurried.
  ///   - limit: The number of elements to take, at most; at least 1.
  /// - Returns: Whether the source has ended. It has then released the source, as it does when it throws.
  /// - Throws: The source's error, after the elements before it.
  func pull(
    into base: UnsafeMutablePointer<Element>, of batch: Batch, limit: Int
  ) throws -> Bool

  /// Closes the source, if it can be closed, after the stage has failed.
  func close()
}

/// A sequence or, from the first element on, its iterator.
@usableFromInline
final class PulledSequence<Base: Sequence>: Pulling {
  @usableFromInline typealias Element = Base.Element

  @exclusivity(unchecked) @usableFromInline var base: Base?
  @exclusivity(unchecked) @usableFromInline var iterator: Base.Iterator?

  @inlinable
  init(_ base: Base) { self.base = base }

  @inlinable
  func pull(into base: UnsafeMutablePointer<Element>, of batch: Batch, limit: Int) -> Bool {
    guard var iterator = self.iterator.take() ?? self.base.take()?.makeIterator() else {
      return true
    }
    var count = 0
    repeat {
      guard let element = iterator.next() else { return true }
      (base + count).initialize(to: element)
      count &+= 1
      batch.published.store(count, ordering: .releasing)
    } while count < limit && !batch.isHurried.load(ordering: .relaxed)
    self.iterator = iterator
    return false
  }

  @inlinable
  func close() {}
}

/// A source that may fail, until it has ended.
@usableFromInline
final class PulledThrowing<Base: ThrowingSource>: Pulling {
  @usableFromInline typealias Element = Base.Element

  @exclusivity(unchecked) @usableFromInline var base: Base?

  @inlinable
  init(_ base: Base) { self.base = base }

  @inlinable
  func pull(
    into place: UnsafeMutablePointer<Element>, of batch: Batch, limit: Int
  ) throws -> Bool {
    guard let base = self.base.take() else { return true }
    var count = 0
    repeat {
      guard let element = try base.nextErasingFailure() else { return true }
      (place + count).initialize(to: element)
      count &+= 1
      batch.published.store(count, ordering: .releasing)
    } while count < limit && !batch.isHurried.load(ordering: .relaxed)
    self.base = base
    return false
  }

  @inlinable
  func close() { base.take()?.abandon() }
}

/// A sequence that the worker that reads it makes of an input.
@usableFromInline
struct MadeSequence<Input, Base: Sequence>: Sequence {
  @usableFromInline let input: Input
  @usableFromInline let make: @Sendable (Input) -> Base

  @inlinable
  init(_ input: Input, _ make: @escaping @Sendable (Input) -> Base) {
    self.input = input
    self.make = make
  }

  @inlinable
  func makeIterator() -> Base.Iterator { make(input).makeIterator() }
}

/// A source that may fail, which the worker that reads it makes of an input.
@usableFromInline
final class MadeSource<Input, Base: ThrowingSource>: ThrowingSource {
  @usableFromInline let input: Input
  @usableFromInline let make: @Sendable (Input) throws -> Base
  @exclusivity(unchecked) @usableFromInline var base: Base?

  @inlinable
  init(_ input: Input, _ make: @escaping @Sendable (Input) throws -> Base) {
    self.input = input
    self.make = make
  }

  @inlinable
  func next() throws -> Base.Element? {
    if let base { return try base.nextErasingFailure() }
    let base = try make(input)
    self.base = base
    return try base.nextErasingFailure()
  }

  @inlinable
  func abandon() { base?.abandon() }
}

/// One source of a stage.
///
/// The lock of the stage protects the variables. One worker at a time calls the closures, without the lock.
@usableFromInline
final class Lane {
  /// Pulls into a batch.
  ///
  /// The stage releases the closure and its captures at the end.
  @usableFromInline var pull: ((Batch, Int) throws -> Bool)?
  @usableFromInline var close: (() -> Void)?
  /// The source's error, until it ends the list of the stage.
  var failure: (any Error)?

  @usableFromInline
  init(pull: @escaping (Batch, Int) throws -> Bool, close: @escaping () -> Void) {
    self.pull = pull
    self.close = close
  }
}

extension Lane {
  /// Returns a lane whose elements come from a source.
  @inlinable
  static func pulling<Source: Pulling>(_ source: Source) -> Lane {
    Lane(
      pull: { batch, limit in
        // Sound, since a stage's batches have room for elements of the type of its sources.
        let base = batch.pulledElements.assumingMemoryBound(to: Source.Element.self)
        return try source.pull(into: base, of: batch, limit: limit)
      }, close: { source.close() })
  }
}
