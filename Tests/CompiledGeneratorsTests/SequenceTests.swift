import CompiledGenerators
import Generators
import TestSupport
import Testing

#if Macros
  @Generator private func evens(below end: Int) -> some Sequence<Int> {
    var n = 0
    while n < end {
      yield(n)
      n += 2
    }
  }

  @Generator private func traced(_ trace: Trace, _ count: Int = 2) -> some CompiledGenerator<Int> {
    trace("begins")
    for n in 0..<count {
      yield(n)
      trace("after \(n)")
    }
    trace("ends")
  }

  @Generator private func empty() -> some Sequence<Int> {}

  @Generator private func early(_ flag: Bool) -> some Sequence<Int> {
    yield(1)
    guard flag else { return }
    yield(2)
  }

  @Generator private func pipeline(_ end: Int) -> some Sequence<String> {
    for n in evens(below: end) where !n.isMultiple(of: 3) {
      yield("\(n)")
      for m in evens(below: n) { yield("\(n)/\(m)") }
    }
  }

  @Generator private func holding(_ tracker: Tracker, _ count: Int) -> some Sequence<Int> {
    for n in 0..<count {
      let object = tracker.object(n)
      yield(object.id)
    }
    let last = tracker.object(-1)
    yield(last.id)
  }

  @Generator private func erasedSequence() -> AnySequence<Int> {
    yield(1)
    yield(2)
  }

  @Generator private func erasedIterator() -> AnyIterator<Int> {
    yield(1)
    yield(2)
  }

  @Generator private func iterator() -> some IteratorProtocol<Int> {
    yield(1)
    yield(2)
  }

  @Generator private func optional() -> some Sequence<Int?> {
    yield(1)
    yield(nil)
    yield(.some(3))
  }

  @Generator private func nothing() -> some Sequence<Void> {
    yield()
    yield(())
  }

  @Generator private func functions() -> some Sequence<(Int) -> Int> {
    var factor = 2
    yield { $0 * factor }
    factor = 3
    yield { n in n + factor }
  }

  @Generator private func existential() -> some Sequence<any Equatable> {
    yield(1)
    yield("a")
  }

  @Generator private func throughSendable(_ n: Int) -> some Sequence<Int> & Sendable {
    for i in 0..<n { yield(i) }
  }

  @Generator private func ofAny(_ numbers: any Sequence<Int>) -> some Sequence<Int> {
    for n in numbers { yield(n) }
    yield(from: numbers)
  }

  // MARK: Parameters

  @Generator private func parameters(
    _ first: Int, second: Int = 2, third number: Int = 3, _ rest: Int...
  ) -> some Sequence<Int> {
    yield(first)
    yield(second)
    yield(number)
    yield(from: rest)
  }

  @Generator private func applying(
    _ transform: @escaping (Int) -> Int, to numbers: [Int],
    then last: @escaping @Sendable () -> Int = { -1 }
  ) -> some Sequence<Int> {
    for n in numbers { yield(transform(n)) }
    yield(last())
  }

  @Generator private func shadowing(_ n: Int) -> some Sequence<Int> {
    var n = n
    yield(n)
    n += 1
    yield(n)
    for n in 10..<12 { yield(n) }
    if let n = Optional("x") { yield(n.count * 100) }
    do {
      let n = n * 2
      yield(n)
    }
    yield(n)
  }

  @Generator private func `default`(`in` `class`: Int, `for` value: Int) -> some Sequence<Int> {
    let `switch` = `class` + value
    yield(`switch`)
    yield(`class`)
  }

  // MARK: Statements

  @Generator private func statements(_ input: [Int?]) -> some Sequence<String> {
    var index = 0
    outer: for case let item? in input {
      defer { index += 1 }
      switch item {
      case 0: continue outer
      case 1...3:
        yield("small")
        fallthrough
      case 4: yield("four or less")
      case let n where n > 100:
        yield("large \(n)")
        break outer
      default:
        repeat {
          yield("\(index)")
          index += 10
          if index > 25 { continue outer }
        } while true
      }
    }
    yield("end \(index)")
  }

  @Generator private func catching(_ texts: [String]) -> some Sequence<Int> {
    for text in texts {
      do throws(ParseError) {
        let number = try parse(text)
        yield(number)
      } catch  where error.text == "skip" {
        continue
      } catch {
        yield(-error.text.count)
      }
    }
  }

  @Generator private func closures() -> some Sequence<Int> {
    var total = 0
    let add = { (n: Int) in total += n }
    for n in 1...3 {
      add(n)
      yield(total)
    }
    let read = { total }
    total = 50
    yield(read())
  }

  @Generator private func localTypes() -> some Sequence<Int> {
    struct Point { var x: Int, y: Int }
    enum Kind { case a, b }
    func sum(_ p: Point) -> Int { p.x + p.y }
    var p = Point(x: 1, y: 2)
    var kind = Kind.a
    yield(sum(p))
    p.x = 10
    kind = .b
    yield(p.x)
    yield(kind == .b ? sum(p) : 0)
  }

  // MARK: -

  @Suite struct SequenceTests {
    @Test func `nothing runs before the first next`() {
      let trace = Trace()
      var generator = traced(trace)
      expectEqual(trace.take(), [])
      expectEqual(generator.next(), 0)
      expectEqual(trace.take(), ["begins"])
      expectEqual(generator.next(), 1)
      expectEqual(generator.next(), nil)
      expectEqual(trace.take(), ["after 0", "after 1", "ends"])
      expectEqual(generator.next(), nil)
      expectEqual(trace.take(), [])
    }

    @Test func `each loop over a sequence begins anew`() {
      let numbers = evens(below: 5)
      expectEqual(Array(numbers), [0, 2, 4])
      for n in numbers where n == 2 { break }
      expectEqual(Array(numbers), [0, 2, 4])
      expectEqual(numbers.reduce(0, +), 6)
    }

    @Test func `a body may yield nothing, or return early`() {
      expectEqual(Array(empty()), [])
      expectEqual(Array(early(false)), [1])
      expectEqual(Array(early(true)), [1, 2])
    }

    @Test(arguments: 0...4) func `a copy goes on alone from any element`(count: Int) {
      var a = pipeline(5).makeIterator()
      for _ in 0..<count { _ = a.next() }
      var b = a
      let rest = Array(["2", "2/0", "4", "4/0", "4/2"].dropFirst(count))
      expectEqual(Array(IteratorSequence(a)), rest)
      for expected in rest { expectEqual(b.next(), expected) }
      expectEqual(b.next(), nil)
    }

    @Test func `what a body holds lives as long as its copies need it`() {
      let tracker = Tracker()
      do {
        var a = holding(tracker, 3).makeIterator()
        expectEqual(tracker.alive, 0)
        expectEqual(a.next(), 0)
        var b: _? = a
        expectEqual(a.next(), 1)
        expectEqual(b?.next(), 1)
        b = nil
        expectEqual(a.next(), 2)
        expectEqual(a.next(), -1)
        expectEqual(a.next(), nil)
      }
      expectEqual(tracker.alive, 0)
      for n in holding(tracker, 5) where n == 2 { break }
      expectEqual(tracker.alive, 0)
    }

    @Test func `loops over an existential`() {
      expectEqual(Array(ofAny([1, 2])), [1, 2, 1, 2])
    }

    @Test func `erased results and iterators`() {
      expectEqual(Array(erasedSequence()), [1, 2])
      expectEqual(Array(erasedIterator()), [1, 2])
      var numbers = iterator()
      expectEqual(numbers.next(), 1)
      var copy = numbers
      expectEqual(numbers.next(), 2)
      expectEqual(copy.next(), 2)
      expectEqual(copy.next(), nil)
    }

    @Test func `elements of any type`() {
      expectEqual(Array(optional()), [1, nil, 3])
      expectEqual(nothing().map { 1 }, [1, 1])
      expectEqual(functions().map { $0(5) }, [10, 8])
      expectEqual(existential().map { "\($0)" }, ["1", "a"])
    }

    @Test func `a Sendable one is iterated in another task`() async {
      let numbers = throughSendable(3)
      expectEqual(await Task.detached { Array(numbers) }.value, [0, 1, 2])
      let machine = throughSendable(2).makeIterator()
      expectEqual(await Task.detached { Array(IteratorSequence(machine)) }.value, [0, 1])
    }

    @Test func `parameters with defaults, labels and variable count`() {
      expectEqual(Array(parameters(1)), [1, 2, 3])
      expectEqual(Array(parameters(1, third: 9)), [1, 2, 9])
      expectEqual(Array(parameters(1, second: 8, third: 9, 4, 5)), [1, 8, 9, 4, 5])
      expectEqual(Array(`default`(in: 1, for: 2)), [3, 1])
    }

    @Test func `closures as parameters`() {
      expectEqual(Array(applying({ $0 * 2 }, to: [1, 2])), [2, 4, -1])
      expectEqual(Array(applying({ $0 * 2 }, to: [1]) { 7 }), [2, 7])
    }

    @Test func `a name means what is declared nearest`() {
      expectEqual(Array(shadowing(1)), [1, 2, 10, 11, 100, 4, 2])
    }

    @Test func `statements of all kinds around yields`() {
      expectEqual(
        Array(statements([2, nil, 0, 4, 9, 200, 1])),
        ["small", "four or less", "four or less", "3", "13", "23", "large 200", "end 35"])
    }

    @Test func `a body that catches`() {
      expectEqual(Array(catching(["1", "abc", "skip", "2"])), [1, -3, 2])
    }

    @Test func `closures share the variables of the body`() {
      expectEqual(Array(closures()), [1, 3, 6, 50])
    }

    @Test func `local types and functions`() {
      expectEqual(Array(localTypes()), [3, 10, 12])
    }

    @Test func `a generator of the engine is made of one`() throws {
      let generator = Generator(evens(below: 5))
      expectEqual(generator.next(), 0)
      expectEqual(Array(generator), [2, 4])
      let trace = Trace()
      let lazy = Generator(traced(trace))
      expectEqual(trace.take(), [])
      expectEqual(lazy.next(), 0)
      expectEqual(trace.take(), ["begins"])
      let outer = Generator { yield in
        try yield(from: evens(below: 4))
        try yield(9)
      }
      expectEqual(Array(outer), [0, 2, 9])
    }
  }
#endif
