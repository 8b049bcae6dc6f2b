/// A record of events, in order.
package final class Trace {
  package init() {}

  package private(set) var events: [String] = []

  package func callAsFunction(_ event: String) { events.append(event) }

  /// The events since the last read.
  package func take() -> [String] {
    defer { events = [] }
    return events
  }
}
