// What the bodies call, and how a generator's events are compared with a plain function's. Compiled with each
// program of the corpus and of the fuzzer.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What happened, in order: elements, and what the body logged between them.
final class Trace {
  var events: [String] = []
  var elements = 0
  /// How many elements the consumer takes before it leaves.
  let limit: Int
  /// Whether the consumer of a plain function has left.
  var left = false
  /// What the consumer of a coroutine sends for the last element.
  var sent: Int { elements &* 5 &- 7 }

  init(limit: Int) { self.limit = limit }

  /// For the plain form, whose `yield(x)` is `if _t.emit(x) { return }`: a consumer that leaves at an element makes
  /// that `yield` a `return`.
  func emit<Element>(_ element: Element) -> Bool {
    add(element)
    left = elements >= limit
    return left
  }

  func add<Element>(_ element: Element) {
    elements += 1
    events.append(String(describing: element))
  }
}

/// The trace that is being written, how many more iterations loops may make, and how many `Cell`s live.
nonisolated(unsafe) var trace = Trace(limit: 0)
nonisolated(unsafe) var fuel = 0
nonisolated(unsafe) var failures = 0
nonisolated(unsafe) var printsTraces = false

/// The sets of arguments that each random body is called with.
let argumentSets: [(Int, [Int], Int?)] = [(4, [5, 2, 9], 3), (-3, [], nil)]

let mostElements = 150
let mostIterations = 60

// MARK: - What bodies call

func log(_ text: String, _ value: Int = 0) { trace.events.append("\(text) \(value)") }

/// Whether a loop may go on: each run has so many iterations of such loops.
func go() -> Bool {
  fuel -= 1
  return fuel >= 0
}

struct Bad: Error, Equatable {
  var n: Int
}
enum Odd: Error { case small, large(Int) }

/// Fails for some values.
func risky(_ n: Int) throws -> Int {
  if n % 3 == 0 { throw Bad(n: n) }
  if n % 7 == 1 { throw n < 5 ? Odd.small : Odd.large(n) }
  return n &+ 1
}
func typed(_ n: Int) throws(Bad) -> Int {
  if n % 2 == 0 { throw Bad(n: n) }
  return n &* 2
}
func later(_ n: Int) async -> Int {
  await Task.yield()
  return n
}
func laterRisky(_ n: Int) async throws -> Int {
  await Task.yield()
  return try risky(n)
}

func add(_ a: Int, _ b: Int) -> Int { a &+ b }
func bump(_ n: inout Int) { n &+= 1 }
func apply(_ n: Int, _ f: (Int) -> Int) -> Int { f(n) }
func at(_ xs: [Int], _ n: Int) -> Int? { xs.indices.contains(n) ? xs[n] : nil }
func small(_ n: Int) -> Int { Int(n.magnitude % 4) }
func pair(_ n: Int) -> (Int, Int) { (n, n &+ 1) }
func opaque(_ n: Int) -> some Collection<Int> { [n, n &+ 2, 1] }
func lazily(_ xs: [Int], _ n: Int) -> some Sequence<Int> {
  xs.lazy.filter { $0 != n }.map { $0 &+ n }
}

struct Ticks: AsyncSequence, AsyncIteratorProtocol {
  var n: Int
  init(_ n: Int) { self.n = small(n) + 1 }
  func makeAsyncIterator() -> Self { self }
  mutating func next(isolation: isolated (any Actor)?) async -> Int? {
    await Task.yield()
    n -= 1
    return n >= 0 ? n : nil
  }
  mutating func next() async -> Int? { await next(isolation: nil) }
}
struct Faltering: AsyncSequence, AsyncIteratorProtocol {
  var n: Int
  init(_ n: Int) { self.n = small(n) + 3 }
  func makeAsyncIterator() -> Self { self }
  mutating func next(isolation: isolated (any Actor)?) async throws -> Int? {
    await Task.yield()
    n -= 1
    if n == 1 { throw Bad(n: 3) }
    return n >= 0 ? n : nil
  }
  mutating func next() async throws -> Int? { try await next(isolation: nil) }
}

enum Shape {
  case dot, box(Int), line(Int, Int)
  var size: Int {
    switch self {
    case .dot: 0
    case .box(let n): n
    case .line(let a, let b): a &+ b
    }
  }
}
struct Point {
  var x: Int, y: Int
  mutating func move(_ n: Int) { (x, y) = (x &+ n, y &- n) }
  var sum: Int { x &+ y }
}
/// An object whose instances are counted.
final class Cell {
  nonisolated(unsafe) static var live = 0
  var n: Int
  var next: Cell?
  init(_ n: Int) {
    self.n = n
    Cell.live += 1
  }
  deinit { Cell.live -= 1 }
}
protocol Labelled { var number: Int { get } }
extension Int: Labelled { var number: Int { self &+ 1 } }
extension String: Labelled { var number: Int { count } }

