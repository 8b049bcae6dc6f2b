// The body of a compiled async generator is isolated to its consumer, not to the actor that declares it.

import CompiledGenerators

#if REFUSED
  actor Store {
    var items = ["a", "b"]

    @Generator nonisolated func contents() -> some AsyncSequence<String, Never> {
      var index = 0
      while index < 2 {
        yield(items[index])  // expect-error: cannot be accessed from outside of the actor
        index += 1
      }
    }
  }

  @MainActor final class Model {
    var items = ["a", "b"]

    @Generator func contents() -> some AsyncSequence<String, Never> {
      for item in items { yield(item) }  // expect-error: cannot be accessed from outside
    }
  }
#else
  actor Store {
    var items = ["a", "b"]

    @Generator nonisolated func contents() -> some AsyncSequence<String, Never> {
      var index = 0
      while index < 2 {
        yield(await items[index])
        index += 1
      }
    }
  }

  @MainActor final class Model {
    var items = ["a", "b"]

    @Generator func contents() -> some AsyncSequence<String, Never> {
      for item in await items { yield(item) }
    }
  }
#endif
