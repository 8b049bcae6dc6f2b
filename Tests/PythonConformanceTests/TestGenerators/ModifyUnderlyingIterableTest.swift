import Generators
import TestSupport
import Testing

extension TestGenerators {
  /// The elements of a generator of the sequences that it is given.
  @Suite struct ModifyUnderlyingIterableTest {
    private func check(_ source: some Sequence<Int>, _ consume: Consumption) {
      expectEqual(consume(source), Array(source))
      expectEqual(consume(IteratorSequence(source.makeIterator())), Array(source))
    }

    @Test(arguments: Consumption.allCases)
    func test_new_gen_from_gi_code(consume: Consumption) {
      check(0..<0, consume)
      check(0..<20, consume)
      check([1, 2, 3], consume)
      check(CollectionOfOne(2), consume)
      check([13, 48, 211] as Set, consume)
      check([1: 2, 3: 4].keys, consume)
    }
  }
}
