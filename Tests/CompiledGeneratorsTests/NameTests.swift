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

  /// Names outside of the body that the expansion could hide.
  @Suite
  struct NameTests {
    @Test func `the isolation of an async body hides no name`() async {
      var elements: [Int] = []
      for await element in awaiting() { elements.append(element) }
      #expect(elements == [7, 14])
    }
  }
#endif
