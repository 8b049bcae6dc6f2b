#if Macros
  import CompiledGenerators
  import Testing

  private class Base {
    func value(_ n: Int) -> Int { n * 3 }
    class func scale(_ n: Int) -> Int { n }

    @Generator class func scaled() -> some Sequence<Int> {
      let one = self.scale(1)
      yield(one)
      let two = scale(2)
      yield(one + two)
      yield(two)
    }
  }

  private final class Derived: Base {
    override func value(_ n: Int) -> Int { super.value(n) + 1 }
    override class func scale(_ n: Int) -> Int { n * 10 }

    @Generator func both() -> some Sequence<Int> {
      for n in 0..<2 {
        let inherited = super.value(n)
        yield(inherited)
        let own = value(n)
        yield(own)
        yield(inherited + own)
      }
    }
  }

  private struct Pile {
    var numbers = [1, 2]

    @Generator func twins() -> some Sequence<Int> {
      let count = numbers.count
      yield(count)
      yield(count)
    }

    @Generator static func twins() -> some Sequence<Int> {
      let count = Self().numbers.count
      yield(-count)
      yield(-count)
    }

    @Generator func joined(with other: Self, or third: Self? = nil) -> some Sequence<Int> {
      let rest: [Int] = third?.numbers ?? other.numbers
      yield(from: numbers)
      yield(from: rest)
    }
  }

  extension Array where Element == Int {
    @Generator fileprivate func sizes() -> some Sequence<Int> {
      for element in self { yield(element) }
    }
  }

  extension Array where Element == String {
    @Generator fileprivate func sizes() -> some Sequence<Int> {
      for element in self { yield(element.count) }
    }
  }

  @Suite struct StaticAndInheritedTests {
    @Test func `a body calls what its class inherits and overrides`() {
      #expect(Array(Derived().both()) == [0, 1, 1, 3, 4, 7])
    }

    @Test func `self of a class method is the class that it was called on`() {
      #expect(Array(Base.scaled()) == [1, 3, 2])
      #expect(Array(Derived.scaled()) == [10, 30, 20])
    }

    @Test func `functions of one signature may differ in being static`() {
      #expect(Array(Pile().twins()) == [2, 2])
      #expect(Array(Pile.twins()) == [-2, -2])
    }

    @Test func `functions of one signature may differ in what their extensions require`() {
      #expect(Array([3, 4].sizes()) == [3, 4])
      #expect(Array(["a", "bc"].sizes()) == [1, 2])
    }

    @Test func `a parameter's type may be made of Self`() {
      #expect(Array(Pile().joined(with: Pile(numbers: [3]))) == [1, 2, 3])
      #expect(Array(Pile().joined(with: Pile(), or: Pile(numbers: [4]))) == [1, 2, 4])
    }
  }
#endif
