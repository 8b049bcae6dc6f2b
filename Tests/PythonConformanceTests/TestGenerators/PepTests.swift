import Generators
import TestSupport
import Testing

/// A binary tree, whose elements are its labels in order.
private final class Tree: Sequence {
  let label: Character
  let left, right: Tree?

  init?(_ labels: some Collection<Character>) {
    let labels = Array(labels)
    guard !labels.isEmpty else { return nil }
    let middle = labels.count / 2
    label = labels[middle]
    left = Tree(labels[..<middle])
    right = Tree(labels[(middle + 1)...])
  }

  func makeIterator() -> Generator<Character> { inOrder(self) }
}

private func inOrder(_ tree: Tree?) -> Generator<Character> {
  Generator { yield in
    guard let tree else { return }
    for label in inOrder(tree.left) { try yield(label) }
    try yield(tree.label)
    for label in inOrder(tree.right) { try yield(label) }
  }
}

private func inOrderWithoutRecursion(_ tree: Tree?) -> Generator<Character> {
  Generator { yield in
    var (node, path) = (tree, [Tree]())
    while true {
      while let deeper = node {
        path.append(deeper)
        node = deeper.left
      }
      guard let next = path.popLast() else { return }
      try yield(next.label)
      node = next.right
    }
  }
}

private let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

extension TestGenerators {
  @Suite struct PepTests {
    @Test func resumedWhileItRuns() {
      var me: ThrowingGenerator<Int>?
      me = ThrowingGenerator { yield in
        guard let i = try me?.next() else { return }
        try yield(i)
      }
      let error = #expect(throws: GeneratorError.alreadyExecuting) { try me?.next() }
      expectEqual(error?.description.hasPrefix("generator already executing"), true)
    }

    @Test func returnIsNotCaught() {
      let g = Generator<Int> { yield in
        do { if try quotient(1, 1) == 1 { return } } catch { try yield(1) }
      }
      expectEqual(Array(g), [])
    }

    @Test(arguments: [GeneratorExit(), Failure()] as [any Error])
    func errorIsCaughtWhereReturnIsNot(error: any Error) {
      let g = Generator<Int> { yield in
        do { throw error } catch { try yield(42) }
      }
      expectEqual(Array(g), [42])
    }

    @Test func errorPropagatesAndEndsIt() throws {
      let trace = Trace()
      func failing() throws -> Int { try quotient(1, 0) }
      let g = ThrowingGenerator<Int> { yield in
        try yield(failing())
        trace("never here")
        try yield(42)
      }
      #expect(throws: Failure(0)) { try g.next() }
      try expectEqual(g.next(), nil)
      expectEqual(trace.events, [])
    }

    @Test func tryExceptFinally() {
      let g = Generator<Int> { yield in
        do {
          try yield(1)
          do {
            try yield(2)
            _ = try quotient(1, 0)
            try yield(3)
          } catch let error as Failure {
            try yield(4)
            try yield(5)
            throw error
          } catch {
            try yield(6)
          }
          try yield(7)
        } catch {
          try yield(8)
        }
        try yield(9)
        do {
          defer { _ = try? yield(10) }
          _ = try quotient(12, 1)
        }
        try yield(11)
      }
      expectEqual(Array(g), [1, 2, 4, 5, 8, 9, 10, 11])
    }

    @Test func treeWalkedByRecursion() throws {
      let tree = try #require(Tree(alphabet))
      var labels = ""
      for label in tree { labels.append(label) }
      expectEqual(labels, alphabet)
    }

    @Test func treeWalkedWithoutRecursion() {
      expectEqual(String(inOrderWithoutRecursion(Tree(alphabet))), alphabet)
    }
  }
}
