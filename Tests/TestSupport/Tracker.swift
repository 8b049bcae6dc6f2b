/// Counts the objects that it made and that are alive.
package final class Tracker {
  package init() {}

  package fileprivate(set) var alive = 0
  package private(set) var made = 0
  /// The ids of the objects in the order of their release.
  package fileprivate(set) var gone: [Int] = []

  package func object(_ id: Int = 0) -> Tracked {
    made += 1
    alive += 1
    return Tracked(id: id, tracker: self)
  }
}

/// An object whose release its tracker records.
///
/// One thread at a time uses a tracker and its objects; errors must be `Sendable` to hold one.
package final class Tracked: CustomStringConvertible, @unchecked Sendable {
  package let id: Int
  private let tracker: Tracker

  fileprivate init(id: Int, tracker: Tracker) {
    self.id = id
    self.tracker = tracker
  }

  deinit {
    tracker.alive -= 1
    tracker.gone.append(id)
  }

  package var description: String { "#\(id)" }
}
