import Generators

/// A stage that passes each element on to several sinks, one after the other.
///
/// Control goes on to each of them with each element, in their order.
///
/// ```swift
/// let both = broadcast(to: [
///   grep("GET", into: collecting()),
///   grep("POST", into: collecting()),
/// ])
/// print(try push(["GET /a", "POST /b", "GET /c"], into: both))
/// // [["GET /a", "GET /c"], ["POST /b"]]
/// ```
///
/// A sink that has ended is left out, and when all have ended it ends. When one fails, the error is
/// thrown into all others, since they won't get the rest, and comes out of the `send`; what they throw
/// in reply does not. At the end all are closed, in order, even if one fails then: the first error comes
/// out.
///
/// An error that is thrown in goes to all. If all catch it, it goes on; otherwise those that caught it
/// are closed, and the first error that left a sink comes out.
///
/// A sink that stands twice in the array gets each element twice. Beazley's `broadcast`.
///
/// - Parameters:
///   - sinks: what is to be sent each element; with none, it ends when it is started.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is theirs, in their order. Sinks of several types of result are
///   for the form that takes each as an argument.
/// - Complexity: one resumption of each sink for an element.
public func broadcast<Input, Return>(
  to sinks: [Sink<Input, Return>], fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, [Return]> {
  Sink(fileID: fileID, line: line) { yield in
    try yield.relay(to: sinks)
    return try sinks.map { try $0.close() }
  }
}

/// A stage that passes each element on to sinks of several kinds, one after the other.
///
/// ```swift
/// let (count, longest) = try push(
///   ["to", "push"],
///   into: broadcast(
///     to: counting(), mapping(\.count, into: reducing(into: 0) { $0 = max($0, $1) })))
/// print(count, longest)  // 2 4
/// ```
///
/// In all else it is the form that takes an array.
///
/// - Parameters:
///   - sink: what is to be sent each element; there may be several.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: a sink whose result is theirs, as a tuple.
/// - Complexity: one resumption of each sink for an element.
public func broadcast<Input, each Return>(
  to sink: repeat Sink<Input, each Return>, fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, (repeat each Return)> {
  Sink(fileID: fileID, line: line) { yield in
    var branches: [any Branch<Input>] = []
    for sink in repeat each sink { branches.append(sink) }
    try yield.relay(to: branches)
    return (repeat try (each sink).close())
  }
}

/// A sink with any result.
private protocol Branch<Input> {
  associatedtype Input

  func start() throws -> Bool
  func send(_ element: consuming Input) throws -> Bool
  func `throw`(_ error: any Error) throws -> Bool
  func finish() throws
  var state: GeneratorState { get }
}

extension Sink: Branch {
  /// Closes it, whether it has a result or none.
  fileprivate func finish() throws { try coroutine.close() }
}

extension Yield where Element == Void {
  /// Passes all on to all of `branches`, and closes them.
  fileprivate func relay(to branches: [any Branch<Input>]) throws {
    do {
      var live = try branches.filter { try $0.start() }
      while !live.isEmpty {
        let element: Input?
        do {
          element = try receive()
        } catch {
          do {
            try live.forEachOfAll { _ = try $0.throw(error) }
          } catch {
            // Those that caught it have been told, and are not told again.
            for branch in live { try? branch.finish() }
            throw error
          }
          live.removeAll { $0.state == .closed }
          continue
        }
        guard let element else { break }
        var haveEnded = false
        for branch in live where try !branch.send(element) { haveEnded = true }
        if haveEnded { live.removeAll { $0.state == .closed } }
      }
    } catch {
      for branch in branches where branch.state != .closed {
        if (try? branch.throw(error)) == true { try? branch.finish() }
      }
      throw error
    }
    try branches.forEachOfAll { try $0.finish() }
  }
}

extension Array {
  /// Does `action` with each, even if it fails with one, and throws the first error.
  fileprivate func forEachOfAll(_ action: (Element) throws -> Void) throws {
    var failure: (any Error)?
    for element in self {
      do { try action(element) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
  }
}
