import CompiledGenerators
import TestSupport
import Testing

#if Macros
  extension AsyncSequence {
    /// The elements, and the error that ended them.
    nonisolated(nonsending)
      fileprivate func collected() async -> (elements: [Element], error: Failure?)
    {
      var elements: [Element] = []
      do throws(Failure) {
        for try await element in self { elements.append(element) }
      } catch {
        return (elements, error)
      }
      return (elements, nil)
    }
  }

  @Suite struct AsyncMachineTests {
    @Test func `a function yields what it awaited`() async throws {
      let (pages, error) = await asyncPages(of: PageClient(count: 3)).collected()
      #expect(pages.map(\.text) == ["page 0", "page 1", "page 2"])
      #expect(error == nil)
      #expect(await asyncPages(of: PageClient(count: 1)).collected().elements.count == 1)
    }

    @Test func `each loop begins with the body`() async {
      let walk = NumberWalker(stride: 3).walk(to: 10)
      #expect(await walk.collected().elements == [0, 3, 6, 9])
      #expect(await walk.collected().elements == [0, 3, 6, 9])
      #expect(await NumberWalker(stride: 3).walk(to: 0).collected().elements == [])
    }

    @Test func `an error comes once, and then nil`() async throws {
      var pages = asyncPages(of: PageClient(count: 4, failing: 1)).makeAsyncIterator()
      #expect(try await pages.next(isolation: #isolation)?.text == "page 0")
      await #expect(throws: PageError(number: 1)) { try await pages.next(isolation: #isolation) }
      #expect(try await pages.next(isolation: #isolation) == nil)
    }

    @Test func `nil comes ever after the end`() async {
      var numbers = asyncCount(to: 1)
      #expect(await numbers.next() == 0)
      #expect(await numbers.next() == nil)
      #expect(await numbers.next() == nil)
    }

    @Test func `catch blocks yield, with typed errors`() async {
      let (values, error) = await readValues(upTo: 3, from: ValueSource()).collected()
      #expect(values == [0, -10, -1, 2, 12])
      let typed: ReadError? = error
      #expect(typed == ReadError(number: 99))
    }

    @Test func `an error is stored across a yield`() async {
      let (values, error) = await readAttempts(at: ValueSource()).collected()
      #expect(values == [0, -1, -1])
      let typed: ReadError? = error
      #expect(typed == ReadError(number: 1))
    }

    @Test func `loops over opaque async sequences keep their errors' type`() async {
      let (labels, error) = await asyncLabels(upTo: 100).collected()
      #expect(labels == ["1a", "1b", "5a", "5b"])
      let typed: ReadError? = error
      #expect(typed == ReadError(number: 6))
      #expect(await asyncLabels(upTo: 2).collected().error == nil)
    }

    @Test func `a generic function yields the elements of its argument`() async {
      let letters = everyAsync(2, of: asyncLetters(6))
      for await letter in letters { #expect(["a", "c", "e"].contains(letter)) }
      #expect(await letters.collected().elements == ["a", "c", "e"])
      let (numbers, error) = await everyAsync(2, of: failingNumbers()).collected()
      #expect(numbers == [1, 3, 5])
      let typed: ReadError? = error
      #expect(typed == ReadError(number: 6))
    }

    final class Box {
      let number: Int
      init(_ number: Int) { self.number = number }
    }

    @MainActor @Test func `elements need not be Sendable`() async {
      let boxes = AsyncStream<Box> { continuation in
        for number in 0..<5 { continuation.yield(Box(number)) }
        continuation.finish()
      }
      var numbers: [Int] = []
      for await box in everyAsync(2, of: boxes) { numbers.append(box.number) }
      #expect(numbers == [0, 2, 4])
    }

    @Test func `a copy is a fork`() async {
      var a = asyncCount(to: 4)
      #expect(await a.next() == 0)
      var b = a
      #expect(await a.next() == 1)
      #expect(await a.next() == 2)
      #expect(await b.next() == 1)
      var rest: [Int] = []
      for await number in b { rest.append(number) }
      #expect(rest == [2, 3])
      #expect(await b.next() == 2)
    }

    @Test func `a fork shares what its variables refer to`() async {
      let stream = AsyncStream<Int> { continuation in
        for number in 0..<4 { continuation.yield(number) }
        continuation.finish()
      }
      var a = everyAsync(1, of: stream).makeAsyncIterator()
      #expect(await a.next(isolation: #isolation) == 0)
      var b = a
      #expect(await a.next(isolation: #isolation) == 1)
      #expect(await b.next(isolation: #isolation) == 2)
    }

    @Test func `a Sendable one goes to another task with its state`() async {
      var numbers = asyncCount(to: 3)
      #expect(await numbers.next() == 0)
      let rest = numbers
      let task = Task {
        var found: [Int] = []
        for await number in rest { found.append(number) }
        return found
      }
      #expect(await task.value == [1, 2])
      let letters = asyncLetters(2)
      #expect(await Task { await letters.collected().elements }.value == ["a", "b"])
    }

    @Test func `a machine has the size of its variables`() {
      #expect(MemoryLayout.size(ofValue: asyncCount(to: 1)) <= 4 * MemoryLayout<Int>.size)
    }

    @Test func `a second next during the first one traps`() async {
      let result = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) { @MainActor in
        let shared = Shared(NumberWalker(stride: 1).walk(to: 10).makeAsyncIterator())
        _ = await shared.take()
        let first = Task { await shared.take() }
        let second = Task { await shared.take() }
        _ = await (first.value, second.value)
      }
      #expect(result?.message.contains("asynchronous generator is already running") ?? false)
    }

    @MainActor @Test func `or throws, where the generator can`() async throws {
      let shared = Shared(asyncPages(of: PageClient(count: 2)).makeAsyncIterator())
      let first = Task { try await shared.take()?.text }
      let second = Task { try await shared.take()?.text }
      #expect(try await first.value == "page 0")
      await #expect(throws: GeneratorError.alreadyExecuting) { try await second.value }
      #expect(try await shared.take()?.text == "page 1")
    }
  }

  /// What lets two tasks of the main actor use one iterator.
  private final class Shared<Iterator: AsyncIteratorProtocol> {
    var iterator: Iterator

    init(_ iterator: Iterator) { self.iterator = iterator }

    func take(
      isolation: isolated (any Actor)? = #isolation
    ) async throws(Iterator.Failure) -> Iterator.Element? {
      try await iterator.next(isolation: isolation)
    }
  }
#endif
