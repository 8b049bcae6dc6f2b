import GeneratorAlgorithms
import TestSupport
import Testing

@Suite struct AsyncWindowsOfCountTests {
  @Test func `windows of neighbours`() async {
    expectEqual(
      await collect(asyncSource(0..<4).windows(ofCount: 2)), [[0, 1], [1, 2], [2, 3]])
    expectEqual(
      await collect(asyncSource(0..<7).windows(ofCount: 3, by: 2)),
      [[0, 1, 2], [2, 3, 4], [4, 5, 6]])
    expectEqual(await collect(asyncSource(0..<8).windows(ofCount: 2, by: 5)), [[0, 1], [5, 6]])
    expectEqual(await collect(asyncSource(0..<8).windows(ofCount: 2, by: .max)), [[0, 1]])
    expectEqual(await collect(asyncSource([Int]()).windows(ofCount: 2)), [])
    expectEqual(await collect(asyncSource(0..<2).windows(ofCount: .max)), [])
  }

  @Test func `a padding fills the last window`() async {
    expectEqual(
      await collect(asyncSource(1...6).windows(ofCount: 3, by: 2, padding: 0)),
      [[1, 2, 3], [3, 4, 5], [5, 6, 0]])
    expectEqual(
      await collect(asyncSource([1, nil]).windows(ofCount: 3, padding: nil)), [[1, nil, nil]])
    expectEqual(await collect(asyncSource([Int]()).windows(ofCount: 4, padding: 0)), [])
  }

  @Test func `the first window takes its count, each further one a step`() async {
    let source = asyncSource(0..<20)
    var windows = source.windows(ofCount: 3, by: 2).makeAsyncIterator()
    expectEqual(await windows.next(), [0, 1, 2])
    expectEqual(source.taken, 3)
    expectEqual(await windows.next(), [2, 3, 4])
    expectEqual(source.taken, 5)
  }

  @Test func `a window that is kept does not change`() async {
    var windows = asyncSource(0..<9).windows(ofCount: 2).makeAsyncIterator()
    let (first, second) = (await windows.next(), await windows.next())
    #expect((first, second) == ([0, 1], [1, 2]))
  }

  @Test func `an error is thrown once, and the elements before it are released`() async {
    let census = Census()
    let elements = (0..<5).map { census.citizen($0) }
    do {
      var windows = AsyncSource(elements: elements, failure: Failure(1)).windows(
        ofCount: 3, padding: elements[0]
      ).makeAsyncIterator()
      for n in 0..<3 { #expect(try await windows.next()?.map(\.id) == [n, n + 1, n + 2]) }
      // The type of the error is that of the source.
      do { _ = try await windows.next() } catch { expectEqual(error.code, 1) }
      #expect(try await windows.next() == nil)
    } catch {
      Issue.record(error)
    }
  }

  @Test func `no more is held than a window, and nothing if windows don't overlap`() async {
    let census = Census()
    let source = AsyncStream(unfolding: { census.citizen() })
    var windows = source.windows(ofCount: 4).makeAsyncIterator()
    for _ in 0..<5 { expectEqual(await windows.next()?.count, 4) }
    expectEqual(census.alive, 4)
    var apart = source.windows(ofCount: 4, by: 4).makeAsyncIterator()
    for _ in 0..<5 { expectEqual(await apart.next()?.count, 4) }
    expectEqual(census.alive, 4)
  }

  @Test(arguments: [0, 1, 2, 3, 7]) func `the duties of every lazy operation`(n: Int) async {
    let elements = Array(0..<n)
    await expectLazy(
      on: elements, { $0.windows(ofCount: 3) }, { $0.windows(ofCount: 3) })
    await expectLazy(
      on: elements, { $0.windows(ofCount: 3, by: 2, padding: 0) },
      { $0.windows(ofCount: 2, by: 4) })
  }

  @Test @MainActor func `the duties of every lazy operation, on the main actor`() async {
    await expectLazy(
      on: [1, 2, 3, 4], { $0.windows(ofCount: 3) }, { $0.windows(ofCount: 2, by: 4) })
  }

  @Test func `another iterator reads the source anew`() async {
    let windows = asyncSource(0..<3).windows(ofCount: 2)
    expectEqual(await collect(windows), [[0, 1], [1, 2]])
    expectEqual(await collect(windows), [[0, 1], [1, 2]])
  }

  @Test func `as of a synchronous sequence, on random input`() async {
    var random = SeededRandom(seed: 2)
    for _ in 0..<300 {
      let elements = 0..<Int.random(in: 0..<30, using: &random)
      let count = Int.random(in: 1..<8, using: &random)
      let step = Int.random(in: 1..<8, using: &random)
      let source = asyncSource(elements, seed: random.next())
      expectEqual(
        await collect(source.windows(ofCount: count, by: step)),
        Array(elements.windows(ofCount: count, by: step)))
      expectEqual(
        await collect(source.windows(ofCount: count, by: step, padding: -1)),
        Array(elements.windows(ofCount: count, by: step, padding: -1)))
    }
  }

  @Test func `a cancelled task reads on, for the source decides`() async {
    let task = Task { () -> [[Int]] in
      withUnsafeCurrentTask { $0?.cancel() }
      return await collect(asyncSource(0..<3).windows(ofCount: 2))
    }
    expectEqual(await task.value, [[0, 1], [1, 2]])
  }

  @Test func `a count or step below one is a trap that says so`() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = asyncSource([1]).windows(ofCount: 0)
    }
    expectEqual(count?.message.contains("the count of a window must be positive, and is 0"), true)
    let step = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = asyncSource([1]).windows(ofCount: 1, by: 0)
    }
    expectEqual(step?.message.contains("the step of windows must be positive, and is 0"), true)
  }
}
