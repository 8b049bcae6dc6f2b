import Synchronization

/// Counts what the server does.
package final class Meter: Sendable {
  private let rows = Atomic(0)
  private let bodies = Atomic(0)

  package init() {}

  /// The number of rows that were made, for all clients.
  package var rowsMade: Int { rows.load(ordering: .relaxed) }

  /// The number of bodies that have begun and have not ended.
  package var openBodies: Int { bodies.load(ordering: .relaxed) }

  func made() { rows.add(1, ordering: .relaxed) }
  func open() { bodies.add(1, ordering: .relaxed) }
  func close() { bodies.subtract(1, ordering: .relaxed) }
}