// MARK: - Running one form

/// Says which program runs, also if it traps then.
func announce(_ name: String) {
  print("RUN", name)
  fflush(nil)
}

func begin(_ limit: Int) {
  trace = Trace(limit: limit)
  fuel = mostIterations
}

/// Takes `limit` elements and leaves, or comes to the end and asks once more.
func consume<S: Sequence>(_ make: () -> S, _ limit: Int) -> Trace {
  begin(limit)
  consume(make())
  return finish()
}
/// Steps an iterator.
///
/// It isn't inlined, because the optimizer copies the generator's code into each call, and takes several times as long for
/// a consumer with several copies.
@inline(never)
func advance<Iterator: IteratorProtocol>(_ iterator: inout Iterator) -> Iterator.Element? {
  iterator.next()
}
@inline(never)
func advance<Source: Failing>(_ source: inout Source) throws -> Source.Element? {
  try source.next()
}
@inline(never)
func advance<Iterator: AsyncIteratorProtocol>(
  _ iterator: inout Iterator, isolation: isolated (any Actor)? = #isolation
) async throws -> Iterator.Element? {
  try await iterator.next(isolation: isolation)
}

func consume<S: Sequence>(_ elements: S) {
  var iterator = elements.makeIterator()
  while trace.elements < trace.limit {
    guard let element = iterator.next() else {
      trace.events.append("end")
      if advance(&iterator) != nil { trace.events.append("an element after the end") }
      return
    }
    trace.add(element)
  }
}
func consume<S: AsyncSequence>(_ make: () -> S, _ limit: Int) async -> Trace {
  begin(limit)
  await consumeAll(make())
  return finish()
}
func consumeAll<S: AsyncSequence>(_ elements: S) async {
  var iterator = elements.makeAsyncIterator()
  do {
    while trace.elements < trace.limit {
      guard let element = try await iterator.next(isolation: #isolation) else {
        trace.events.append("end")
        if try await advance(&iterator) != nil { trace.events.append("an element after the end") }
        return
      }
      trace.add(element)
    }
  } catch {
    trace.events.append("threw \(error)")
    do {
      if try await advance(&iterator) != nil { trace.events.append("an element after the error") }
    } catch { trace.events.append("threw again") }
  }
}
/// The trace, when all that the run had made is released.
func finish() -> Trace {
  if Cell.live != 0 {
    trace.events.append("\(Cell.live) cells live")
    Cell.live = 0
  }
  return trace
}
func plain(_ limit: Int, _ body: (Trace) throws -> Void) -> Trace {
  begin(limit)
  if limit == 0 { return trace }
  do {
    try body(trace)
    if !trace.left { trace.events.append("end") }
  } catch { trace.events.append("threw \(error)") }
  return finish()
}
func plain(_ limit: Int, _ body: (Trace) async throws -> Void) async -> Trace {
  begin(limit)
  if limit == 0 { return trace }
  do {
    try await body(trace)
    if !trace.left { trace.events.append("end") }
  } catch { trace.events.append("threw \(error)") }
  return finish()
}

// MARK: - Comparing

/// After how many of `count` elements the consumer leaves: each number up to a dozen, some of the others.
func exits(_ count: Int) -> [Int] {
  Array(0...min(count, 12)) + [15, 24, 40, 77].filter { $0 <= count }
}

func compare(_ form: String, _ limit: Int, _ got: Trace, _ expected: Trace) -> Bool {
  if got.events == expected.events { return true }
  failures += 1
  let same = zip(got.events, expected.events).prefix { $0 == $1 }.count
  print("FAIL \(form), the consumer leaving after \(limit) elements, at event \(same)")
  print("  got      \(got.events.dropFirst(max(0, same - 3)).prefix(12))")
  print("  expected \(expected.events.dropFirst(max(0, same - 3)).prefix(12))")
  return false
}

