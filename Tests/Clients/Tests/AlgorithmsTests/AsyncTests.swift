import Algorithms
import AsyncAlgorithms
import GeneratorAlgorithms
import Generators
import Testing

/// The operations of asynchronous sequences, in a file that imports the three libraries.
@Suite struct AsyncTests {
  private let words = ["ant", "ape", "bee"].async

  @Test func `no call is ambiguous`() async throws {
    var windows = (1...5).async.windows(ofCount: 3).makeAsyncIterator()
    #expect(await windows.next() == [1, 2, 3])
    #expect(await Array((1...5).async.windows(ofCount: 2, by: 3)) == [[1, 2], [4, 5]])
    #expect(
      await Array((1...3).async.windows(ofCount: 2, by: 2, padding: 0)) == [[1, 2], [3, 0]])

    let peekable = words.peekable()
    #expect(await peekable.peek() == "ant")
    #expect(await peekable.next(if: { $0 == "ant" }) == "ant")
    #expect(await Array(peekable) == ["ape", "bee"])

    let readers = (1...3).async.tee(bufferLimit: 4)
    #expect(await Array(readers[0]) == [1, 2, 3])
    #expect(await Array(readers[1].map { $0 * 2 }) == [2, 4, 6])

    #expect(await Array(mergeSorted([1, 3].async, [2].async)) == [1, 2, 3])
    #expect(await Array(mergeSorted([3, 1].async, [2].async, by: >)) == [3, 2, 1])
    #expect(await Array(mergeSorted([[1, 3], [2]].map(\.async))) == [1, 2, 3])
    #expect(Array(mergeSorted([1, 3], [2])) == [1, 2, 3])
    #expect(
      try mergeSorted(ThrowingGenerator([1, 3]), ThrowingGenerator([2])).collect() == [1, 2, 3])
    let channel = AsyncThrowingChannel<Int, any Error>()
    channel.finish()
    #expect(try await Array(mergeSorted(channel, [2].async)) == [2])
    #expect(try await Array(mergeSorted([2].async, channel, by: <)) == [2])
  }

  @Test func `operations of the libraries follow each other`() async {
    let numbers = (1...6).async.windows(ofCount: 2).chunks(ofCount: 2)
    #expect(await Array(numbers.map(\.count)) == [2, 2, 1])
    let sums = (1...6).async.adjacentPairs().windows(ofCount: 2).map { $0[0].0 + $0[1].1 }
    #expect(await Array(sums) == [4, 6, 8, 10])
    let readers = (1...3).async.tee(2, bufferLimit: 3)
    #expect(await Array(merge(readers[0], readers[1])).sorted() == [1, 1, 2, 2, 3, 3])
    #expect(await Array(mergeSorted([1].async, [2].async).removeDuplicates()) == [1, 2])
  }

  @Test func `groups are arrays, unless the type asks for readers`() async {
    var lists: [String] = []
    for await (letter, group) in words.chunked(on: \.first!) { lists.append("\(letter) \(group)") }
    #expect(lists == [#"a ["ant", "ape"]"#, #"b ["bee"]"#])
    for await (_, group) in words.chunked(on: { $0.first! }) { lists += group }
    for await (_, group) in words.chunked(into: [String].self, on: \.first!) { lists += group }
    #expect(lists.count == 8)

    var read: [String] = []
    let groups = words.chunked(on: \.first!) as AsyncChunkedOnSequence
    for await (letter, group) in groups {
      for await word in group { read.append("\(letter) \(word)") }
    }
    #expect(read == ["a ant", "a ape", "b bee"])
    #if compiler(>=6.3)
      for await (_, group) in words.GeneratorAlgorithms::chunked(on: \.first!) {
        for await word in group { read.append(word) }
      }
      #expect(read.suffix(3) == ["ant", "ape", "bee"])
    #endif
    func byFirst(
      _ words: some AsyncSequence<String, Never>
    ) -> some AsyncSequence<Character, Never> {
      (words.chunked { $0.first! } as AsyncChunkedOnSequence).map(\.key)
    }
    #expect(await Array(byFirst(words)) == ["a", "b"])
  }
}
