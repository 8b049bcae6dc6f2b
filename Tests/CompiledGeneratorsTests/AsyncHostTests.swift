import CompiledGenerators
import TestSupport
import Testing

#if Macros
  /// Used by one task at a time.
  ///
  /// The body runs in its consumer's isolation, so that what it awaits must be `Sendable`
  /// or stay there.
  private final class Client: @unchecked Sendable {
    var requests: [Int] = []
    let trace = Trace()

    func page(_ number: Int) async throws(ReadError) -> [Int] {
      requests.append(number)
      await Task.yield()
      if number == 3 { throw ReadError(number: 3) }
      return [number * 10, number * 10 + 1]
    }

    // What a bare call of a member returns lives across the yields.
    @Generator func items(from first: Int) -> some AsyncSequence<Int, ReadError> {
      var number = first
      while true {
        let items = try await page(number)
        for item in items { yield(item) }
        number += 1
      }
    }

    @Generator static func firsts(_ client: Client) -> some AsyncSequence<Int, ReadError> {
      try await yield(client.page(1)[0])
      try await yield(client.page(2)[0])
      try await yield(client.page(3)[0])
    }

    @Generator func closing() -> some AsyncSequence<Int, Never> {
      defer { trace("closed") }
      for n in 0... {
        await Task.yield()
        yield(n)
      }
    }
  }

  extension Array where Element: Sendable {
    @Generator fileprivate func slowly() -> some AsyncSequence<Element, Never> & Sendable {
      for element in self {
        await Task.yield()
        yield(element)
      }
    }
  }

  private enum Kind {
    case one, two

    @Generator func values() -> some AsyncSequence<Int, Never> {
      await Task.yield()
      switch self {
      case .one: yield(1)
      case .two:
        yield(2)
        yield(2)
      }
    }
  }

  private protocol Fetching: Sendable {
    var limit: Int { get }
    func fetch(_ n: Int) async -> Int
  }

  extension Fetching {
    @Generator fileprivate func all() -> some AsyncSequence<Int, Never> {
      for n in 0..<limit { yield(await fetch(n)) }
    }
  }

  private struct Squares: Fetching {
    let limit = 3
    func fetch(_ n: Int) async -> Int {
      await Task.yield()
      return n * n
    }
  }

  @MainActor private final class Screen {
    var lines = ["a", "b"]

    @Generator func updates() -> some AsyncSequence<String, Never> {
      for line in await lines { yield(line) }
      await append("c")
      yield(await lines[2])
    }

    func append(_ line: String) { lines.append(line) }
  }

  @Generator private func relay<S: AsyncSequence>(
    _ source: S, _ more: [S.Element]
  ) -> some AsyncSequence<S.Element, S.Failure> {
    try await yield(from: source)
    yield(from: more)
  }

  @Generator private func zipped<A: AsyncSequence, B: AsyncSequence>(
    _ a: A, _ b: B
  ) -> some AsyncSequence<(A.Element, B.Element), any Error> {
    var first = a.makeAsyncIterator()
    var second = b.makeAsyncIterator()
    while let x = try await first.next(isolation: #isolation),
      let y = try await second.next(isolation: #isolation)
    { yield((x, y)) }
  }

  @Generator private func caught(_ client: Client) -> some AsyncSequence<Int, Never> {
    do {
      for try await item in client.items(from: 2) { yield(item) }
    } catch {
      yield(-1)
    }
    yield(-2)
  }

  @Generator private func untilCancelled() -> some AsyncSequence<Int, CancellationError> {
    for n in 0... {
      if Task.isCancelled { throw CancellationError() }
      yield(n)
    }
  }

  @Generator private func holding(_ tracker: Tracker) -> some AsyncSequence<Int, Never> {
    let object = tracker.object(4)
    yield(object.id)
    await Task.yield()
    yield(object.id)
  }

  extension AsyncSequence {
    nonisolated(nonsending)
      func elements() async throws(Failure) -> [Element]
    {
      var result: [Element] = []
      for try await element in self { result.append(element) }
      return result
    }
  }

  @Suite struct AsyncHostTests {
    @Test func `methods of a class, typed errors`() async {
      let client = Client()
      var found: [Int] = []
      do throws(ReadError) {
        for try await item in client.items(from: 1) { found.append(item) }
      } catch {
        expectEqual(error.number, 3)
      }
      expectEqual(found, [10, 11, 20, 21])
      expectEqual(client.requests, [1, 2, 3])
      do throws(ReadError) {
        var firsts = Client.firsts(client).makeAsyncIterator()
        expectEqual(try await firsts.next(isolation: #isolation), 10)
        expectEqual(try await firsts.next(isolation: #isolation), 20)
        _ = try await firsts.next(isolation: #isolation)
        Issue.record("nothing was thrown")
      } catch {
        expectEqual(error.number, 3)
      }
    }

    @Test func `nothing runs before the first next`() async {
      let client = Client()
      let items = client.items(from: 1)
      var iterator = items.makeAsyncIterator()
      expectEqual(client.requests, [])
      _ = try? await iterator.next(isolation: #isolation)
      expectEqual(client.requests, [1])
    }

    @Test func `a break runs pending defers`() async {
      let client = Client()
      for await n in client.closing() where n == 2 { break }
      expectEqual(client.trace.take(), ["closed"])
    }

    @Test func `extensions, enums and protocols`() async {
      expectEqual(await ["x", "y"].slowly().elements(), ["x", "y"])
      expectEqual(await Kind.one.values().elements(), [1])
      expectEqual(await Kind.two.values().elements(), [2, 2])
      expectEqual(await Squares().all().elements(), [0, 1, 4])
    }

    @MainActor @Test func `a class of the main actor`() async {
      expectEqual(await Screen().updates().elements(), ["a", "b", "c"])
    }

    @Test func `delegation and iteration by hand`() async throws {
      expectEqual(await relay(["x"].slowly(), ["y"]).elements(), ["x", "y"])
      let pairs = zipped([1, 2, 3].slowly(), ["a", "b"].slowly())
      expectEqual(try await pairs.elements().map { "\($0)\($1)" }, ["1a", "2b"])
    }

    @Test func `a body that catches all errors never fails`() async {
      expectEqual(await caught(Client()).elements(), [20, 21, -1, -2])
    }

    @Test func `a body sees the cancellation of its consumer`() async {
      let task = Task {
        var count = 0
        do throws(CancellationError) {
          for try await n in untilCancelled() {
            count += 1
            if n == 3 { withUnsafeCurrentTask { $0?.cancel() } }
          }
        } catch {
          return count
        }
        return -1
      }
      expectEqual(await task.value, 4)
    }

    @Test func `an async local function`() async {
      let base = 10
      @Generator func local(_ count: Int) -> some AsyncSequence<Int, Never> {
        for n in 0..<count {
          await Task.yield()
          yield(base + n)
        }
      }
      expectEqual(await local(2).elements(), [10, 11])
    }

    @Test func `what a body holds goes when its iterator does`() async {
      let tracker = Tracker()
      for await _ in holding(tracker) { break }
      expectEqual(tracker.alive, 0)
      expectEqual(await holding(tracker).elements(), [4, 4])
      expectEqual(tracker.alive, 0)
    }
  }
#endif
