import CompiledGenerators
import Testing

#if Macros
  @Suite struct AsyncFinishTests {
    let log = DeferLog()
    struct Quit: Error {}

    /// The same without its type.
    func erased() -> some AsyncSequence<Int, any Error> { RowTable().rows(log: log) }

    @Test func `defers run where their scopes end`() async {
      var rows: [Int] = []
      await #expect(throws: PageError(number: 5)) {
        for try await row in RowTable().rows(log: log) { rows.append(row) }
      }
      #expect(rows == [1, 100, 2, 5])
      #expect(
        log.take() == [
          "open", "leave 1", "leave 2", "failed 2", "leave 5", "failed 5", "close",
        ])
    }

    @Test func `break runs the pending defers, the innermost first`() async throws {
      for try await row in RowTable().rows(log: log) where row == 100 { break }
      #expect(log.take() == ["open", "leave 1", "close"])
      let rows = RowTable().rows(log: log)
      for try await _ in rows { break }
      #expect(log.take() == ["open", "leave 1", "close"])
      for try await _ in rows { break }
      #expect(log.take() == ["open", "leave 1", "close"])
    }

    @Test func `an error of the consumer runs the pending defers`() async throws {
      await #expect(throws: Quit.self) {
        for try await _ in erased() { throw Quit() }
      }
      #expect(log.take() == ["open", "leave 1", "close"])
    }

    @Test func `finish runs the pending defers once`() async throws {
      var rows = RowTable().rows(log: log).makeAsyncIterator()
      #expect(try await rows.next() == 1)
      await rows.finish()
      #expect(log.take() == ["open", "leave 1", "close"])
      #expect(try await rows.next() == nil)
      await rows.finish()
      #expect(log.take() == [])
    }

    @Test func `copies of one with pending defers share its position`() async throws {
      var rows = RowTable().rows(log: log).makeAsyncIterator()
      #expect(try await rows.next() == 1)
      var copy = rows
      #expect(try await copy.next() == 100)
      await rows.finish()
      #expect(log.take() == ["open", "leave 1", "close"])
      #expect(try await copy.next() == nil)
    }

    @Test func `one that was not started has nothing to run`() async throws {
      var rows = RowTable().rows(log: log)
      await rows.finish()
      #expect(try await rows.next() == nil)
      for try await _ in rows { Issue.record() }
      _ = RowTable().rows(log: log).makeAsyncIterator()
      #expect(log.take() == [])
    }

    @Test func `one without defers can be finished, too`() async {
      var numbers = asyncCount(to: 3)
      let fork = numbers
      #expect(await numbers.next() == 0)
      await numbers.finish()
      #expect(await numbers.next() == nil)
      #expect(await fork.reduce(0, +) == 3)
    }

    @Test func `an inner loop's iterator is released before the outer defers run`() async throws {
      nonisolated(unsafe) let log = log
      let table = RowTable(onRelease: { log.add("release") })
      for try await _ in table.rows(log: log) { break }
      #expect(log.take() == ["open", "leave 1", "release", "close"])
      var rows = table.rows(log: log)
      _ = try await rows.next()
      await rows.finish()
      #expect(log.take() == ["open", "leave 1", "release", "close"])
    }

    @Test func `a scope ends the generator when its closure returns`() async throws {
      let first = try await withCompiledGenerator(erased()) { rows in
        try await rows.next()
      }
      #expect(first == 1)
      #expect(log.take() == ["open", "leave 1", "close"])
    }

    @Test func `a scope ends the generator when its closure throws`() async {
      await #expect(throws: Quit.self) {
        try await withCompiledGenerator(erased()) { rows in
          _ = try await rows.next()
          throw Quit()
        }
      }
      #expect(log.take() == ["open", "leave 1", "close"])
    }

    @Test func `a scope ends the generator when its task is cancelled`() async {
      let task = Task {
        let log = DeferLog()
        do {
          try await withCompiledGenerator(RowTable().rows(log: log)) { rows in
            let first = try await rows.next()
            #expect(first == 1)
            withUnsafeCurrentTask { $0!.cancel() }
            let second = try await rows.next()
            #expect(second == 2)
          }
        } catch {
          log.add("\(error)")
        }
        return log.take()
      }
      #expect(await task.value == ["open", "leave 1", "failed 1", "leave 2", "close"])
    }

    @Test func `an iterator that outlives its scope has ended`() async throws {
      var kept = try await withCompiledGenerator(erased()) { rows in
        _ = try await rows.next()
        return rows
      }
      #expect(log.take() == ["open", "leave 1", "close"])
      #expect(try await kept.next() == nil)
    }

    @Test func `a scope can be ended early`() async throws {
      try await withCompiledGenerator(erased()) { rows in
        let first = try await rows.next()
        #expect(first == 1)
        await rows.finish()
        #expect(log.take() == ["open", "leave 1", "close"])
        let second = try await rows.next()
        #expect(second == nil)
      }
      #expect(log.take() == [])
    }

    @Test func `a scope throws the type of its closure`() async {
      do throws(ReadError) {
        try await withCompiledGenerator(asyncLabels(upTo: 9)) { labels throws(ReadError) in
          while let _ = try await labels.next() {}
        }
      } catch {
        #expect(error == ReadError(number: 6))
      }
      let sum = await withCompiledGenerator(asyncCount(to: 4)) { numbers in
        var sum = 0
        while let number = await numbers.next() { sum += number }
        return sum
      }
      #expect(sum == 6)
    }

    @Test func `any async sequence has a scope`() async {
      nonisolated(unsafe) let log = log
      func stream() -> AsyncStream<Int> {
        AsyncStream { continuation in
          continuation.onTermination = { _ in log.add("release") }
          continuation.yield(1)
        }
      }
      let first = await withCompiledGenerator(stream()) { numbers in await numbers.next() }
      #expect(first == 1)
      #expect(log.take() == ["release"])
    }

    @Test func `finish during a next traps`() async {
      await #expect(processExitsWith: .failure) { @MainActor in
        let (begun, continuation) = AsyncStream<Void>.makeStream()
        let table = RowTable(delay: {
          continuation.finish()
          try? await Task.sleep(for: .seconds(60))
        })
        var rows = table.rows(log: DeferLog())
        _ = try await rows.next()
        var copy = rows
        let other = Task { try await copy.next() }
        for await _ in begun {}
        await rows.finish()
        _ = try await other.value
      }
    }
  }
#endif
