#if Macros
  import CompiledGenerators
  import TestSupport
  import Testing

  /// Literals that stand for a place in the source.
  @Suite
  struct LiteralTests {
    @Generator func places(in list: [Int], `for` number: Int) -> some Sequence<String> {
      yield(#function)
      let first = #line
      yield("\(#line - first) \(#column)")
      let closure = { "\(#line - first) \(#function)" }
      yield(closure())
      func local() -> (Int, String) { (#line, #function) }
      yield("\(local().0 - first) \(local().1)")
      struct Local { var line = #line }
      yield("\(Local().line - first)")
    }

    @Generator(.closure) func placesInClosures(_ number: Int) -> some Sequence<String> {
      let first = #line
      yield("\(#function) \(#line - first)")
    }

    @Test func `the literals of a place are those of the body as written`() {
      #expect(
        Array(places(in: [], for: 1)) == [
          "places(in:for:)", "1 33", "2 places(in:for:)", "4 local()", "6",
        ])
      #expect(Array(placesInClosures(1)) == ["placesInClosures(_:) 1"])
    }
  }

  /// Variables that are consumed.
  @Suite
  struct ConsumeTests {
    @Generator func replaced(_ tracker: Tracker) -> some Sequence<Int> {
      var object = tracker.object(1)
      yield(object.id)
      do {
        let taken = consume object
        yield(taken.id)
      }
      yield(tracker.alive)
      object = tracker.object(2)
      yield(object.id)
      _ = consume object
      yield(tracker.alive)
      let constant = tracker.object(3)
      yield(constant.id)
      let other = consume constant
      yield(other.id)
      yield(tracker.alive)
    }

    @Generator(.closure) func replacedInClosures(_ tracker: Tracker) -> some Sequence<Int> {
      var object = tracker.object(1)
      yield(object.id)
      _ = consume object
      yield(tracker.alive)
      object = tracker.object(2)
      yield(object.id)
    }

    @Test func `a variable that is consumed is released, and can be set again`() {
      let tracker = Tracker()
      #expect(Array(replaced(tracker)) == [1, 1, 0, 2, 0, 3, 3, 0])
      #expect(Array(replacedInClosures(tracker)) == [1, 0, 2])
      #expect(tracker.alive == 0)
    }
  }

  /// Closures that name the type of what they throw.
  @Suite
  struct TypedThrowsTests {
    enum Oddity: Error, Equatable { case odd(Int) }

    static func half(_ number: Int) throws(Oddity) -> Int {
      if number % 2 == 1 { throw .odd(number) }
      return number / 2
    }

    @Generator static func halves(_ first: Int) -> some Sequence<Int> {
      let constant = { (i: Int) throws(Oddity) -> Int in try half(i) }
      var variable = { (i: Int) throws(Oddity) -> Int in try half(i + 1) }
      yield(first)
      do {
        yield(try constant(first))
        yield(try variable(first - 1))
        variable = constant
        yield(try variable(first + 1))
      } catch {
        if error == .odd(5) { yield(-5) }
      }
    }

    @Test func `a closure that throws an error of its own type is kept across a yield`() {
      #expect(Array(Self.halves(4)) == [4, 2, 2, -5])
    }

    static func result(of closure: (Int) throws(Oddity) -> Int, _ number: Int) -> Int {
      do { return try closure(number) } catch {
        switch error {
        case .odd(let number): return -number
        }
      }
    }

    @Generator static func assigned(_ first: Int) -> some Sequence<Int> {
      var closure = { (i: Int) throws(Oddity) -> Int in try half(i) }
      var typed: (Int) throws(Oddity) -> Int = { i throws(Oddity) in try half(i) }
      var inferred = ({ (i: Int) throws(Oddity) in try half(i) }) as (Int) throws(Oddity) -> Int
      let late: (Int) throws(Oddity) -> Int
      var added = 1
      let change = { closure = { (i: Int) throws(Oddity) -> Int in try half(i) + added } }
      yield(result(of: closure, first))
      closure = { (i: Int) throws(Oddity) -> Int in try half(i + 2) }
      typed = { i throws(Oddity) in try half(i + 4) }
      inferred = ({ (i: Int) throws(Oddity) in try half(i + 6) }) as (Int) throws(Oddity) -> Int
      late = { (i: Int) throws(Oddity) -> Int in try half(i + added) }
      yield(result(of: closure, first))
      yield(result(of: typed, first))
      yield(result(of: inferred, first))
      yield(result(of: late, first))
      added = 10
      change()
      yield(result(of: closure, first))
    }

    @Generator(.closure) static func assignedInClosures(_ first: Int) -> some Sequence<Int> {
      var closure = { (i: Int) throws(Oddity) -> Int in try half(i) }
      yield(result(of: closure, first))
      closure = { (i: Int) throws(Oddity) -> Int in try half(i + 2) }
      yield(result(of: closure, first))
    }

    @Test func `a closure that throws an error of its own type is assigned after a yield`() {
      #expect(Array(Self.assigned(4)) == [2, 3, 4, 5, -5, 12])
      #expect(Array(Self.assignedInClosures(4)) == [2, 3])
    }
  }
#endif
