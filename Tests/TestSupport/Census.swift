import Synchronization

/// Counts the objects that it has made and that are alive, on any threads.
package final class Census: Sendable {
  private let count = Atomic(0)
  private let most = Atomic(0)

  package init() {}

  /// The number that is alive.
  package var alive: Int { count.load(ordering: .sequentiallyConsistent) }
  /// The greatest number that was alive.
  package var peak: Int { most.load(ordering: .sequentiallyConsistent) }

  package func citizen(_ id: Int = 0) -> Citizen { Citizen(id, self) }

  package final class Citizen: Sendable {
    package let id: Int
    private let census: Census

    fileprivate init(_ id: Int, _ census: Census) {
      self.id = id
      self.census = census
      let count = census.count.add(1, ordering: .sequentiallyConsistent).newValue
      census.most.max(count, ordering: .sequentiallyConsistent)
    }

    deinit { census.count.subtract(1, ordering: .sequentiallyConsistent) }
  }
}
