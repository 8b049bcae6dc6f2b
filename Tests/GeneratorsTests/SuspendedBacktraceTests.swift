import Generators
import TestSupport
import Testing

@Suite(.disabled(if: runsOnThreads, "a thread that waits keeps no frame to walk from"))
struct SuspendedBacktraceTests {
  @Test func `a body that is suspended in a call is found there, innermost call first`() throws {
    let g = Generator { yield in try middleCall(1, yield) }
    _ = g.next()
    let functions = try #require(g.suspendedBacktrace).functions
    expectEqual(functions.prefix(2), ["innermostCall(_:_:)", "middleCall(_:_:)"])
    // An optimised build may merge the body with another one, in a function that has no name.
    #expect((3...4).contains(functions.count))
    expectEqual(functions.last?.hasPrefix("closure #1 in "), true)
  }

  @Test func `the place changes with each resumption`() throws {
    let g = Generator { yield in
      try innermostCall(1, yield)
      try middleCall(2, yield)
      try yield(3)
    }
    var places: [[String]] = []
    while g.next() != nil { places.append(g.suspendedBacktrace?.functions ?? []) }
    try #require(places.count == 3)
    expectEqual(places[0].first, "innermostCall(_:_:)")
    expectEqual(places[1].prefix(2), ["innermostCall(_:_:)", "middleCall(_:_:)"])
    expectEqual(places[2].first?.hasPrefix("closure #1 in "), true)
    #expect(places[0].count == 2 && places[1].count == 3 && places[2].count == 1)
  }

  @Test func `a coroutine also has a backtrace`() throws {
    let c = Coroutine<Int, String, Bool> { yield in try askedCall(yield) == "yes" }
    try c.start()
    expectEqual(c.suspendedBacktrace?.functions.first, "askedCall(_:)")
    try c.send("yes")
    expectEqual(c.suspendedBacktrace, nil)
  }

  @Test func `a body that yields in a closure of a sequence's method lists that method`()
    throws
  {
    let g = Generator { yield in try [1, 2].forEach { try innermostCall($0, yield) } }
    _ = g.next()
    let functions = try #require(g.suspendedBacktrace).functions
    expectEqual(functions.first, "innermostCall(_:_:)")
    #expect(functions.count >= 2)
  }

  @Test func `the calls of a chain of delegations begin with the last body's`() throws {
    let g = Generator { yield in try outerCall(yield) }
    _ = g.next()
    let functions = try #require(g.suspendedBacktrace).functions
    let inner = try #require(functions.firstIndex(of: "innermostCall(_:_:)"))
    let outer = try #require(functions.firstIndex(of: "outerCall(_:)"))
    #expect(inner == 0 && outer > inner)
    expectEqual(functions.filter { $0.hasPrefix("closure #1 in ") }.count, 2)
  }

  /// In an optimised build the body is inlined into the function that calls it with its captures.
  @Test func `a body that only delegates, and captures two values, is named`() throws {
    let (inner, trace) = (Generator { yield in try innermostCall(1, yield) }, Trace())
    let g = Generator { yield in
      trace("before")
      try yield(from: inner)
      trace("after")
    }
    _ = g.next()
    let functions = try #require(g.suspendedBacktrace).functions
    expectEqual(functions.first, "innermostCall(_:_:)")
    expectEqual(functions.last?.hasPrefix("closure #2 in "), true)
    #expect(!functions.contains { $0.contains("YieldPoint") || $0.contains("cco_") })
  }

  @Test func `a long chain of delegations is listed up to 1,024 calls`() throws {
    func nested(_ depth: Int) -> Generator<Int> {
      Generator { yield in
        if depth == 0 { try innermostCall(0, yield) } else { try yield(from: nested(depth - 1)) }
      }
    }
    let g = nested(2000)
    _ = g.next()
    let backtrace = try #require(g.suspendedBacktrace)
    expectEqual(backtrace.addresses.count, 1024)
    expectEqual(backtrace.frames.first?.function, "innermostCall(_:_:)")
  }

  @Test func `deep calls of one body are listed up to 128`() throws {
    let g = Generator { yield in try deepCall(1000, yield) }
    _ = g.next()
    let backtrace = try #require(g.suspendedBacktrace)
    expectEqual(backtrace.addresses.count, 128)
    #expect(backtrace.functions.suffix(100).allSatisfy { $0 == "deepCall(_:_:)" })
  }

