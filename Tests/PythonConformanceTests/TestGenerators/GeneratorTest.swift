import Generators
import TestSupport
import Testing

/// A sequence that counts the iterators that are made of it.
private final class OneAndTwo: Sequence {
  private(set) var iterators = 0

  func makeIterator() -> IndexingIterator<[Int]> {
    iterators += 1
    return [1, 2].makeIterator()
  }
}

extension TestGenerators {
  /// A consumer of the elements of a sequence.
  enum Consumption: CaseIterable {
    case wrapping, looping, delegating, mapping

    func callAsFunction(_ source: some Sequence<Int>) -> [Int] {
      switch self {
      case .wrapping: Array(Generator(source))
      case .looping: Array(Generator { yield in for element in source { try yield(element) } })
      case .delegating: Array(Generator { yield in try yield(from: source) })
      case .mapping: Generator(source).lazy.map { $0 }.filter { _ in true }
      }
    }
  }

  /// Generators as objects.
  @Suite struct GeneratorTest {
    /// In Python it is a `TypeError`; here a copy is another name for the same generator.
    @Test func test_copy() {
      let g = Generator(1...3)
      let copy = g
      expectEqual(g.next(), 1)
      expectEqual(copy.next(), 2)
      expectEqual(Array(g), [3])
      expectEqual(copy.next(), nil)
      expectEqual(copy.state, .closed)
    }

    @Test func test_pickle() {
      let generators: [Any] = [
        Generator { yield in try yield(1) }, ThrowingGenerator { yield in try yield(1) },
      ]
      for g in generators {
        #expect(!(g is any Encodable))
        #expect(!(g is any Decodable))
      }
    }

    @Test func test_send_non_none_to_new_gen() throws {
      let g = Coroutine<Int, Int?, Void> { yield in try yield(1) }
      #expect(throws: GeneratorError.notStarted) { try g.send(0) }
      try expectEqual(g.next(), 1)
    }

    /// A loop over a generator that fails after its first element.
    @Test func test_issue103488() throws {
      var (elements, caught) = (0, 0)
      for _ in 0..<100 {
        let g = ThrowingGenerator<Void> { yield in
          try yield()
          throw Failure()
        }
        do {
          while try g.next() != nil { elements += 1 }
        } catch is Failure {
          caught += 1
        }
        #expect(throws: Failure.self) {
          try ThrowingGenerator<Void> { yield in
            try yield()
            throw Failure()
          }.withSequence { for _ in $0 { elements += 1 } }
        }
      }
      expectEqual(elements, 200)
      expectEqual(caught, 100)
    }

    @Test(arguments: Consumption.allCases)
    func test_genexpr_only_calls_dunder_iter_once(consume: Consumption) {
      let source = OneAndTwo()
      expectEqual(consume(source), [1, 2])
      expectEqual(source.iterators, 1)
    }

    /// The objects that a generator refers to are released when it is closed, and not only at its
    /// release.
    @Test(arguments: [false, true])
    func test_close_clears_frame(started: Bool) {
      let tracker = Tracker()
      func generator(of argument: Tracked) -> Generator<Void> {
        Generator { yield in
          try yield()
          withExtendedLifetime(argument) {}
        }
      }
      let g = generator(of: tracker.object())
      if started { g.next() }
      expectEqual(tracker.alive, 1)
      g.close()
      expectEqual(tracker.alive, 0)
      expectEqual(g.state, .closed)
    }
  }
}
