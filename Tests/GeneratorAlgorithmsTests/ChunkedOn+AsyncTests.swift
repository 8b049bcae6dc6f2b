import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct AsyncChunkedOnTests {
  private func pairs(_ elements: [Int], on key: @escaping @Sendable (Int) -> Int) async -> [String]
  {
    let source = asyncSource(elements)
    var pairs: [String] = []
    for await (key, group) in source.chunked(on: key) {
      pairs.append("\(key) \(await collect(group))")
    }
    expectEqual(source.open, 0)
    return pairs
  }

  @Test func `runs of the same key`() async {
    expectEqual(await pairs([]) { $0 }, [])
    expectEqual(await pairs([7]) { $0 / 2 }, ["3 [7]"])
    expectEqual(await pairs([1, 1, 2, 1]) { $0 }, ["1 [1, 1]", "2 [2]", "1 [1]"])
    expectEqual(await pairs([1, 3, 5]) { $0 % 2 }, ["1 [1, 3, 5]"])
  }

  @Test func `a group takes its first element, and its reader the others`() async {
    let source = asyncSource(0..<20)
    var groups = source.chunked { $0 / 3 }.makeAsyncIterator()
    expectEqual(source.taken, 0)
    let first = await groups.next()!
    expectEqual(first.key, 0)
    expectEqual(source.taken, 1)
    for n in 0..<3 { expectEqual(await first.group.next(), n) }
    expectEqual(source.taken, 3)
    for _ in 0..<2 { expectEqual(await first.group.next(), nil) }
    expectEqual(source.taken, 4)
    let second = await groups.next()!
    expectEqual(second.key, 1)
    expectEqual(source.taken, 4)
    expectEqual(await second.group.next(), 3)
    expectEqual(await first.group.next(), nil)
  }

  @Test func `requesting the next group skips the rest of the one before`() async {
    let source = asyncSource(0..<30)
    var groups = source.chunked { $0 / 3 }.makeAsyncIterator()
    let first = await groups.next()!
    expectEqual(await first.group.next(), 0)
    let second = await groups.next()!
    expectEqual(second.key, 1)
    expectEqual(source.taken, 4)
    expectEqual(await first.group.next(), nil)
    expectEqual(await second.group.next(), 3)
    expectEqual(await groups.next()?.key, 2)
    expectEqual(await groups.next()?.key, 3)
    expectEqual(await second.group.next(), nil)
    expectEqual(source.taken, 10)
  }

  @Test func `groups that are read afterwards are empty`() async {
    let groups = await collect(asyncSource([1, 1, 2]).chunked { $0 })
    expectEqual(groups.map(\.key), [1, 2])
    for group in groups { expectEqual(await collect(group.group), []) }
  }

  @Test func `a group outlives the iterator`() async {
    let source = asyncSource([1, 1, 2])
    var group: AsyncChunkedOnSequence<AsyncSource<Int, Never>, Int>.Group?
    do {
      var groups = source.chunked { $0 }.makeAsyncIterator()
      group = await groups.next()?.group
    }
    expectEqual(source.open, 1)
    expectEqual(await collect(group!), [1, 1])
    group = nil
    expectEqual(source.open, 0)
  }

  @Test func `elements that are passed are not held`() async {
    let census = Census()
    let made = Guarded(0)
    let source = AsyncStream(unfolding: {
      census.citizen(
        made { (n: inout Int) in
          n += 1; return n
        } / 3)
    })
    var groups = source.chunked(on: \.id).makeAsyncIterator()
    for _ in 0..<4 { _ = await groups.next()!.key }
    // The first element of the group.
    expectEqual(census.alive, 1)
    expectEqual(made.current, 9)
  }

  @Test func `keys and elements that are optional`() async {
    let groups = asyncSource([nil, nil, 1, nil]).chunked { $0 }
    var pairs: [String] = []
    for await (key, group) in groups { pairs.append("\(key ?? -1) \(await collect(group).count)") }
    expectEqual(pairs, ["-1 2", "1 1", "-1 1"])
  }

  @Test(arguments: [[], [1], [1, 1, 2], [1, 2, 2]])
  func `the duties of every lazy operation`(elements: [Int]) async {
    await expectLazy(on: elements, { $0.chunked { $0 } }, { $0.chunked { $0 } })
  }

  @Test @MainActor func `the duties of every lazy operation, on the main actor`() async {
    await expectLazy(on: [1, 1, 2, 2], { $0.chunked { $0 } }, { $0.chunked { $0 } })
    let source = asyncSource([1, 1, 2])
    var groups = source.chunked { $0 }.makeAsyncIterator()
    let first = await groups.next()!.group
    expectEqual(await collect(first), [1, 1])
    #expect(source.requests.current.allSatisfy { $0 })
  }

  @Test func `a group throws the error of the source, and then all have ended`() async throws {
    let source = failingSource([1, 1])
    var groups = source.chunked { $0 }.makeAsyncIterator()
    let group = try await groups.next()!.group
    #expect(try await group.next() == 1)
    #expect(try await group.next() == 1)
    await #expect(throws: Failure(7)) { try await group.next() }
    expectEqual(source.open, 0)
    #expect(try await group.next() == nil)
    expectEqual(try await groups.next()?.key, nil)
    expectEqual(source.taken, 3)
  }

  @Test func `the key is computed once for each element`() async {
    let asked = Guarded<[Int]>([])
    let groups = asyncSource([1, 1, 2, 2]).chunked { n -> Int in
      asked { $0.append(n) }
      return n
    }
    for await (_, group) in groups { for await _ in group {} }
    expectEqual(asked.current, [1, 1, 2, 2])
  }

  @Test(arguments: 0..<200) func `as of a synchronous sequence, on random input`(seed: UInt64) async
  {
    var random = SeededRandom(seed: seed)
    let elements = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
      Int.random(in: 0..<6, using: &random)
    }
    let source = asyncSource(elements, seed: random.next())
    var groups = elements.chunked { $0 / 2 }.makeIterator()
    var asyncGroups = source.chunked { $0 / 2 }.makeAsyncIterator()
    // Requests in any order of the groups, and of the group before as well.
    var last:
      [(
        ChunkedOnSequence<[Int], Int>.Group,
        AsyncChunkedOnSequence<AsyncSource<Int, Never>, Int>.Group
      )] = []
    for _ in 0..<60 {
      if last.isEmpty || random.chance(30) {
        let (group, asyncGroup) = (groups.next(), await asyncGroups.next())
        expectEqual(asyncGroup?.key, group?.key)
        if let group, let asyncGroup { last.append((group.group, asyncGroup.group)) }
      } else {
        var (group, asyncGroup) = random.chance(80) ? last.last! : random.pick(last)
        expectEqual(await asyncGroup.next(), group.next())
      }
    }
  }

  @Test @MainActor
  func `a request while another one of the same actor waits is refused and changes nothing`()
    async throws
  {
    let (isAsked, mayAnswer) = (Gate(2), Gate())
    let source = waitingSource(isAsked: isAsked, mayAnswer: mayAnswer)
    var groups = source.chunked { $0 / 4 }.makeAsyncIterator()
    let group = try await groups.next()!.group
    #expect(try await group.next() == 1)
    let waiting = Task { try await group.next() }
    await isAsked.pass()
    await #expect(throws: GeneratorError.alreadyExecuting) { try await groups.next()?.key }
    await #expect(throws: GeneratorError.alreadyExecuting) { try await group.next() }
    mayAnswer.open()
    expectEqual(try await waiting.value, 2)
    #expect(try await group.next() == 3)
    #expect(try await group.next() == nil)
    expectEqual(try await groups.next()?.key, 1)
    expectEqual(try await groups.next()?.key, nil)
  }
}
