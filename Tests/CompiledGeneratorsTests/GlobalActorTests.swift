import CompiledGenerators
import Testing

#if Macros
  // Its name doesn't tell that it is an actor.
  @globalActor private actor Ledger {
    static let shared = Ledger()
  }

  @Ledger private enum Entries {
    static var all = [1, 2]

    static func scaled(_ entry: Int) -> Int { entry * 10 }
  }

  @Ledger @Generator(isolation: Ledger.self) private func entries() -> some Sequence<Int> {
    for entry in Entries.all {
      let scaled = Entries.scaled(entry)
      yield(entry)
      yield(scaled)
    }
  }

  @Ledger @Generator(.closure, isolation: Ledger.self) private func entriesInClosure()
    -> some Sequence<Int>
  {
    for entry in Entries.all {
      let scaled = Entries.scaled(entry)
      yield(entry)
      yield(scaled)
    }
  }

  @Ledger private final class Book {
    var pages = [3]

    @Generator(isolation: Ledger.self) func numbers() -> some Sequence<Int> {
      for page in pages {
        yield(page)
        yield(Entries.scaled(page))
      }
    }
  }

  extension Book {
    @Generator(isolation: Ledger.self) func reversedNumbers() -> some Sequence<Int> {
      for page in pages.reversed() {
        yield(Entries.scaled(page))
        yield(page)
      }
    }
  }

  struct GlobalActorTests {
    @Test @Ledger func `the macro's argument names a global actor of any name`() {
      #expect(Array(entries()) == [1, 10, 2, 20])
      #expect(Array(entriesInClosure()) == [1, 10, 2, 20])
      #expect(Array(Book().numbers()) == [3, 30])
      #expect(Array(Book().reversedNumbers()) == [30, 3])
    }
  }
#endif
