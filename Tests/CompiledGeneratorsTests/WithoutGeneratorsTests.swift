import CompiledGenerators
import Testing

#if Macros
  /// A file that doesn't import `Generators` has the same errors.
  @Suite struct WithoutGeneratorsTests {
    @Test func `errors are matched by kind`() throws {
      var d = dialogue()
      do {
        try d.send(1)
        Issue.record("nothing was thrown")
      } catch GeneratorError.notStarted {
        #expect(d.state == .created)
      }
      do { throw GeneratorExit() } catch is GeneratorExit {}
    }

    private struct Failed: Error {}

    @Generator private static func failing() -> some CompiledCoroutine<Int, Void, Void> {
      defer {}
      do { try yield(1) } catch { throw Failed() }
    }

    @Test func `an error of release stops the program`() async {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var frame = Self.failing()
        try frame.start()
      }
      let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(message.contains("WithoutGeneratorsTests.swift:20 while it was released: Failed()"))
    }
  }
#endif
