import Generators

/// Returns a stage that passes each element on to several sinks, one after the other.
///
/// Control goes to each sink, in order, with each element.
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
/// A sink that has ended is left out. The stage ends when all of them have ended. At the end it closes all
/// sinks in order, even if one fails, and throws the first error.
///
/// If a sink fails, the others won't get the remaining elements, so its error is thrown into all of them
/// and then by the `send`. Errors that they throw in reply are discarded.
///
/// An error that is thrown in goes to all sinks. If all of them catch it, the stage continues. Otherwise it
/// closes those that caught the error, and throws the first error that left a sink.
///
/// A sink that occurs twice in the array gets each element twice. This is `broadcast` in David Beazley's
/// tutorial on coroutines.
///
/// - Parameters:
///   - sinks: The sinks to send each element to. Without any, the stage ends when it is started.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is the array of their results, in order. If their results have several
///   types, use the form that takes each sink as an argument.
/// - Complexity: One resumption of each sink for each element.
public func broadcast<Input, Return>(
  to sinks: [Sink<Input, Return>], fileID: StaticString = #fileID, line: UInt = #line
) -> Sink<Input, [Return]> {
  Sink(fileID: fileID, line: line) { yield in
    try yield.relay(to: sinks)
    return try sinks.map { try $0.close() }
  }
}

/// Returns a stage that passes each element on to sinks with results of several types.
///
/// ```swift
/// let (count, longest) = try push(
///   ["to", "push"],
///   into: broadcast(
///     to: counting(), mapping(\.count, into: reducing(into: 0) { $0 = max($0, $1) })))
/// print(count, longest)  // 2 4
/// ```
///
/// In all other respects it is the form that takes an array.
///
/// - Parameters:
///   - sink: The sinks to send each element to.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: A sink whose result is the tuple of their results.
/// - Complexity: One resumption of each sink for each element.
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

/// A sink with a result of any type.
private protocol Branch<Input> {
  associatedtype Input

  func start() throws -> Bool
  func send(_ element: consuming Input) throws -> Bool
  func `throw`(_ error: any Error) throws -> Bool
  func finish() throws
  var state: GeneratorState { get }
}

extension Sink: Branch {
  /// Closes the sink, whether or not it has a result.
  fileprivate func finish() throws { try coroutine.close() }
}

extension Yield where Element == Void {
  /// Passes every element and error on to all of `branches`, and closes them.
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
            // The sinks that caught the error aren't sent it again.
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
  /// Performs `action` with each element, even after it has failed, and throws the first error.
  fileprivate func forEachOfAll(_ action: (Element) throws -> Void) throws {
    var failure: (any Error)?
    for element in self {
      do { try action(element) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
  }
}
