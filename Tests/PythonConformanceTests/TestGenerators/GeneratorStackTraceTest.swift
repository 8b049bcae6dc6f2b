import Generators
import TestSupport
import Testing

extension TestGenerators {
  /// The generators that run when control reaches the inner one of two: Python's frames, as states.
  @Suite struct GeneratorStackTraceTest {
    /// The contents of the stack at each of the points that CPython checks.
    private func stacks(resuming resume: (ThrowingGenerator<Void>) throws -> Void) throws
      -> [String]
    {
      let trace = Trace()
      var chain: [(name: String, generator: ThrowingGenerator<Void>)] = []
      func look(from place: String) {
        let running = chain.filter { $0.generator.state == .running }.map(\.name)
        trace("\(place): \(running.joined(separator: " "))")
      }
      let f = ThrowingGenerator<Void> { yield in
        look(from: "f")
        try? yield()
        look(from: "f")
      }
      let g = ThrowingGenerator<Void> { yield in
        look(from: "g")
        try yield(from: f)
        look(from: "g")
      }
      chain = [("f", f), ("g", g)]
      // The bodies refer to it, and it to them.
      defer { chain = [] }
      try g.next()
      look(from: "caller")
      try resume(g)
      look(from: "caller")
      return trace.events
    }

    private let expected = ["g: g", "f: f g", "caller: ", "f: f g", "g: g", "caller: "]

    @Test func test_send_with_yield_from() throws {
      try expectEqual(stacks { try $0.send(()) }, expected)
    }

    @Test func test_throw_with_yield_from() throws {
      try expectEqual(stacks { try $0.throw(Failure()) }, expected)
    }
  }
}
