import GeneratorAlgorithms
import TestSupport
import Testing

@Suite struct AsyncMergeSortedTests {
  private struct Numbered: Equatable {
    let key: Int
    let source: Int
  }

  @Test(arguments: 0..<60) func `as of synchronous sequences, on random input`(seed: UInt64) async {
    var random = SeededRandom(seed: seed)
    let lists = (0..<Int.random(in: 0..<7, using: &random)).map { source in
      (0..<Int.random(in: 0..<20, using: &random))
        .map { _ in Numbered(key: .random(in: 0..<10, using: &random), source: source) }
        .sorted { $0.key < $1.key }
    }
    let sources = lists.map { asyncSource($0, seed: random.next()) }
    let merged = mergeSorted(sources, by: { $0.key < $1.key })
    expectEqual(sources.map(\.taken), lists.map { _ in 0 })
    expectEqual(await collect(merged), Array(mergeSorted(lists, by: { $0.key < $1.key })))
    expectEqual(sources.map(\.taken), lists.map { $0.count + 1 })
    expectEqual(sources.map(\.open), lists.map { _ in 0 })
    let keys = lists.map { $0.map(\.key) }
    expectEqual(
      await collect(mergeSorted(keys.map { asyncSource($0) })), Array(mergeSorted(keys)))
    guard lists.count >= 2 else { return }
    expectEqual(
      await collect(mergeSorted(sources[0], sources[1], by: { $0.key < $1.key })),
      Array(mergeSorted(lists[0], lists[1], by: { $0.key < $1.key })))
    expectEqual(
      await collect(mergeSorted(asyncSource(keys[0]), asyncSource(keys[1]))),
      Array(mergeSorted(keys[0], keys[1])))
  }

  @Test func `no sequences, empty ones and a single one`() async {
    expectEqual(await collect(mergeSorted([AsyncSource<Int, Never>]())), [])
    expectEqual(await collect(mergeSorted([[Int](), []].map { asyncSource($0) })), [])
    expectEqual(await collect(mergeSorted([asyncSource([1, 2])])), [1, 2])
    expectEqual(await collect(mergeSorted(asyncSource([]), asyncSource([1]))), [1])
    expectEqual(await collect(mergeSorted(asyncSource([1]), asyncSource([Int]()))), [1])
  }

  @Test func `a request takes one element`() async {
    let (a, b) = (asyncSource(0..<30), asyncSource(5..<30))
    var merged = mergeSorted([a, b]).makeAsyncIterator()
    for n in 0..<5 {
      expectEqual(await merged.next(), n)
      #expect((a.taken, b.taken) == (n + 1, 1))
    }
    let (c, d) = (asyncSource(0..<30), asyncSource(5..<30))
    var pair = mergeSorted(c, d).makeAsyncIterator()
    for n in 0..<5 {
      expectEqual(await pair.next(), n)
      #expect((c.taken, d.taken) == (n + 1, 1))
    }
  }

  @Test func `a source is released when it has ended`() async {
    let (a, b) = (asyncSource(0..<1), asyncSource(0..<9))
    var merged = mergeSorted([a, b]).makeAsyncIterator()
    _ = (await merged.next(), await merged.next())
    #expect((a.open, b.open) == (0, 1))
    var pair = mergeSorted(a, b).makeAsyncIterator()
    _ = (await pair.next(), await pair.next())
    #expect((a.open, b.open) == (0, 2))
  }

  @Test func `an error of either releases both and is thrown once`() async throws {
    let (a, b) = (failingSource([1, 4]), failingSource([2, 3, 5, 6]))
    var merged = mergeSorted([a, b]).makeAsyncIterator()
    for n in 1...4 { #expect(try await merged.next() == n) }
    await #expect(throws: Failure(7)) { try await merged.next() }
    #expect((a.open, b.open) == (0, 0))
    for _ in 0..<3 { #expect(try await merged.next() == nil) }

    var pair = mergeSorted(b, a).makeAsyncIterator()
    for n in 1...4 { #expect(try await pair.next() == n) }
    await #expect(throws: Failure(7)) { try await pair.next() }
    #expect((a.open, b.open) == (0, 0))
    for _ in 0..<3 { #expect(try await pair.next() == nil) }
  }

  @Test func `a sequence that may fail with one that never fails`() async throws {
    let (safe, unsafe) = (asyncSource([2, 5]), failingSource([1, 3]))
    var first = mergeSorted(safe, unsafe).makeAsyncIterator()
    var second = mergeSorted(unsafe, safe, by: <).makeAsyncIterator()
    for n in 1...3 {
      #expect(try await first.next() == n)
      #expect(try await second.next() == n)
    }
    await #expect(throws: Failure(7)) { try await first.next() }
    await #expect(throws: Failure(7)) { try await second.next() }
    let typed = AsyncSource(elements: [1], failure: Failure(1))
    let third = mergeSorted(safe, typed, by: <)
    do { _ = try await collect(third) } catch { expectEqual(error.code, 1) }
    let fourth = mergeSorted(typed, safe)
    do { _ = try await collect(fourth) } catch { expectEqual(error.code, 1) }
  }

  @Test func `an element of each is held`() async {
    let census = Census()
    let numbers = Guarded(0)
    func source() -> AsyncStream<Census.Citizen> {
      AsyncStream {
        census.citizen(
          numbers { (n: inout Int) in
            n += 1
            return n
          })
      }
    }
    do {
      var merged = mergeSorted([source(), source(), source()], by: { $0.id < $1.id })
        .makeAsyncIterator()
      for _ in 0..<20 {
        _ = await merged.next()
        expectEqual(census.alive, 3)
      }
    }
    expectEqual(census.alive, 0)
    var pair = mergeSorted(source(), source(), by: { $0.id < $1.id }).makeAsyncIterator()
    for _ in 0..<20 {
      _ = await pair.next()
      expectEqual(census.alive, 1)
    }
  }

  @Test func `elements that are optional`() async {
    let order = { @Sendable (a: Int?, b: Int?) in (a ?? 0) < (b ?? 0) }
    let (a, b) = (asyncSource([nil, 1]), asyncSource([nil, 2]))
    expectEqual(await collect(mergeSorted([a, b], by: order)), [nil, nil, 1, 2])
    expectEqual(await collect(mergeSorted(a, b, by: order)), [nil, nil, 1, 2])
  }

  @Test(arguments: [0, 1, 3]) func `the duties of every lazy operation`(n: Int) async {
    let elements = Array(0..<n)
    await expectLazy(
      on: elements, { mergeSorted($0, asyncSource([0, 1])) },
      { mergeSorted(asyncSource([]), $0) })
    await expectLazy(on: elements, { mergeSorted([$0]) }, { mergeSorted([$0]) })
  }

  @Test @MainActor func `the duties of every lazy operation, on the main actor`() async {
    await expectLazy(
      on: [1, 2], { mergeSorted($0, asyncSource([0, 1])) }, { mergeSorted(asyncSource([0]), $0) })
    await expectLazy(on: [1, 2], { mergeSorted([$0]) }, { mergeSorted([$0]) })
  }
}
