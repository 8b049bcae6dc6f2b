/// What a task waits for, as text for messages.
///
/// It refers to the object without counting references, because each wait would pay for it. Sound, since the
/// waiting task is in a call that was given the object, and the text is only requested while it waits.
@usableFromInline
struct Wait {
  private let verb: StaticString
  private let object: Unmanaged<AnyObject>?
  private let instant: SchedulerInstant?

  @usableFromInline
  init(_ verb: StaticString, _ object: AnyObject? = nil) {
    self.verb = verb
    self.object = object.map { .passUnretained($0) }
    instant = nil
  }

  init(until instant: SchedulerInstant) {
    verb = "sleeping until"
    object = nil
    self.instant = instant
  }

  static var yielding: Wait { Wait("yielding") }

  /// For example, `receiving from a channel made at M/F.swift:3`.
  var description: String {
    if let instant { return "\(verb) \(instant)" }
    guard let object else { return "\(verb)" }
    return "\(verb) \(object.takeUnretainedValue())"
  }
}
