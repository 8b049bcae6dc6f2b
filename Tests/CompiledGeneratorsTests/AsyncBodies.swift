import CompiledGenerators

// What the bodies of the async suites call, and the bodies.

struct Page: Equatable {
  var text: String
  var next: Int?
}

struct PageError: Error, Equatable { var number: Int }

final class PageClient: Sendable {
  let first: Int? = 0
  let count: Int
  let failing: Int?

  init(count: Int, failing: Int? = nil) {
    self.count = count
    self.failing = failing
  }

  func get(_ number: Int) async throws -> Page {
    await Task.yield()
    if number == failing { throw PageError(number: number) }
    return Page(text: "page \(number)", next: number + 1 < count ? number + 1 : nil)
  }
}

enum RequestID {
  @TaskLocal static var current = 0
}

struct Surroundings {
  let isolation: (any Actor)?
  let request: Int
  let priority: TaskPriority
  let isCancelled: Bool
}

struct ReadError: Error, Equatable { var number: Int }

final class ValueSource: Sendable {
  func get(_ number: Int) async throws(ReadError) -> Int {
    await Task.yield()
    if number == 1 || number == 10 { throw ReadError(number: number) }
    return number
  }

  func close() async throws(ReadError) {
    await Task.yield()
    throw ReadError(number: 99)
  }
}

struct FailingNumbers: AsyncSequence, AsyncIteratorProtocol {
  typealias Failure = ReadError
  var number = 0

  func makeAsyncIterator() -> Self { self }

  mutating func next(isolation: isolated (any Actor)?) async throws(ReadError) -> Int? {
    await Task.yield()
    number += 1
    if number == 6 { throw ReadError(number: number) }
    return number
  }
}

func failingNumbers() -> some AsyncSequence<Int, ReadError> { FailingNumbers() }

final class DeferLog {
  var lines: [String] = []
  func add(_ line: String) { lines.append(line) }

  /// The lines since the last call.
  func take() -> [String] {
    defer { lines = [] }
    return lines
  }
}

struct PageNumbers: AsyncSequence {
  let onRelease: @Sendable () -> Void

  struct AsyncIterator: AsyncIteratorProtocol {
    final class Token {
      let onRelease: @Sendable () -> Void
      init(_ onRelease: @escaping @Sendable () -> Void) { self.onRelease = onRelease }
      deinit { onRelease() }
    }

    var numbers = [1, 2, 5, 6].makeIterator()
    let token: Token

    mutating func next(isolation: isolated (any Actor)?) async throws -> Int? {
      await Task.yield()
      return numbers.next()
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(token: .init(onRelease)) }
}

#if Macros
  // MARK: - Functions

  @Generator func asyncPages(of client: PageClient) -> some AsyncSequence<Page, any Error> {
    var next: Int? = client.first
    while let url = next {
      let page = try await client.get(url)
      yield(page)
      next = page.next
    }
  }

  @Generator func surroundings() -> some AsyncSequence<Surroundings, Never> & Sendable {
    while true {
      await Task.yield()
      yield(
        Surroundings(
          isolation: #isolation, request: RequestID.current, priority: Task.currentPriority,
          isCancelled: Task.isCancelled))
    }
  }

  @Generator func asyncCount(
    to end: Int
  ) -> some CompiledAsyncGenerator<Int, Never> & Sendable {
    var number = 0
    while number < end {
      yield(number)
      number += 1
    }
  }

  // MARK: - Errors

  // The error of a `do` with a yield inside is any error, unless the statement says its type.
  @Generator func readValues(
    upTo end: Int, from source: ValueSource
  ) -> some AsyncSequence<Int, ReadError> {
    var number = 0
    while number < end {
      do throws(ReadError) {
        let value = try await source.get(number)
        yield(value)
        yield(try await source.get(value + 10))
      } catch {
        yield(-error.number)
      }
      number += 1
    }
    try await source.close()
  }

  // The error outlives a yield of its `catch`.
  @Generator func readAttempts(at source: ValueSource) -> some AsyncSequence<Int, ReadError> {
    do throws(ReadError) {
      for number in 0..<3 { yield(try await source.get(number)) }
    } catch {
      yield(-1)
      yield(-error.number)
      throw error
    }
  }

  // MARK: - Loops

  @Generator func asyncLabels(upTo limit: Int) -> some AsyncSequence<String, ReadError> {
    for try await number in failingNumbers() where number % 2 == 1 {
      for await letter in asyncLetters(2) {
        if number == 3 { break }
        yield("\(number)\(letter)")
      }
      if number > limit { return }
    }
  }

  @Generator func asyncLetters(_ count: Int) -> some AsyncSequence<String, Never> & Sendable {
    for letter in "abcdef".prefix(count) { yield(String(letter)) }
  }

  @Generator func everyAsync<Source: AsyncSequence>(
    _ stride: Int, of source: Source
  ) -> some AsyncSequence<Source.Element, Source.Failure> {
    var number = 0
    for try await element in source {
      if number % stride == 0 { yield(element) }
      number += 1
    }
  }

  // MARK: - Methods

  struct NumberWalker {
    var stride: Int

    func advance(_ number: Int) async -> Int {
      await Task.yield()
      return number + stride
    }

    @Generator func walk(to end: Int) -> some AsyncSequence<Int, Never> {
      var number = 0
      while number < end {
        yield(number)
        number = await advance(number)
      }
    }
  }

  actor ItemStore {
    var items = ["a", "b", "c"]
    nonisolated let name = "store "

    func item(_ number: Int) -> String? { number < items.count ? items[number] : nil }
    func remove() { items.removeLast() }

    @Generator nonisolated func contents() -> some AsyncSequence<String, Never> {
      var number = 0
      while let item = await item(number) {
        yield(name + item)
        number += 1
      }
    }
  }

  @MainActor final class ItemModel {
    var items = ["x", "y"]

    func item(_ number: Int) -> String? { number < items.count ? items[number] : nil }

    @Generator func rows() -> some AsyncSequence<String, Never> & Sendable {
      var number = 0
      while let item = await item(number) {
        yield(await items[0] + item)
        number += 1
      }
    }
  }

  // MARK: - defer

  struct RowTable {
    /// Called when an iterator of `pages()` is released.
    var onRelease: @Sendable () -> Void = {}
    var delay: @Sendable () async -> Void = { await Task.yield() }

    func pages() -> some AsyncSequence<Int, any Error> { PageNumbers(onRelease: onRelease) }

    func row(_ page: Int) async throws -> Int {
      await delay()
      try Task.checkCancellation()
      if page == 2 || page == 5 { throw PageError(number: page) }
      return page * 100
    }

    @Generator func rows(log: DeferLog) -> some CompiledAsyncGenerator<Int, any Error> {
      log.add("open")
      defer { log.add("close") }
      for try await page in self.pages() {
        do {
          defer { log.add("leave \(page)") }
          yield(page)
          yield(try await row(page))
        } catch {
          log.add("failed \(page)")
          if page == 5 { throw error }
        }
      }
    }
  }
#endif