  @Test func `a body that is suspended in a call on another stack is also found in its own`() throws
  {
    let g = Generator { yield in
      try withStack(ofAtLeast: 4 << 20) { try innermostCall(1, yield) }
    }
    _ = g.next()
    let functions = try #require(g.suspendedBacktrace).functions
    expectEqual(functions.first, "innermostCall(_:_:)")
    expectEqual(functions.last?.hasPrefix("closure #1 in "), true)
  }

  @Test func `a generator that is not suspended has no backtrace`() throws {
    let created = Generator { yield in try yield(1) }
    expectEqual(created.suspendedBacktrace, nil)
    let closed = Generator { yield in try yield(1) }
    _ = closed.next()
    closed.close()
    expectEqual(closed.suspendedBacktrace, nil)
    let sequence = Generator([1, 2])
    _ = sequence.next()
    #expect(sequence.state == .suspended && sequence.suspendedBacktrace == nil)
  }

  @Test func `a running generator has no backtrace`() {
    final class Holder { var generator: Generator<Bool>? }
    let holder = Holder()
    holder.generator = Generator { yield in
      try yield(holder.generator!.suspendedBacktrace == nil)
    }
    expectEqual(holder.generator!.next(), true)
    #expect(holder.generator!.suspendedBacktrace != nil)
    holder.generator = nil
  }

  @Test func `asked from inside of the last body, the head of a chain is listed up to it`() {
    // The inner body is resumed directly, while the outer one waits for it.
    var seen: [SuspendedBacktrace?] = []
    func makeInner(_ outer: @escaping () -> Generator<Int>) -> Generator<Int> {
      Generator { yield in
        try yield(1)
        seen.append(outer().suspendedBacktrace)
        try yield(2)
      }
    }
    var outer: Generator<Int>!
    let inner = makeInner { outer }
    outer = Generator { yield in try yield(from: inner) }
    expectEqual(outer.next(), 1)
    expectEqual(inner.next(), 2)
    expectEqual(seen.count, 1)
    if let backtrace = seen.first.flatMap({ $0 }) {
      #expect(backtrace.functions.allSatisfy { !$0.contains("makeInner") })
    }
    outer = nil
  }

  @Test func `a thread sees where another thread has suspended the body`() throws {
    let g = Generator { yield in while true { try middleCall(1, yield) } }
    onAnotherThread { _ = g.next() }
    expectEqual(g.suspendedBacktrace?.functions.first, "innermostCall(_:_:)")
  }

  @Test func `a frame describes its known parts`() throws {
    let g = Generator { yield in try innermostCall(1, yield) }
    _ = g.next()
    let backtrace = try #require(g.suspendedBacktrace)
    let frame = try #require(backtrace.frames.first)
    expectEqual(frame.address, backtrace.addresses.first(where: { $0 == frame.address }))
    #expect("\(frame)".hasPrefix("innermostCall(_:_:)"))
    expectEqual("\(backtrace)".split(separator: "\n").count, backtrace.frames.count)
  }

  @Test func `the description of a suspended generator names the function`() {
    let g = Generator(fileID: "M/F.swift", line: 3) { yield in try middleCall(1, yield) }
    expectEqual("\(g)", "<Generator<Int> created, made at M/F.swift:3>")
    _ = g.next()
    expectEqual("\(g)", "<Generator<Int> suspended in innermostCall(_:_:), made at M/F.swift:3>")
    g.close()
    expectEqual("\(g)", "<Generator<Int> closed, made at M/F.swift:3>")
  }
}

extension SuspendedBacktrace {
  fileprivate var functions: [String] { frames.map { $0.function ?? "?" } }
}

@inline(never) private func innermostCall(_ n: Int, _ yield: Generator<Int>.Yield) throws {
  try yield(n)
  keep(n)
}

@inline(never) private func middleCall(_ n: Int, _ yield: Generator<Int>.Yield) throws {
  try innermostCall(n, yield)
  keep(n)
}

@inline(never) private func deepCall(_ n: Int, _ yield: Generator<Int>.Yield) throws {
  if n == 0 { try yield(n) } else { try deepCall(n - 1, yield) }
  keep(n)
}

@inline(never) private func outerCall(_ yield: Generator<Int>.Yield) throws {
  try yield(from: Generator { yield in try innermostCall(1, yield) })
  keep(1)
}

@inline(never) private func askedCall(_ yield: Coroutine<Int, String, Bool>.Yield) throws -> String
{
  let answer = try yield(1)
  keep(1)
  return answer
}

/// Work to do after a call, so that an optimised build does not jump to it.
@inline(never) private func keep(_ n: Int) {}
