import Generators
import TestSupport
import Testing

private func combinations(of list: ArraySlice<Int>, taking k: Int) -> Generator<[Int]> {
  Generator { yield in
    if k > list.count { return }
    guard k > 0, let first = list.first else { return try yield([]) }
    for rest in combinations(of: list.dropFirst(), taking: k - 1) { try yield([first] + rest) }
    for rest in combinations(of: list.dropFirst(), taking: k) { try yield(rest) }
  }
}

/// A set of a union-find forest, whose generator yields the root of its tree without end.
///
/// The body continues from its own loop in that of its parent, and never returns.
private final class DisjointSet {
  let name: Character
  var parent: DisjointSet?
  private(set) lazy var roots: Generator<DisjointSet> = Generator { yield in
    while self.parent == nil { try yield(self) }
    guard let parent = self.parent else { return }
    for root in parent.roots { try yield(root) }
  }

  init(_ name: Character) { self.name = name }

  func find() -> DisjointSet? { roots.next() }
}

extension TestGenerators {
  @Suite struct EmailTests {
    @Test func yieldingNilIsNotReturning() {
      let g = Generator<Int?> { yield in
        for _ in 0..<3 { try yield(nil) }
        try yield(nil)
        return
      }
      expectEqual(Array(g), [nil, nil, nil, nil])
    }

    @Test(arguments: [GeneratorExit(), Failure()] as [any Error])
    func caughtErrorDoesNotEndIt(error: any Error) {
      let g = Generator<Int> { yield in
        try yield(1)
        do { throw error } catch { try yield(2) }
        try yield(3)
      }
      expectEqual(Array(g), [1, 2, 3])
    }

    @Test(
      arguments: zip(
        0...5,
        [
          [[]],
          [[1], [2], [3], [4]],
          [[1, 2], [1, 3], [1, 4], [2, 3], [2, 4], [3, 4]],
          [[1, 2, 3], [1, 2, 4], [1, 3, 4], [2, 3, 4]],
          [[1, 2, 3, 4]],
          [],
        ]))
    func combinationsByRecursion(k: Int, expected: [[Int]]) {
      expectEqual(Array(combinations(of: [1, 2, 3, 4], taking: k)), expected)
    }

    @Test func iteratorIsTheGeneratorItself() {
      let g = Generator<Int> { yield in try yield(1) }
      let iterator: Generator<Int> = g.makeIterator()
      expectEqual(iterator.next(), 1)
      expectEqual(g.state, .suspended)
      expectEqual(g.next(), nil)
      expectEqual(iterator.state, .closed)
    }

    @Test func runningOnlyInsideItsBody() {
      var me: Generator<Bool>?
      me = Generator { yield in try yield(me?.state == .running) }
      // The variable and the body keep each other alive.
      defer { me = nil }
      expectEqual(me?.state, .created)
      expectEqual(me?.next(), true)
      expectEqual(me?.state, .suspended)
    }

    @Test func unionFind() throws {
      let sets = "ABCDEFGHIJKLM".map(DisjointSet.init)
      // A body refers to its set, which owns the generator.
      defer { for set in sets { set.roots.close() } }
      func roots() -> String { String(sets.compactMap { $0.find()?.name }) }
      func set(_ name: Character) throws -> DisjointSet {
        try #require(sets.first { $0.name == name })
      }

      // The merges that Python's seeded generator chooses, and the root of each set after them.
      let merges: [(root: Character, into: Character, roots: String)] = [
        ("K", "B", "ABCDEFGHIJBLM"),
        ("A", "F", "FBCDEFGHIJBLM"),
        ("E", "F", "FBCDFFGHIJBLM"),
        ("D", "C", "FBCCFFGHIJBLM"),
        ("M", "C", "FBCCFFGHIJBLC"),
        ("J", "B", "FBCCFFGHIBBLC"),
        ("B", "C", "FCCCFFGHICCLC"),
        ("F", "G", "GCCCGGGHICCLC"),
        ("L", "C", "GCCCGGGHICCCC"),
        ("G", "I", "ICCCIIIHICCCC"),
        ("I", "H", "HCCCHHHHHCCCC"),
        ("C", "H", "HHHHHHHHHHHHH"),
      ]
      expectEqual(roots(), "ABCDEFGHIJKLM")
      for merge in merges {
        let root = try set(merge.root)
        #expect(root.parent == nil)
        root.parent = try set(merge.into)
        #expect(roots() == merge.roots, "after \(merge.root) into \(merge.into)")
      }
    }
  }
}
