import CompiledGenerators
import Generators
import TestSupport
import Testing

#if Macros
  @Generator private func failing() -> some CompiledCoroutine<Int, Void, Void> {
    defer {}
    do { try yield(1) } catch { throw Failure(2) }
  }

  @Generator private func ignoring() -> some CompiledCoroutine<Int, Void, Void> {
    defer {}
    while true { do { try yield(1) } catch {} }
  }

  private final class Loop {
    var source: (any ThrowingSource<Int, Never>)?
    var sequence: AnyIterator<Int>?

    @Generator func asking() -> some ThrowingSource<Int, Never> {
      yield(source?.next() ?? 0)
    }

    @Generator func iterating() -> some Sequence<Int> {
      defer {}
      yield(sequence?.next() ?? 0)
    }
  }

  @Suite struct TrapTests {
    @Test func `a typed source that its body asks traps`() async {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let loop = Loop()
        let source = loop.asking()
        loop.source = source
        _ = source.next()
      }
      let message = result?.message ?? ""
      #expect(message.contains("already"), "\(message)")
      #expect(message.contains("TrapTests.swift:"), "\(message)")
    }

    @Test func `a body that yields when its last reference goes traps`() async {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var coroutine = ignoring()
        try coroutine.start()
      }
      let message = result?.message ?? ""
      #expect(message.contains("while it was released"), "\(message)")
      #expect(message.contains("TrapTests.swift:"), "\(message)")
    }

    @Test func `an error of release in a file with Generators is printed`() async {
      let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
        var coroutine = failing()
        try coroutine.start()
      }
      let message = result?.message ?? ""
      #expect(message.contains("Failure(code: 2)"), "\(message)")
      #expect(message.contains("TrapTests.swift:"), "\(message)")
    }

    @Test func `a second next of a generator of the engine during the first traps`() async {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let loop = Loop()
        let generator = Generator(loop.iterating())
        loop.sequence = AnyIterator { generator.next() }
        _ = generator.next()
      }
      let message = result?.message ?? ""
      #expect(message.contains("already"), "\(message)")
    }
  }
#endif
