internal import Generators
internal import Synchronization

/// A synchronous source that several tasks may use, one at a time.
///
/// Sound as `Sendable` where the elements are, since the source was sent here, nothing else refers to it, and it
/// is used only by the caller that has taken the turn. Taking the turn acquires what the former one has released.
/// The source is taken out while it is used, so that no access to the property lasts while code of others runs.
final class SharedPull<Element, Failure: Error> {
  private let isTaken = Atomic(false)

  /// `nil` after the end, after an error, and while it is used.
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
