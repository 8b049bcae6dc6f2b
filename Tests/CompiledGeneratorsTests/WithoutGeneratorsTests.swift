import CompiledGenerators
import Testing

/// A file that doesn't import `Generators` has the same errors.
@Suite struct WithoutGeneratorsTests {
  @Test func `errors are matched by kind`() throws {
    var d = _CoroutineValue(DialogueMachine())
    do {
      try d.send(1)
      Issue.record("nothing was thrown")
    } catch GeneratorError.notStarted {
      #expect(d.state == .created)
    }
    do { throw GeneratorExit() } catch is GeneratorExit {}
  }

  private struct Failed: Error {}

  private struct FailingMachine: _ResumableMachine {
    var _origin: GeneratorOrigin { GeneratorOrigin(_fileID: "M/F.swift", line: 3) }
    var _hasCleanup: Bool { true }
    var _pc = 0

    mutating func _resume(
      _ message: __owned _Message<Void, any Error>
    ) throws -> _Step<Int, Void> {
      if _pc != 0 { throw Failed() }
      _pc = 1
      return .yielded(1)
    }
  }

  @Test func `an error of release stops the program`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let frame = _CoroutineFrame(FailingMachine())
      _ = try frame._resume(.start)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("M/F.swift:3 while it was released: Failed()"))
  }
}
