import CompiledGenerators
import Testing

#if Macros
  @Suite struct AsyncIsolationTests {
    actor Consumer {
      func take(_ count: Int) async -> [Surroundings] {
        var found: [Surroundings] = []
        for await each in surroundings() {
          found.append(each)
          if found.count == count { break }
        }
        return found
      }

      func isMe(_ other: (any Actor)?) -> Bool { other === self }

      func contents(of store: ItemStore) async -> [String] {
        var contents: [String] = []
        for await item in store.contents() { contents.append(item) }
        return contents
      }
    }

    @Test func `a body runs in its consumer's isolation`() async {
      let consumer = Consumer()
      for found in await consumer.take(3) { #expect(await consumer.isMe(found.isolation)) }
      for await found in surroundings() {
        #expect(found.isolation == nil)
        break
      }
    }

    @MainActor @Test func `a body runs on the main actor if its consumer does`() async {
      var iterator = surroundings().makeAsyncIterator()
      for _ in 0..<3 {
        let found = await iterator.next(isolation: #isolation)
        #expect(found?.isolation === MainActor.shared)
      }
      let first = await withCompiledGenerator(surroundings()) { found in await found.next() }
      #expect(first?.isolation === MainActor.shared)
    }

    @Test func `task-local values, priority and cancellation are the consumer's`() async {
      var iterator = surroundings().makeAsyncIterator()
      await RequestID.$current.withValue(1) {
        #expect(await iterator.next(isolation: #isolation)?.request == 1)
      }
      await RequestID.$current.withValue(2) {
        #expect(await iterator.next(isolation: #isolation)?.request == 2)
      }
      let task = Task(priority: .high) {
        var iterator = surroundings().makeAsyncIterator()
        let before = await iterator.next(isolation: #isolation)!
        withUnsafeCurrentTask { $0!.cancel() }
        let after = await iterator.next(isolation: #isolation)!
        return (before, after)
      }
      let (before, after) = await task.value
      #expect(before.priority == .high)
      #expect(!before.isCancelled)
      #expect(after.isCancelled)
    }

    @Test func `a method of an actor awaits the actor's state`() async {
      let store = ItemStore()
      #expect(await Consumer().contents(of: store) == ["store a", "store b", "store c"])
      var seen: [String] = []
      for await item in store.contents() {
        seen.append(item)
        await store.remove()
      }
      #expect(seen == ["store a", "store b"])
    }

    @MainActor @Test func `a method of a class of the main actor is used on the main actor`() async
    {
      var rows: [String] = []
      for await row in ItemModel().rows() { rows.append(row) }
      #expect(rows == ["xx", "xy"])
    }

    @Test func `a Sendable generator of the main actor is used elsewhere`() async {
      let model = ItemModel()
      var rows: [String] = []
      for await row in await model.rows() { rows.append(row) }
      #expect(rows == ["xx", "xy"])
    }
  }
#endif
