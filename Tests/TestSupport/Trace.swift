/// What happened, in order.
package final class Trace {
  package init() {}

  package private(set) var events: [String] = []

  package func callAsFunction(_ event: String) { events.append(event) }

  /// The events since this was asked last.
  package func take() -> [String] {
    defer { events = [] }
    return events
  }
}
