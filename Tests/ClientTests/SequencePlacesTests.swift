import Generators
import Testing

// Where a client writes a generator: in its own sequences, in extensions of the standard library's
// types, and in generic code. Nothing here needs a flag of the compiler.

/// A sequence whose iterator is a generator, which walks with a helper that yields.
struct Tree: Sequence {
  indirect enum Node {
    case leaf
    case branch(Node, Int, Node)
  }

  var root: Node = .leaf

  init(_ values: some Sequence<Int>) {
    for value in values { root = Self.inserting(value, into: root) }
  }

  private static func inserting(_ value: Int, into node: Node) -> Node {
    switch node {
    case .leaf: .branch(.leaf, value, .leaf)
    case .branch(let left, let other, let right) where value < other:
      .branch(inserting(value, into: left), other, right)
    case .branch(let left, let other, let right):
      .branch(left, other, inserting(value, into: right))
    }
  }

  func makeIterator() -> Generator<Int> {
    Generator { yield in try Self.walk(root, yield) }
  }

  private static func walk(_ node: Node, _ yield: Generator<Int>.Yield) throws {
    guard case .branch(let left, let value, let right) = node else { return }
    try walk(left, yield)
    try yield(value)
    try walk(right, yield)
  }

  /// A member of a `Sequence` may name `Generator` for another element as well.
  func labelled() -> Generator<(offset: Int, label: String)> {
    Generator { yield in
      for (offset, value) in enumerated() { try yield((offset, "#\(value)")) }
    }
  }
}

/// The walk as a method of a class, whose helper takes the `yield` of a generic element.
final class Folder<Item> {
  let items: [Item]
  let folders: [Folder]

  init(_ items: [Item], _ folders: [Folder] = []) {
    self.items = items
    self.folders = folders
  }

  var all: Generator<Item> {
    Generator { yield in try self.visit(yield) }
  }

  private func visit(_ yield: Generator<Item>.Yield) throws {
    try items.forEach { try yield($0) }
    for folder in folders { try folder.visit(yield) }
  }
}

extension Folder where Item: Comparable {
  /// By delegation in place of a helper.
  func largest() -> Generator<Item> {
    Generator { yield in
      if let largest = self.items.max() { try yield(largest) }
      for folder in self.folders { try yield(from: folder.largest()) }
    }
  }
}

extension Array {
  func pairs() -> Generator<(Element, Element)> {
    Generator { yield in
      for i in indices {
        for j in self[(i + 1)...].indices { try yield((self[i], self[j])) }
      }
    }
  }

  mutating func removing(where isRemoved: @escaping (Element) -> Bool) -> Generator<Element> {
    let removed = filter(isRemoved)
    removeAll(where: isRemoved)
    return Generator { yield in try removed.forEach { try yield($0) } }
  }
}

extension Dictionary where Key: Comparable {
  var sortedByKey: Generator<(Key, Value)> {
    Generator { yield in
      for key in keys.sorted() { try yield((key, self[key]!)) }
    }
  }
}

extension String {
  func words() -> Generator<Substring> {
    Generator { yield in
      for part in split(separator: " ") { try yield(part) }
    }
  }
}

extension Sequence {
  /// Inside `extension Sequence`, `Generator` alone is the standard library's unavailable member.
  func twice() -> some Sequence<Element> {
    Generators.Generator { yield in
      for element in self {
        try yield(element)
        try yield(element)
      }
    }
  }

  func everyOther() -> Generators.Generator<Element> {
    Generators.Generator { yield in
      var isTaken = true
      for element in self {
        if isTaken { try yield(element) }
        isTaken.toggle()
      }
    }
  }
}

protocol Shape {
  var sides: [Double] { get }
}

extension Shape {
  func scaled(by factors: some Sequence<Double>) -> Generator<Double> {
    Generator { yield in
      for factor in factors { try yield(sides.reduce(0, +) * factor) }
    }
  }
}

protocol Source<Element> {
  associatedtype Element
  func elements() -> Generator<Element>
}

struct Countdown: Source, Shape {
  var from: Int
  var sides: [Double] { [Double(from)] }

  func elements() -> Generator<Int> {
    Generator { yield in
      for n in stride(from: from, through: 1, by: -1) { try yield(n) }
    }
  }
}

/// A conformance that hides the generator, in a type with parameters.
struct Repeating<Base: Collection>: Sequence {
  var base: Base
  var times: Int

  func makeIterator() -> some IteratorProtocol<Base.Element> {
    Generator { yield in
      for _ in 0..<times { try yield(from: base) }
    }
  }
}

/// A sequence whose iterator holds a generator beside other state.
struct Numbered: Sequence {
  struct Iterator: IteratorProtocol {
    var generator: Generator<String>
    var count = 0

    mutating func next() -> (Int, String)? {
      guard let next = generator.next() else { return nil }
      count += 1
      return (count, next)
    }
  }

  func makeIterator() -> Iterator {
    Iterator(generator: Generator { yield in for s in ["a", "b"] { try yield(s) } })
  }
}

@Suite struct SequencePlaces {
  @Test func `a tree's iterator is a generator`() {
    let tree = Tree([4, 2, 6, 1, 3, 5, 7])
    #expect(Array(tree) == [1, 2, 3, 4, 5, 6, 7])
    #expect(tree.map { $0 * 2 }.last == 14)
    #expect(tree.contains(5) && !tree.contains(8))
    #expect(Array(tree) == [1, 2, 3, 4, 5, 6, 7], "each walk has an iterator of its own")
    #expect(tree.labelled().map(\.label).joined() == "#1#2#3#4#5#6#7")
    #expect(Array(zip(tree, tree.dropFirst())).count == 6)
    #expect(tree.lazy.filter { $0 > 3 }.first == 4)
  }

  @Test func `a class's method yields through a helper and through delegation`() {
    let folder = Folder([1, 2], [Folder([3]), Folder([], [Folder([5, 4])])])
    #expect(Array(folder.all) == [1, 2, 3, 5, 4])
    #expect(Array(folder.largest()) == [2, 3, 5])
    #expect(Array(Folder(["a", "b"]).all) == ["a", "b"])
  }

  @Test func `extensions of the standard library's types return generators`() {
    #expect([1, 2, 3].pairs().map { $0 * 10 + $1 } == [12, 13, 23])
    var array = [1, 2, 3, 4]
    #expect(Array(array.removing { $0.isMultiple(of: 2) }) == [2, 4])
    #expect(array == [1, 3])
    let keys: [String] = ["b": 2, "a": 1].sortedByKey.map(\.0)
    #expect(keys == ["a", "b"])
    let words: [String] = "to be or".words().map(String.init)
    #expect(words == ["to", "be", "or"])
  }

  @Test func `protocol extensions return generators`() {
    #expect(Array((1...2).twice()) == [1, 1, 2, 2])
    #expect(Array("swift".everyOther()) == ["s", "i", "t"])
    #expect(Array([3, 4].twice().everyOther()) == [3, 4])
    #expect(Array(Countdown(from: 2).scaled(by: [1, 10])) == [2, 20])
  }

  @Test func `a generator is a witness, and hides behind some and any`() {
    func first<S: Source>(of source: S) -> S.Element? { source.elements().next() }
    let source: any Source<Int> = Countdown(from: 3)
    #expect(first(of: source) == 3)
    #expect(Array(source.elements()) == [3, 2, 1])
    #expect(Array(Repeating(base: "ab", times: 2)) == ["a", "b", "a", "b"])
    #expect(Numbered().map { "\($0)\($1)" } == ["1a", "2b"])
  }
}
