import CompiledGenerators
import TestSupport
import Testing

#if Macros
  // MARK: - Functions

  @Generator private func countUp(to end: Int) -> some Sequence<Int> {
    var n = 0
    while n < end {
      yield(n)
      n += 1
    }
  }

  // The same name, with other labels and other types.
  @Generator private func countUp(from start: Int, to end: Int) -> some Sequence<Int> {
    for n in start..<end { yield(n) }
  }

  @Generator private func countUp(to end: String) -> some Sequence<String> {
    for character in end { yield(String(character)) }
  }

  @Generator private func countUp<Value: Collection>(to end: Value) -> some Sequence<Int> {
    for n in 0..<end.count { yield(-n) }
  }

  // HostsElsewhere.swift has a private one with this signature.
  @Generator private func privateInTwoFiles(_ n: Int) -> some Sequence<Int> {
    yield(n)
    yield(1)
  }

  @Generator private func pairs<First: Sequence, Second: Sequence>(
    _ first: First, _ second: Second
  ) -> some Sequence<(First.Element, Second.Element)>
  where First.Element: Equatable, Second.Element == Int {
    for a in first { for b in second { yield((a, b)) } }
  }

  @Generator private func doubled(_ numbers: some Sequence<Int>) -> some Sequence<Int> {
    for n in numbers {
      yield(n)
      yield(n * 2)
    }
  }

  @Generator private func both(
    _ first: some Collection<Int>, _ second: some Sequence<Int>
  ) -> some Sequence<Int> {
    let count = first.count
    yield(from: first)
    yield(count)
    yield(from: second)
  }

  @Generator private func sized<let count: Int>(
    _ buffer: InlineArrayStandIn<count>
  ) -> some Sequence<Int> {
    for i in 0..<count { yield(i + buffer.start) }
  }

  private struct InlineArrayStandIn<let count: Int> { var start = 0 }

  @available(macOS 15, *)
  @Generator private func available(_ n: Int) -> some Sequence<Int> { yield(n) }

  // MARK: - Types

  private struct Grid {
    var width = 2, height = 2
    static let origin = (0, 0)

    @Generator func cells() -> some Sequence<(Int, Int)> {
      for x in 0..<width { for y in 0..<height { yield((x, y)) } }
    }

    @Generator func cells(inRow y: Int) -> some Sequence<(Int, Int)> {
      var x = 0
      while x < width {
        yield((x, y))
        x += 1
      }
    }

    @Generator static func corners(of grid: Grid = Grid()) -> some Sequence<(Int, Int)> {
      yield(origin)
      yield((grid.width - 1, grid.height - 1))
    }

    func neighbors(_ x: Int) -> [Int] { [x - 1, x + 1] }

    // A variable whose type only a bare call of a member tells.
    @Generator func around(_ x: Int) -> some Sequence<Int> {
      let all = neighbors(x)
      yield(all.count)
      for n in neighbors(x) { yield(n) }
      yield(all[0])
    }

    @Generator func columns() -> some Sequence<Int> {
      for cell in cells() where cell.1 == 0 { yield(cell.0) }
    }

    @Generator func itself() -> some Sequence<Self> {
      var copy = self
      while copy.width > 0 {
        yield(copy)
        copy.width -= 1
      }
    }

    struct Nested<Value> {
      var value: Value

      struct Deeper<Other> {
        var value: Value
        var other: Other

        @Generator func values(_ count: Int) -> some Sequence<(Value, Other)> {
          for _ in 0..<count { yield((value, other)) }
        }
      }

      @Generator func repeated(_ count: Int) -> some Sequence<Value> {
        let value = self.value
        var n = 0
        while n < count {
          yield(value)
          n += 1
        }
      }
    }
  }

  extension Grid {
    @Generator fileprivate func diagonal() -> some Sequence<Int> {
      var n = 0
      while n < min(width, height) {
        yield(n)
        n += 1
      }
    }
  }

  extension Grid.Nested where Value: BinaryInteger {
    @Generator fileprivate func divisors() -> some Sequence<Value> {
      var n: Value = 1
      while n <= value {
        if value % n == 0 { yield(n) }
        n += 1
      }
    }
  }

  private class Base {
    var names = ["a", "b"]

    @Generator func all() -> some Sequence<String> {
      for name in names { yield(name) }
    }

    @Generator class func kinds() -> some Sequence<String> {
      yield("\(self)")
      yield("\(Self.self)")
    }

    @Generator final func later() -> some Sequence<Int> {
      yield(names.count)
      names.append("c")
      yield(names.count)
    }
  }

  private final class Derived: Base {
    // `Self` of a final class, and `super`'s state.
    @Generator func mine() -> some Sequence<(Derived, String)> {
      for name in super.names { yield((self, name)) }
    }
  }

  private enum Direction: CaseIterable {
    case left, right

    @Generator func steps(_ count: Int) -> some Sequence<Int> {
      for n in 1...count {
        switch self {
        case .left: yield(-n)
        case .right: yield(n)
        }
      }
    }

    @Generator static func all() -> some Sequence<Direction> {
      for each in allCases { yield(each) }
    }
  }

  private actor Store {
    nonisolated let keys = ["k", "l"]
    var values = [1, 2]

    @Generator nonisolated func names() -> some Sequence<String> {
      for key in keys { yield(key) }
    }

    @Generator static func defaults() -> some Sequence<Int> { yield(7) }
  }

  @MainActor private final class Model {
    var rows = [1, 2]

    @Generator func all() -> some Sequence<Int> {
      for row in rows { yield(row) }
      rows.append(3)
      yield(rows.count)
    }

    @Generator nonisolated func fixed() -> some Sequence<Int> { yield(5) }
  }

  @MainActor @Generator private func onMain(_ model: Model) -> some Sequence<Int> {
    yield(model.rows.count)
  }

  // MARK: - Extensions

  extension Array where Element: Comparable {
    @Generator fileprivate func records() -> some Sequence<Element> {
      var best: Element?
      for element in self {
        if best.map({ $0 < element }) ?? true {
          best = element
          yield(element)
        }
      }
    }
  }

  extension Dictionary {
    @Generator fileprivate func keys(
      where isWanted: @escaping (Value) -> Bool
    ) -> some Sequence<Key> {
      for (key, value) in self where isWanted(value) { yield(key) }
    }
  }

  extension Int {
    @Generator fileprivate func digits() -> some Sequence<Int> {
      var n = self
      while n > 0 {
        yield(n % 10)
        n /= 10
      }
    }
  }

  extension Sequence where Element: Hashable {
    @Generator fileprivate func distinct() -> some Sequence<Element> {
      var seen: Set<Element> = []
      for element in self where seen.insert(element).inserted { yield(element) }
    }
  }

  private protocol Shape {
    var sides: Int { get }
  }

  extension Shape {
    @Generator fileprivate func angles() -> some Sequence<Int> {
      for n in 0..<sides { yield(n * 360 / sides) }
    }

    @Generator fileprivate static func names(_ shape: Self) -> some Sequence<String> {
      let name = Self.self == Square.self ? "Square" : "another"
      yield(name)
      yield("\(shape.sides)")
    }
  }

  private struct Square: Shape { let sides = 4 }

  // MARK: -

  @Suite struct HostTests {
    @Test func `overloads of a function are told apart`() {
      expectEqual(Array(countUp(to: 3)), [0, 1, 2])
      expectEqual(Array(countUp(from: 1, to: 3)), [1, 2])
      expectEqual(Array(countUp(to: "ab")), ["a", "b"])
      expectEqual(Array(countUp(to: [9, 9])), [0, -1])
    }

    @Test func `two files may have private functions with one signature`() {
      expectEqual(Array(privateInTwoFiles(0)), [0, 1])
      expectEqual(elsewhere(), [0, 2])
    }

    @Test func `generic functions with where clauses, opaque parameters and values`() {
      expectEqual(pairs("ab", [1, 2]).map { "\($0)\($1)" }, ["a1", "a2", "b1", "b2"])
      expectEqual(Array(doubled([1, 2])), [1, 2, 2, 4])
      expectEqual(Array(doubled(doubled([1]))), [1, 2, 2, 4])
      expectEqual(Array(both([1, 2], Set([3]))), [1, 2, 2, 3])
      expectEqual(Array(sized(InlineArrayStandIn<3>(start: 5))), [5, 6, 7])
      expectEqual(Array(available(4)), [4])
    }

    @Test func `methods of a struct`() {
      let grid = Grid()
      expectEqual(grid.cells().map { $0 * 10 + $1 }, [0, 1, 10, 11])
      expectEqual(grid.cells(inRow: 5).map { $0 * 10 + $1 }, [5, 15])
      expectEqual(Grid.corners().map { $0 * 10 + $1 }, [0, 11])
      expectEqual(Grid.corners(of: Grid(width: 3)).map { $0 * 10 + $1 }, [0, 21])
      expectEqual(Array(grid.around(5)), [2, 4, 6, 4])
      expectEqual(Array(grid.columns()), [0, 1])
      expectEqual(grid.itself().map(\.width), [2, 1])
      expectEqual(Array(grid.diagonal()), [0, 1])
    }

    @Test func `methods of nested generic types`() {
      let nested = Grid.Nested(value: 12)
      expectEqual(Array(nested.repeated(2)), [12, 12])
      expectEqual(Array(nested.divisors()), [1, 2, 3, 4, 6, 12])
      let deeper = Grid.Nested.Deeper(value: 1, other: "x")
      expectEqual(deeper.values(2).map { "\($0)\($1)" }, ["1x", "1x"])
    }

    @Test func `methods of a class and of its subclass`() {
      expectEqual(Array(Base().all()), ["a", "b"])
      expectEqual(Array(Derived.kinds()), ["Derived", "Derived"])
      expectEqual(Array(Base.kinds()), ["Base", "Base"])
      let derived = Derived()
      #expect(derived.mine().allSatisfy { $0.0 === derived })
      expectEqual(derived.mine().map(\.1), ["a", "b"])
    }

    @Test func `a generator of a class sees the object as it is then`() {
      let base = Base()
      var iterator = base.later().makeIterator()
      base.names = []
      expectEqual(iterator.next(), 0)
      base.names.append("d")
      expectEqual(iterator.next(), 2)
    }

    @Test func `a generator of a struct has the value as it was then`() {
      var grid = Grid()
      let columns = grid.columns()
      grid.width = 5
      expectEqual(Array(columns), [0, 1])
    }

    @Test(arguments: Direction.allCases) fileprivate func `methods of an enum`(each: Direction) {
      expectEqual(Array(each.steps(2)), each == .left ? [-1, -2] : [1, 2])
      expectEqual(Array(Direction.all()), Direction.allCases)
    }

    @Test func `methods of an actor that aren't isolated`() {
      expectEqual(Array(Store().names()), ["k", "l"])
      expectEqual(Array(Store.defaults()), [7])
    }

    @MainActor @Test func `methods and functions of the main actor`() {
      let model = Model()
      expectEqual(Array(model.all()), [1, 2, 3])
      expectEqual(Array(onMain(model)), [3])
      expectEqual(Array(model.fixed()), [5])
    }

    @Test func `extensions of types`() {
      expectEqual(Array([1, 3, 2, 5].records()), [1, 3, 5])
      expectEqual(Set(["a": 1, "b": 2, "c": 2].keys { $0 == 2 }), ["b", "c"])
      expectEqual(Array(120.digits()), [0, 2, 1])
    }

    @Test func `extensions of protocols`() {
      expectEqual(Array("abca".distinct()), ["a", "b", "c"])
      expectEqual(Array(Square().angles()), [0, 90, 180, 270])
      expectEqual(Array(Square.names(Square())), ["Square", "4"])
    }

    @Test func `local functions see the variables around them`() {
      let factor = 3
      var calls = 0
      @Generator func multiples(_ count: Int) -> some Sequence<Int> {
        calls += 1
        for n in 0..<count { yield(n * factor) }
      }
      expectEqual(Array(multiples(3)), [0, 3, 6])
      expectEqual(Array(multiples(1)), [0])
      expectEqual(calls, 2)
    }
  }
#endif