struct Form {
  let name: String
  let run: (Int) -> Trace
  let leaves: Bool
  init<S: Sequence>(_ name: String, leaves: Bool = true, _ make: @escaping () -> S) {
    (self.name, self.leaves) = (name, leaves)
    run = { consume(make, $0) }
  }
}
/// A source that may fail.
struct FailingForm {
  let name: String
  let run: (Int) -> Trace
  let leaves: Bool
  init<S: Failing>(_ name: String, leaves: Bool = true, _ make: @escaping () -> S) {
    (self.name, self.leaves) = (name, leaves)
    run = { limit in
      begin(limit)
      consumeFailing(make())
      return finish()
    }
  }
}
extension FailingForm {
  init<C: CompiledCoroutine>(_ name: String, leaves: Bool = true, _ make: @escaping () -> C)
  where C.Input == Int {
    (self.name, self.leaves) = (name, leaves)
    run = { limit in
      begin(limit)
      consumeSending(make())
      return finish()
    }
  }
}
func consumeSending<C: CompiledCoroutine>(_ coroutine: C) where C.Input == Int {
  if trace.limit == 0 { return }
  var coroutine = coroutine
  do {
    var next = try coroutine.start()
    while let element = next {
      trace.add(element)
      if trace.elements >= trace.limit {
        _ = try coroutine.close()
        return
      }
      next = try coroutine.send(trace.sent)
    }
    trace.events.append("end")
  } catch { trace.events.append("threw \(error)") }
  if coroutine.state != .closed { trace.events.append("\(coroutine.state) after the end") }
}
func consumeFailing<S: Failing>(_ source: S) {
  var source = source
  do {
    while trace.elements < trace.limit {
      guard let element = try source.next() else {
        trace.events.append("end")
        if try advance(&source) != nil { trace.events.append("an element after the end") }
        return
      }
      trace.add(element)
    }
  } catch {
    trace.events.append("threw \(error)")
    do {
      if try advance(&source) != nil { trace.events.append("an element after the error") }
    } catch { trace.events.append("threw again") }
  }
}
struct AsyncForm {
  let name: String
  let run: (Int) async -> Trace
  let leaves: Bool
  init<S: AsyncSequence>(_ name: String, leaves: Bool = true, _ make: @escaping () -> S) {
    (self.name, self.leaves) = (name, leaves)
    run = { await consume(make, $0) }
  }
}

/// Whether every form does what the plain function does, for each consumer.
func check(_ name: String, _ forms: [Form], plain body: (Trace) throws -> Void) {
  let whole = plain(mostElements, body)
  if printsTraces { print(name, whole.events) }
  for limit in [mostElements] + exits(whole.elements) {
    let expected = limit == mostElements ? whole : plain(limit, body)
    for form in forms where form.leaves || limit >= mostElements {
      if !compare("\(name) \(form.name)", limit, form.run(limit), expected) { return }
    }
  }
}
func checkFailing(_ name: String, _ forms: [FailingForm], plain body: (Trace) throws -> Void) {
  let whole = plain(mostElements, body)
  if printsTraces { print(name, whole.events) }
  for limit in [mostElements] + exits(whole.elements) {
    let expected = limit == mostElements ? whole : plain(limit, body)
    for form in forms where form.leaves || limit >= mostElements {
      if !compare("\(name) \(form.name)", limit, form.run(limit), expected) { return }
    }
  }
}
func checkAsync(
  _ name: String, _ forms: [AsyncForm], plain body: (Trace) async throws -> Void
) async {
  let whole = await plain(mostElements, body)
  if printsTraces { print(name, whole.events) }
  for limit in [mostElements] + exits(whole.elements) {
    let expected = limit == mostElements ? whole : await plain(limit, body)
    for form in forms where form.leaves || limit >= mostElements {
      if !compare("\(name) \(form.name)", limit, await form.run(limit), expected) { return }
    }
  }
}

/// Whether a plain function whose `yield` is a function that appends does what the plain form does.
func checkAppended(
  _ name: String, _ appended: () throws -> Void, plain body: (Trace) throws -> Void
) {
  let expected = plain(.max, body)
  _ = compare("\(name) appended", .max, plain(.max) { _ in try appended() }, expected)
}
func checkAppendedAsync(
  _ name: String, _ appended: () async throws -> Void, plain body: (Trace) async throws -> Void
) async {
  let expected = await plain(.max, body)
  _ = compare("\(name) appended", .max, await plain(.max) { _ in try await appended() }, expected)
}

/// Whether a copy of an iterator goes on as the original does: for bodies whose variables aren't shared.
func checkFork<S: Sequence>(_ name: String, _ make: () -> S) {
  let count = consume(make, mostElements).elements
  for limit in exits(count) {
    begin(mostElements)
    var one = make().makeIterator()
    for _ in 0..<limit { _ = advance(&one) }
    var two = one
    var traces: [[String]] = []
    for turn in 0...1 {
      begin(mostElements)
      while trace.elements < mostElements, let element = turn == 0 ? advance(&one) : advance(&two) {
        trace.add(element)
      }
      traces.append(trace.events)
    }
    if traces[0] != traces[1] {
      failures += 1
      print("FAIL \(name) forked after \(limit) elements")
      print("  original \(traces[0].prefix(12))")
      print("  copy     \(traces[1].prefix(12))")
      return
    }
  }
}
