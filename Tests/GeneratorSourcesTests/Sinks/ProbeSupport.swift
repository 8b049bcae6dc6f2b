import GeneratorSources
import Generators
import TestSupport

/// The last stage of a pipeline, which writes to a trace what happens to it, and can fail.
struct Probe {
  var name: String
  let trace: Trace
  let tracker: Tracker
  var failsAtStart = false
  var failsAt: Int?
  var endsAfter: Int?
  var failsAtClose = false
  /// Whether it catches thrown errors and continues.
  var catches = false

  init(_ trace: Trace, _ tracker: Tracker = Tracker(), name: String = "probe") {
    (self.name, self.trace, self.tracker) = (name, trace, tracker)
  }

  func with(_ change: (inout Probe) -> Void) -> Probe {
    var copy = self
    change(&copy)
    return copy
  }

  /// Returns a sink that returns the elements it received.
  func sink(fileID: StaticString = #fileID, line: UInt = #line) -> Sink<Int, [Int]> {
    let held = tracker.object()
    return Sink(fileID: fileID, line: line) { yield in
      defer { withExtendedLifetime(held) { trace("\(name) gone") } }
      trace("\(name) start")
      if failsAtStart { throw Failure(1) }
      var taken: [Int] = []
      while taken.count != endsAfter {
        let element: Int?
        do {
          element = try yield.receive()
        } catch {
          trace("\(name) \(TestSupport.name(of: error))")
          if catches { continue }
          throw error
        }
        guard let element else {
          trace("\(name) end")
          if failsAtClose { throw Failure(2) }
          return taken
        }
        trace("\(name) \(element)")
        if element == failsAt { throw Failure(3) }
        taken.append(element)
      }
      return taken
    }
  }
}

/// The stages that pass on a number unchanged, which must all behave in the same way.
enum Stage: CaseIterable, Sendable {
  case filtering, mapping, head, batching, broadcast, broadcastOfSeveralKinds, several, delegating

  func callAsFunction(into target: Sink<Int, [Int]>) -> Sink<Int, [Int]> {
    switch self {
    case .filtering: GeneratorSources.filtering(where: { _ in true }, into: target)
    case .mapping: GeneratorSources.mapping({ $0 }, into: target)
    case .head: GeneratorSources.head(1_000_000, into: target)
    case .batching:
      GeneratorSources.batching(1, into: GeneratorSources.mapping({ $0[0] }, into: target))
    case .broadcast:
      Sink { [made = GeneratorSources.broadcast(to: [target])] yield in
        do { return try yield(from: made.coroutine)[0] } catch is GeneratorExit {
          return try made.close()[0]
        }
      }
    case .broadcastOfSeveralKinds: GeneratorSources.broadcast(to: target)
    case .several:
      Stage.mapping(into: Stage.head(into: Stage.filtering(into: Stage.batching(into: target))))
    case .delegating:
      Sink { yield in
        do { return try yield(from: target.coroutine) } catch is GeneratorExit {
          return try target.close()
        }
      }
    }
  }
}
