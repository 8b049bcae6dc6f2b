internal import Generators
internal import Synchronization

/// A synchronous source that several tasks may use, one at a time.
///
/// Sound as `Sendable` if the elements are, since the source was sent here, nothing else refers to it, and
/// only the caller that has taken the turn uses it. Taking the turn acquires what the previous caller has
/// released. A caller takes the source out while it uses it, so no access to the property lasts while other
/// code runs.
final class SharedPull<Element, Failure: Error> {
  private let isTaken = Atomic(false)

  /// The source; `nil` after its end, after an error, and during a request.
  private var pull: Pull<Element, Failure>?

  init(_ pull: sending Pull<Element, Failure>) { self.pull = pull }

  func next() throws(Failure) -> Element? {
    guard !isTaken.exchange(true, ordering: .acquiring) else { throw refusal() }
    defer { isTaken.store(false, ordering: .releasing) }
    guard let pull = pull.take(), let element = try pull.next() else { return nil }
    self.pull = pull
    return element
  }

  private func refusal() -> Failure {
    if let error = GeneratorError.alreadyExecuting as? Failure { return error }
    fatalError("an element of AsyncElements was requested while another request was being answered")
  }
}

extension SharedPull: @unchecked Sendable where Element: Sendable {}
