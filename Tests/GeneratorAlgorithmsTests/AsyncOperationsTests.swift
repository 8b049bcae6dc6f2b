import GeneratorAlgorithms
import TestSupport
import Testing

/// What the operations of asynchronous sequences have in common.
@Suite struct AsyncOperationsTests {
  private final class Box {
    let n: Int
    init(_ n: Int) { self.n = n }
  }

  @Test @MainActor func `elements that are not Sendable stay on their actor`() async {
    let boxes = (0..<4).map { Box($0) }
    let source = AsyncSource<Box, Never>(elements: boxes, failure: nil)
    for await window in source.windows(ofCount: 3) { expectEqual(window[1].n, window[0].n + 1) }
    for await (key, group) in source.chunked(on: { $0.n / 2 }) {
      for await box in group { expectEqual(box.n / 2, key) }
    }
    let peekable = source.peekable()
    expectEqual(await peekable.peek(1)?.n, 1)
    expectEqual(await peekable.next()?.n, 0)
    let merged = mergeSorted(source, source, by: { $0.n < $1.n })
    expectEqual(await collect(merged).map(\.n), [0, 0, 1, 1, 2, 2, 3, 3])
    #expect(source.requests.current.allSatisfy { $0 })
  }

  @Test func `sequences are Sendable where their source is`() {
    func isSendable(_: some Sendable) {}
    let source = asyncSource([1])
    isSendable(source.windows(ofCount: 2, padding: 0))
    isSendable(source.chunked { $0 })
    isSendable(mergeSorted(source, source))
    isSendable(mergeSorted([source]))
    isSendable(source.tee(bufferLimit: 1))
  }

  @Test func `a look ahead can be sent to another task`() async {
    let numbers = asyncSource([1, 2]).peekable()
    let rest = Task { await collect(numbers) }
    expectEqual(await rest.value, [1, 2])
  }

  @Test func `a source's answer to cancellation comes out of each operation`() async {
    struct Cancelled: AsyncSequence, AsyncIteratorProtocol {
      func makeAsyncIterator() -> Self { self }
      func next(isolation actor: isolated (any Actor)?) async throws(CancellationError) -> Int? {
        if Task.isCancelled { throw CancellationError() }
        return 1
      }
      func next() async throws(CancellationError) -> Int? { try await next(isolation: nil) }
    }
    let task = Task { () -> Int in
      withUnsafeCurrentTask { $0?.cancel() }
      let source = Cancelled()
      var errors = 0
      do { _ = try await collect(source.windows(ofCount: 2)) } catch { errors += 1 }
      do { _ = try await collect(source.chunked { $0 }) } catch { errors += 1 }
      do { _ = try await collect(source.peekable()) } catch { errors += 1 }
      do { _ = try await collect(mergeSorted(source, source)) } catch { errors += 1 }
      do { _ = try await collect(mergeSorted([source])) } catch { errors += 1 }
      do { _ = try await collect(source.tee(1, bufferLimit: 1)[0]) } catch { errors += 1 }
      return errors
    }
    expectEqual(await task.value, 6)
  }
}
