/// What happened, in order.
final class Trace {
  private(set) var events: [String] = []

  func callAsFunction(_ event: String) { events.append(event) }

  /// The events since this was asked last.
  func take() -> [String] {
    defer { events = [] }
    return events
  }
}
