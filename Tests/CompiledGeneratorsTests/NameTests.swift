#if Macros
  import CompiledGenerators
  import Testing

  private let isolation = 7

  @Generator private func awaiting() -> some AsyncSequence<Int, Never> {
    let first = isolation
    yield(first)
    await Task.yield()
    yield(isolation + first)
  }

  private struct Pair<Value> {
    let value: Value

    @Generator static func ones(_ count: Int) -> some Sequence<Int> {
      for _ in 0..<count { yield(1) }
    }
    @Generator func ones(_ count: Int) -> some Sequence<Int> { yield(count) }
  }

  extension Pair where Value == Int {
    @Generator func values() -> some Sequence<Int> { yield(value) }
  }

  extension Pair where Value == String {
    @Generator func values() -> some Sequence<Int> { yield(value.count) }
  }

  /// Names outside of the body that the expansion could hide, and names of what it declares beside the function.
  @Suite
  struct NameTests {
    @Test func `the isolation of an async body hides no name`() async {
      var elements: [Int] = []
      for await element in awaiting() { elements.append(element) }
      #expect(elements == [7, 14])
    }

    @Test func `functions of the same signature have different machines`() {
      #expect(Array(Pair<Int>.ones(2)) == [1, 1])
      #expect(Array(Pair(value: 5).ones(2)) == [2])
      #expect(Array(Pair(value: 5).values()) == [5])
      #expect(Array(Pair(value: "five").values()) == [4])
    }
  }
#endif
