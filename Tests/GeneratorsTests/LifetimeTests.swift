import CCoroutine
import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

/// The ways in which a generator may end.
private enum End: CaseIterable {
  case exhausted, threw, caughtAndReturned, closed, closedCreated, droppedCreated, droppedSuspended
  case thrownIntoCreated

  /// Whether the body never runs.
  var isBeforeStart: Bool {
    [.closedCreated, .droppedCreated, .thrownIntoCreated].contains(self)
  }
}

// MARK: - The objects that the body holds

@Suite struct LifetimesOfWhatTheBodyHolds {
  private let tracker = Tracker()

  /// Takes `g` to its end, and checks that then all is released, although `g` is still alive.
  private func finish(_ g: consuming ThrowingGenerator<Int>, _ end: End) throws {
    switch end {
    case .exhausted: while try g.next() != nil {}
    case .threw:
      try g.next()
      #expect(throws: Failure(1)) { try g.throw(Failure(1)) }
    case .caughtAndReturned:
      try g.next()
      try expectEqual(g.throw(CancellationError()), nil)
    case .closed:
      try g.next()
      try g.close()
    case .closedCreated: try g.close()
    case .thrownIntoCreated: #expect(throws: Failure(1)) { try g.throw(Failure(1)) }
    case .droppedCreated: return
    case .droppedSuspended:
      try g.next()
      return
    }
    expectEqual(g.state, .closed)
    expectEqual(tracker.alive, 0)
    withExtendedLifetime(g) {}
  }

  /// A body that holds a captured object, and one of its own in each frame.
  private func holding() -> ThrowingGenerator<Int> {
    let captured = tracker.object(1)
    return ThrowingGenerator { [tracker] yield in
      let local = tracker.object(2)
      func helper(_ yield: ThrowingGenerator<Int>.Yield) throws {
        let inHelper = tracker.object(3)
        for n in 0..<3 { try yield(n) }
        withExtendedLifetime(inHelper) {}
      }
      do { try helper(yield) } catch is CancellationError {}
      withExtendedLifetime((local, captured)) {}
    }
  }

  @Test(arguments: End.allCases)
  fileprivate func `all is released at every kind of end`(end: End) throws {
    try finish(holding(), end)
    expectEqual(tracker.alive, 0)
    expectEqual(tracker.made, (end.isBeforeStart ? 1 : 3))
  }

  @Test(arguments: End.allCases, [1, 2, 5])
  fileprivate func `all is released at every depth of delegations`(end: End, depth: Int) throws {
    func nested(_ depth: Int) -> ThrowingGenerator<Int> {
      let captured = tracker.object()
      return ThrowingGenerator { yield in
        try yield(from: depth == 0 ? holding() : nested(depth - 1))
        withExtendedLifetime(captured) {}
      }
    }
    try finish(nested(depth), end)
    expectEqual(tracker.alive, 0)
    expectEqual(tracker.made, (end.isBeforeStart ? 1 : depth + 4))
  }

  @Test(arguments: End.allCases, [false, true])
  fileprivate func `a wrapped sequence is released`(end: End, isDelegatedTo: Bool) throws {
    let wrapped = wrapping(tracker.object(1))
    let outer = ThrowingGenerator<Int> { yield in try yield(from: wrapped) }
    func next() throws -> Int? { isDelegatedTo ? try outer.next() : wrapped.next() }
    func raise(_ error: any Error) throws -> Int? {
      isDelegatedTo ? try outer.throw(error) : try wrapped.throw(error)
    }
    func close() throws { if isDelegatedTo { try outer.close() } else { wrapped.close() } }
    switch end {
    case .exhausted: while try next() != nil {}
    case .threw, .caughtAndReturned:
      try expectEqual(next(), 1)
      #expect(throws: Failure(1)) { try raise(Failure(1)) }
    case .closed:
      try expectEqual(next(), 1)
      try close()
    case .closedCreated: wrapped.close()
    case .thrownIntoCreated: #expect(throws: Failure(1)) { try wrapped.throw(Failure(1)) }
    case .droppedCreated, .droppedSuspended: return
    }
    expectEqual(tracker.alive, 0)
    withExtendedLifetime((wrapped, outer)) {}
  }

  private func wrapping(_ object: Tracked) -> Generator<Int> {
    Generator([1, 2].lazy.map { $0 * object.id })
  }

  @Test(arguments: [0, 1]) func `a wrapped sequence is released with its generator`(taken: Int) {
    do {
      let wrapped = wrapping(tracker.object(1))
      for _ in 0..<taken { _ = wrapped.next() }
    }
    expectEqual(tracker.alive, 0)
  }

  @Test func `objects of a scope are released when the body leaves it`() {
    let g = Generator { [tracker] yield in
      for n in 0..<3 {
        let object = tracker.object(n)
        try yield(tracker.alive)
        withExtendedLifetime(object) {}
      }
      try yield(tracker.alive)
    }
    expectEqual(Array(g), [1, 1, 1, 0])
  }

  @Test func `the captures of an ended body are released before its last next returns`() {
    let g = holdingOne()
    expectEqual(g.next(), 1)
    expectEqual(tracker.alive, 1)
    expectEqual(g.next(), nil)
    expectEqual(tracker.alive, 0)
    expectEqual(g.state, .closed)
  }

  /// Records, when it is released, the state of the generator at that moment.
  private final class Witness {
    var generator: ThrowingGenerator<Int>?
    var states: [GeneratorState] = []
    func makeObject() -> Object { Object(witness: self) }

    final class Object {
      let witness: Witness
      init(witness: Witness) { self.witness = witness }
      deinit { witness.states.append(witness.generator!.state) }
    }
  }

  enum Ending: CaseIterable { case value, error, close, thrown }

  @Test(arguments: Ending.allCases)
  func `a body's captures are released while it counts as running`(ending: Ending) throws {
    let witness = Witness()
    func make() -> ThrowingGenerator<Int> {
      let object = witness.makeObject()
      return ThrowingGenerator { yield in
        withExtendedLifetime(object) {}
        try yield(1)
        if ending == .error { throw Failure(1) }
      }
    }
    let g = make()
    witness.generator = g
    try expectEqual(g.next(), 1)
    #expect(witness.states.isEmpty)
    switch ending {
    case .value: try expectEqual(g.next(), nil)
    case .error: #expect(throws: Failure(1)) { try g.next() }
    case .close: try g.close()
    case .thrown: #expect(throws: Failure(2)) { try g.throw(Failure(2)) }
    }
    expectEqual(witness.states, [.running])
    expectEqual(g.state, .closed)
  }

  @Test func `an inner body's captures are released before the outer body continues`() throws {
    let inner = holdingOne()
    let g = ThrowingGenerator<Int> { [tracker] yield in
      try yield(from: inner)
      try yield(tracker.alive)
    }
    try expectEqual(g.next(), 1)
    expectEqual(tracker.alive, 1)
    try expectEqual(g.next(), 0)
  }

  private func holdingOne() -> Generator<Int> {
    let object = tracker.object(1)
    return Generator { yield in try yield(object.id) }
  }

  @Test func `a loop over a generator that has captured itself releases it`() {
    // The body refers to the generator's elements through its argument.
    do {
      let all = (0..<4).map { _ in holdingOne() }
      expectEqual(all.flatMap { Array($0) }, [1, 1, 1, 1])
    }
    expectEqual(tracker.alive, 0)
  }

  @Test(arguments: [0, 1, 2])
  func `a cycle through its own body is broken by its end`(elements: Int) {
    final class Box { var g: Generator<Int>? }
    do {
      let (box, object) = (Box(), tracker.object(1))
      box.g = Generator { yield in
        withExtendedLifetime((box, object)) {}
        try yield(1)
      }
      for _ in 0..<elements { _ = box.g!.next() }
      box.g!.close()
    }
    expectEqual(tracker.alive, 0)
  }

  @Test func `a deinit of an unstarted body's capture may use the generator, which is closed`() {
    final class AtEnd {
      let action: () -> Void
      init(_ action: @escaping () -> Void) { self.action = action }
      deinit { action() }
    }
    final class Box { var g: Generator<Int>? }
    let (box, trace) = (Box(), Trace())
    func make() -> Generator<Int> {
      let atEnd = AtEnd { [unowned box] in
        trace("\(box.g!.state) \(box.g!.next() as Any)")
        box.g!.close()
      }
      return Generator { yield in
        withExtendedLifetime(atEnd) {}
        try yield(1)
      }
    }
    box.g = make()
    box.g!.close()
    expectEqual(trace.events, ["closed nil"])
    box.g = make()
    #expect(throws: Failure()) { try box.g!.throw(Failure()) }
    expectEqual(trace.events, ["closed nil", "closed nil"])
  }

  @Test func `thousands created and released in all states leave nothing`() {
    let before = cco_thread_balance()
    for n in 0..<3000 {
      let g = holdingOne()
      if n % 3 > 0 { _ = g.next() }
      if n % 3 > 1 { _ = g.next() }
    }
    expectEqual(tracker.alive, 0)
    expectEqual(cco_thread_balance(), before)
  }
}

// MARK: - Elements

@Suite struct LifetimesOfElements {
  private let tracker = Tracker()

  private func objects(_ count: Int) -> Generator<Tracked> {
    Generator { [tracker] yield in
      for n in 0..<count { try yield(tracker.object(n)) }
    }
  }

  @Test func `the consumer is the only owner of an element while the body is suspended`() {
    let g = objects(3)
    for n in 0..<3 {
      var element = g.next()!
      expectEqual(element.id, n)
      expectEqual(g.state, .suspended)
      #expect(isKnownUniquelyReferenced(&element))
      expectEqual(tracker.alive, 1)
      withExtendedLifetime(element) {}
    }
    expectEqual(tracker.alive, 0)
  }

  @Test func `an element that the consumer discards is released while the body is suspended`() {
    let g = objects(3)
    _ = g.next()
    expectEqual(tracker.gone, [0])
    _ = g.next()
    expectEqual(tracker.gone, [0, 1])
    withExtendedLifetime(g) {}
  }

  @Test func `an element from another depth is also unique`() throws {
    func nested(_ depth: Int) -> Generator<Tracked> {
      depth == 0 ? objects(3) : Generator { yield in try yield(from: nested(depth - 1)) }
    }
    let g = nested(4)
    for _ in 0..<3 {
      var element = g.next()!
      #expect(isKnownUniquelyReferenced(&element))
    }
    #expect(g.next() == nil)
    expectEqual(tracker.alive, 0)
  }

  /// The ways in which an element may pass.
  enum Way: CaseIterable { case sequence, wrapped, slice, secondDelegator }

  @Test(arguments: Way.allCases)
  func `the consumer is the only owner of an element, for all kinds of delegations`(way: Way) {
    let inner = objects(5)
    let other = Generator { yield in try yield(from: inner) }
    if way == .secondDelegator { _ = other.next() }
    let g = Generator { [tracker] yield in
      switch way {
      case .sequence: try yield(from: (0..<3).lazy.map { tracker.object($0) })
      case .wrapped: try yield(from: Generator((0..<3).lazy.map { tracker.object($0) }))
      case .slice: try yield(from: inner[..<3])
      case .secondDelegator: try yield(from: inner)
      }
    }
    for _ in 0..<3 {
      var element = g.next()!
      #expect(isKnownUniquelyReferenced(&element))
      expectEqual(tracker.alive, 1)
      withExtendedLifetime(element) {}
    }
    withExtendedLifetime((g, other)) {}
  }

  @Test func `an element that throw returns is also unique`() throws {
    let g = Generator<Tracked> { [tracker] yield in
      for n in 0... { do { try yield(tracker.object(n)) } catch is Failure {} }
    }
    _ = g.next()
    var element = try #require(try g.throw(Failure()))
    expectEqual(element.id, 1)
    #expect(isKnownUniquelyReferenced(&element))
    expectEqual(tracker.alive, 1)
    withExtendedLifetime(element) {}
  }

  @Test func `a buffer that is yielded can be changed in place`() {
    let g = Generator<[Int]> { yield in
      while true { try yield(Array(repeating: 1, count: 100)) }
    }
    var buffer = g.next()!
    let address = buffer.withUnsafeBufferPointer { $0.baseAddress }
    buffer[0] = 2
    expectEqual(buffer.withUnsafeBufferPointer { $0.baseAddress }, address)
  }

  @Test func `a body shares the elements that it keeps`() {
    let g = Generator<Tracked> { [tracker] yield in
      let object = tracker.object(1)
      try yield(object)
      try yield(object)
    }
    var element = g.next()!
    #expect(!isKnownUniquelyReferenced(&element))
    g.close()
    #expect(isKnownUniquelyReferenced(&element))
  }

  @Test func `an element is taken exactly once, and the consumer releases it`() {
    var kept: [Tracked] = []
    do {
      let g = objects(5)
      kept = Array(g.prefix(3))
      expectEqual(tracker.alive, 3)
      withExtendedLifetime(kept) {}
    }
    expectEqual(tracker.made, 3)
    expectEqual(tracker.alive, 3)
    withExtendedLifetime(kept) {}
    kept.removeAll()
    expectEqual(tracker.alive, 0)
  }

  @Test func `the element that a body yields on being closed is discarded`() throws {
    let g = ThrowingGenerator<Tracked> { [tracker] yield in
      do { try yield(tracker.object(1)) } catch { try yield(tracker.object(2)) }
    }
    do { try expectEqual(g.next()?.id, 1) }
    #expect(throws: GeneratorError.ignoredExit) { try g.close() }
    expectEqual(tracker.gone, [1, 2])
    #expect(try g.next() == nil)
    expectEqual(tracker.alive, 0)
  }

  @Test func `the element that an inner body yields on being closed is discarded`() throws {
    let inner = ThrowingGenerator<Tracked> { [tracker] yield in
      do { try yield(tracker.object(1)) } catch { try yield(tracker.object(2)) }
    }
    let outer = ThrowingGenerator<Tracked> { yield in
      do { try yield(from: inner) } catch GeneratorError.ignoredExit {}
    }
    do { try expectEqual(outer.next()?.id, 1) }
    try outer.close()
    expectEqual(tracker.gone, [1, 2])
    expectEqual(tracker.made, 2)
    expectEqual(inner.state, .suspended)
    #expect(try inner.next() == nil)
    expectEqual(tracker.alive, 0)
  }

  @Test func `the element that an inner body yields on a release is discarded with it`() throws {
    let inner = ThrowingGenerator<Tracked> { [tracker] yield in
      do { try yield(tracker.object(1)) } catch { try yield(tracker.object(2)) }
    }
    let errors = try unraisableErrors {
      let outer = ThrowingGenerator<Tracked> { yield in
        do { try yield(from: inner) } catch GeneratorError.ignoredExit {}
      }
      _ = try outer.next()
    }
    #expect(errors.isEmpty)
    #expect(try inner.next() == nil)
    expectEqual(tracker.made, 2)
    expectEqual(tracker.alive, 0)
  }

  @Test func `elements of a plain sequence are released when the body continues`() {
    let g = Generator { [tracker] yield in
      try yield(from: (0..<3).lazy.map { tracker.object($0) })
    }
    for n in 0..<3 {
      do { expectEqual(g.next()?.id, n) }
      #expect(tracker.alive <= 1)
    }
    #expect(g.next() == nil)
    expectEqual(tracker.alive, 0)
  }

  @Test func `elements of a wrapped sequence are unique`() {
    let g = Generator((0..<3).lazy.map { [tracker] in tracker.object($0) })
    var element = g.next()!
    #expect(isKnownUniquelyReferenced(&element))
    element = g.next()!
    #expect(isKnownUniquelyReferenced(&element))
    expectEqual(tracker.gone, [0])
    withExtendedLifetime(element) {}
  }

  @Test func `elements that two delegators share are taken once`() throws {
    let inner = objects(6)
    do {
      let outers = (0..<2).map { _ in Generator { yield in try yield(from: inner) } }
      var ids: [Int] = []
      for n in 0..<6 { ids.append(outers[n % 2].next()!.id) }
      expectEqual(ids, Array(0..<6))
    }
    expectEqual(tracker.made, 6)
    expectEqual(tracker.alive, 0)
  }

  @Test func `an element's deinit may use the generator that has made it`() throws {
    // Its deinit is run by the consumer, when the body is suspended.
    final class Asking {
      let n: Int
      let atEnd: () -> Void
      init(_ n: Int, _ atEnd: @escaping () -> Void) { (self.n, self.atEnd) = (n, atEnd) }
      deinit { atEnd() }
    }
    final class Box { var g: Generator<Asking>? }
    let box = Box()
    let trace = Trace()
    box.g = Generator { [unowned box] yield in
      for n in 0..<3 {
        try yield(Asking(n) { trace("\(n) gone, next \(box.g!.next()?.n ?? -1)") })
      }
    }
    _ = box.g!.next()
    expectEqual(trace.events, ["2 gone, next -1", "1 gone, next 2", "0 gone, next 1"])
  }

  @Test
  func `an element discarded in closing finds all of the chain running in its deinit`() throws {
    final class Asking {
      let atEnd: () -> Void
      init(_ atEnd: @escaping () -> Void) { self.atEnd = atEnd }
      deinit { atEnd() }
    }
    final class Box { var chain: [ThrowingGenerator<Asking>] = [] }
    let box = Box()
    let trace = Trace()
    let inner = ThrowingGenerator<Asking> { [unowned box] yield in
      do { try yield(Asking {}) } catch {
        try yield(
          Asking {
            for g in box.chain {
              do {
                try g.next()
                trace("went on")
              } catch {
                trace(name(of: error))
              }
            }
          })
      }
    }
    let middle = ThrowingGenerator<Asking> { yield in try yield(from: inner) }
    let outer = ThrowingGenerator<Asking> { yield in
      do { try yield(from: middle) } catch GeneratorError.ignoredExit { trace("ignored") }
    }
    try outer.next()
    box.chain = [outer, middle]
    try outer.close()
    expectEqual(trace.events, ["alreadyExecuting", "alreadyExecuting", "ignored"])
    box.chain = []
  }
}

// MARK: - Values that are sent, thrown and returned

@Suite struct LifetimesOfWhatIsSent {
  private let tracker = Tracker()

  @Test func `the body is the only owner of a sent value`() throws {
    let c = Coroutine<Bool, Tracked, Void> { yield in
      var last = false
      while true {
        var object = try yield(last)
        last = isKnownUniquelyReferenced(&object)
      }
    }
    try c.start()
    try expectEqual(c.send(tracker.object(1)), true)
    expectEqual(tracker.alive, 0)
    let kept = tracker.object(2)
    try expectEqual(c.send(kept), false)
    expectEqual(tracker.alive, 1)
    withExtendedLifetime(kept) {}
  }

  @Test func `a value that the body ignores is released`() throws {
    let c = Coroutine<Int, Tracked, Void> { yield in
      for n in 0..<3 { try yield(n) }
    }
    try c.start()
    try c.send(tracker.object(1))
    expectEqual(tracker.alive, 0)
    try c.send(tracker.object(2))
    try c.send(tracker.object(3))
    expectEqual(tracker.alive, 0)
    expectEqual(c.state, .closed)
  }

  @Test func `a value that the body keeps lives as long as the body`() throws {
    let c = Coroutine<Int, Tracked, Void> { yield in
      var kept: [Tracked] = []
      while true { kept.append(try yield(kept.count)) }
    }
    try c.start()
    for n in 1...3 { try expectEqual(c.send(tracker.object(n)), n) }
    expectEqual(tracker.alive, 3)
    try c.close()
    expectEqual(tracker.alive, 0)
  }

  @Test func `a value sent to a generator that can't take it is released`() throws {
    let c = Coroutine<Int, Tracked, Void> { yield in try yield(1) }
    #expect(throws: GeneratorError.notStarted) { try c.send(tracker.object(1)) }
    expectEqual(tracker.alive, 0)
    try c.close()
    try expectEqual(c.send(tracker.object(2)), nil)
    expectEqual(tracker.alive, 0)
  }

  @Test func `a value sent inside of the body is released`() throws {
    final class Box { var c: Coroutine<Int, Tracked, Void>? }
    let box = Box()
    box.c = Coroutine { [unowned box, tracker] yield in
      do { try box.c!.send(tracker.object(1)) } catch { try yield(tracker.alive) }
    }
    try expectEqual(box.c!.start(), 0)
  }

  @Test func `a sent value goes to the innermost body, its only owner`() throws {
    func nested(_ depth: Int) -> Coroutine<Bool, Tracked, Void> {
      Coroutine { yield in
        if depth > 0 { return try yield(from: nested(depth - 1)) }
        var object = try yield(false)
        try yield(isKnownUniquelyReferenced(&object))
      }
    }
    let c = nested(3)
    try c.start()
    try expectEqual(c.send(tracker.object(1)), true)
    expectEqual(tracker.alive, 1)
    try c.send(tracker.object(2))
    expectEqual(tracker.alive, 0)
  }

  @Test func `a value sent during a delegation that takes nothing is released`() throws {
    let c = Coroutine<Int, Tracked, Void> { yield in
      try yield(from: [1, 2])
      try yield(from: Generator { yield in for n in 3...4 { try yield(n) } })
      try yield(from: Generator([5]))
    }
    try c.start()
    for n in 2...5 {
      try expectEqual(c.send(tracker.object(n)), n)
      expectEqual(tracker.alive, 0)
    }
    try expectEqual(c.send(tracker.object(6)), nil)
    expectEqual(tracker.alive, 0)
  }

  private func first(_ trace: Trace) -> Coroutine<Int, Tracked, Void> {
    Coroutine { yield in
      trace("got \(try yield(1).id)")
      try yield(2)
    }
  }

  @Test func `the first value of a delegation belongs to the inner body`() throws {
    let (tracker, trace) = (tracker, Trace())
    let inner = first(trace)
    try inner.start()
    let outer = Coroutine<Int, Tracked, Void> { yield in
      try yield(from: inner, sending: tracker.object(7))
    }
    try expectEqual(outer.start(), 2)
    expectEqual(tracker.made, 1)
    expectEqual(tracker.alive, 0)
    expectEqual(trace.events, ["got 7"])
  }

  @Test
  func `a value that a delegation does not send is released at once`() throws {
    let (tracker, trace) = (tracker, Trace())
    let inner = first(trace)
    let outer = Coroutine<Int, Tracked, Void> { yield in
      try yield(from: inner, sending: tracker.object(7))
    }
    try expectEqual(outer.start(), 1)
    expectEqual(tracker.made, 1)
    expectEqual(tracker.alive, 0)
    try inner.close()
    let other = Coroutine<Int, Tracked, Void> { yield in
      try yield(from: inner, sending: tracker.object(8))
      try yield(3)
    }
    try expectEqual(other.start(), 3)
    expectEqual(tracker.alive, 0)
    expectEqual(trace.events, [])
  }

  @Test func `a value sent after the inner generator was closed directly is released`() throws {
    let inner = Coroutine<Int, Tracked, Void> { yield in try yield(1) }
    let outer = Coroutine<Int, Tracked, Void> { yield in
      try yield(from: inner)
      try yield(2)
    }
    try outer.start()
    try inner.close()
    try expectEqual(outer.send(tracker.object(1)), 2)
    expectEqual(tracker.alive, 0)
  }

  struct Holding: Error { var object: Tracked }

  @Test func `an error is released after it was handled`() throws {
    let g = ThrowingGenerator<Int> { [tracker] yield in
      do { try yield(tracker.alive) } catch let error as Holding {
        try yield(error.object.id)
      }
      try yield(tracker.alive)
    }
    try expectEqual(g.next(), 0)
    try expectEqual(g.throw(Holding(object: tracker.object(4))), 4)
    try expectEqual(g.next(), 0)
    expectEqual(tracker.alive, 0)
  }

  @Test(arguments: 0...3) func `an error that passes through all is released`(depth: Int) throws {
    func nested(_ depth: Int) -> ThrowingGenerator<Int> {
      ThrowingGenerator { [tracker] yield in
        if depth > 0 { return try yield(from: nested(depth - 1)) }
        try yield(1)
        throw Holding(object: tracker.object(2))
      }
    }
    let g = nested(depth)
    try g.next()
    #expect(throws: Holding.self) { try g.throw(Holding(object: tracker.object(1))) }
    expectEqual(tracker.alive, 0)
    let h = nested(depth)
    try h.next()
    #expect(throws: Holding.self) { try h.next() }
    expectEqual(tracker.made, 2)
    expectEqual(tracker.alive, 0)
  }

  @Test func `an error that is replaced is released`() throws {
    let g = ThrowingGenerator<Int> { yield in
      do { try yield(1) } catch { throw Failure(1) }
    }
    try g.next()
    #expect(throws: Failure(1)) { try g.throw(Holding(object: tracker.object(1))) }
    expectEqual(tracker.alive, 0)
  }

  @Test func `an unraisable error is released`() throws {
    let errors = try unraisableErrors {
      let g = ThrowingGenerator<Int> { [tracker] yield in
        do { try yield(1) } catch { throw Holding(object: tracker.object(1)) }
      }
      try g.next()
    }
    expectEqual(tracker.alive, 1)
    expectEqual(errors.count, 1)
    withExtendedLifetime(errors) {}
  }

  @Test func `a return value lives as long as the coroutine, and may be read often`() throws {
    do {
      let c = Coroutine<Int, Void, Tracked> { [tracker] _ in tracker.object(1) }
      try expectEqual(c.next(), nil)
      expectEqual(tracker.alive, 1)
      expectEqual(c.returnValue?.id, 1)
      #expect(c.returnValue === c.returnValue)
    }
    expectEqual(tracker.alive, 0)
  }

  @Test func `the return value of close is the same`() throws {
    do {
      let c = Coroutine<Int, Void, Tracked> { [tracker] yield in
        try? yield(1)
        return tracker.object(1)
      }
      try c.next()
      let value = try c.close()
      #expect(value === c.returnValue)
      expectEqual(tracker.alive, 1)
    }
    expectEqual(tracker.alive, 0)
  }

  @Test func `the value of a delegation is released with its coroutine and its user`() throws {
    let c = Coroutine<Int, Void, Int> { [tracker] yield in
      var value: Tracked? = try yield(
        from: Coroutine<Int, Void, Tracked> { _ in tracker.object(3) })
      try yield(tracker.alive)
      value = nil
      try yield(tracker.alive)
      return value?.id ?? 0
    }
    try expectEqual(c.next(), 1)
    try expectEqual(c.next(), 0)
  }
}

// MARK: - The last reference

@Suite struct LastReferences {
  private final class Box<T> { var value: T? }
  private let tracker = Tracker()

  @Test func `released inside of its own body, it delivers the element and is then closed`() {
    let (box, trace) = (Box<Generator<Tracked>>(), Trace())
    box.value = Generator { [tracker] yield in
      defer { trace("closed") }
      box.value = nil
      trace("dropped")
      try yield(tracker.object(1))
      trace("not reached")
    }
    let element = box.value!.next()
    expectEqual(trace.events, ["dropped", "closed"])
    expectEqual(element?.id, 1)
    expectEqual(tracker.alive, 1)
    withExtendedLifetime(element) {}
  }

  @Test func `elements of any layout are delivered there`() {
    func drop<Element: Equatable>(_ element: Element) {
      let box = Box<Generator<Element>>()
      box.value = Generator { yield in
        box.value = nil
        try yield(element)
      }
      let taken = box.value!.next()
      expectEqual(taken, element)
    }
    drop(1)
    drop("a string that is too long for its inline form")
    drop(Array(0..<1000))
    drop(SIMD16<Double>(repeating: 1))
    drop(Optional<Int>.none)
    drop([1: "one"])
  }

  @Test func `released inside of its own body, which returns, it ends`() {
    let box = Box<Generator<Int>>()
    box.value = Generator { _ in box.value = nil }
    expectEqual(box.value!.next(), nil)
  }

  @Test func `released inside of its own body, which throws, it throws the error`() {
    let box = Box<ThrowingGenerator<Int>>()
    box.value = ThrowingGenerator { _ in
      box.value = nil
      throw Failure(3)
    }
    #expect(throws: Failure(3)) { try box.value!.next() }
  }

  @Test func `released in its handler while it is closed`() throws {
    let (box, trace) = (Box<Coroutine<Int, Void, Int>>(), Trace())
    box.value = Coroutine { yield in
      do { try yield(1) } catch {
        box.value = nil
        trace("dropped")
        return 5
      }
      return 6
    }
    try box.value!.next()
    try expectEqual(box.value!.close(), 5)
    expectEqual(trace.events, ["dropped"])
  }

  @Test func `released in its handler of an error, it delivers the next element`() throws {
    let (box, trace) = (Box<Generator<Int>>(), Trace())
    box.value = Generator { yield in
      defer { trace("closed") }
      do { try yield(1) } catch is Failure {
        box.value = nil
        try yield(2)
      }
    }
    _ = box.value!.next()
    try expectEqual(box.value!.throw(Failure()), 2)
    expectEqual(trace.events, ["closed"])
  }

  @Test func `released by its delegate, it delivers the element, and the chain is closed`() {
    let (box, trace) = (Box<Generator<Int>>(), Trace())
    box.value = Generator { yield in
      defer { trace("outer closed") }
      try yield(
        from: Generator { yield in
          defer { trace("inner closed") }
          box.value = nil
          try yield(1)
        })
    }
    expectEqual(box.value!.next(), 1)
    expectEqual(trace.events, ["inner closed", "outer closed"])
  }

  @Test func `a coroutine that is sent the last reference to itself`() throws {
    let trace = Trace()
    let tracker = tracker
    do {
      let c = Coroutine<Int, Box<Any>?, Void> { yield in
        let object = tracker.object(1)
        defer { trace("closed") }
        var n = 0
        while true {
          n += 1
          let box = try yield(n)
          box?.value = nil
          withExtendedLifetime(object) {}
        }
      }
      try c.next()
      let box = Box<Any>()
      box.value = c
      try expectEqual(c.send(box), 2)
    }
    expectEqual(trace.events, ["closed"])
    expectEqual(tracker.alive, 0)
  }

  @Test func `an inner generator that only its delegator holds is closed with it`() {
    let trace = Trace()
    do {
      let outer = Generator { yield in
        let inner = Generator { yield in
          defer { trace("inner") }
          try yield(1)
        }
        try yield(from: inner)
      }
      _ = outer.next()
    }
    expectEqual(trace.events, ["inner"])
  }

  @Test func `a generator that only another's body holds is closed with that body`() {
    let trace = Trace()
    do {
      let outer = Generator { yield in
        defer { trace("outer") }
        let held = Generator { yield in
          defer { trace("held") }
          for n in 0... { try yield(n) }
        }
        while let n = held.next() { try yield(n) }
      }
      expectEqual(outer.next(), 0)
      expectEqual(outer.next(), 1)
    }
    expectEqual(trace.events, ["held", "outer"])
  }

  @Test func `a body may create, use and release others while it is released itself`() {
    let trace = Trace()
    do {
      let g = Generator { yield in
        defer {
          for n in Generator(2...).lazy.map({ $0 * 2 }) where n > 5 {
            trace("\(n)")
            break
          }
          for n in Generator<Int>({ yield in
            defer { trace("inner closed") }
            try yield(7)
          }) {
            trace("\(n)")
            break
          }
        }
        try yield(1)
      }
      _ = g.next()
    }
    expectEqual(trace.events, ["6", "7", "inner closed"])
  }
}

// MARK: - Long lists

/// Long enough that a release inside of each release before it would overflow the stack.
///
/// On threads each of them is a thread, of which a process has fewer.
private let longest = runsOnThreads ? 2000 : cco_sanitizing == 1 ? 10_000 : 30_000

/// Generators of which each holds the last reference to the one before it.
@Suite(.serialized) struct LifetimesOfLongLists {
  private let tracker = Tracker()
  private let census = Census()

  enum Holding: CaseIterable {
    case unstarted, wrapped, mapped, sliced, flatMapped, suspended, delegating, returned, failed
    case mixed
  }

  private struct HoldingError: Error, @unchecked Sendable {
    let held: Any
  }

  /// Returns a generator that holds `g`.
  private func hold(
    _ g: ThrowingGenerator<Int>, _ how: Holding, _ n: Int
  ) throws -> ThrowingGenerator<Int> {
    let object = census.citizen(n)
    func suspended(
      _ body: @escaping (Generators.Yield<Int, Void>) throws -> Void
    ) throws -> ThrowingGenerator<Int> {
      let holder = ThrowingGenerator<Int> { yield in
        try yield(0)
        try body(yield)
        withExtendedLifetime(object) {}
      }
      try holder.next()
      return holder
    }
    switch how {
    case .unstarted:
      return ThrowingGenerator { yield in
        while let n = try g.next() { try yield(n) }
        withExtendedLifetime(object) {}
      }
    case .wrapped:
      return ThrowingGenerator(
        AnySequence { AnyIterator { withExtendedLifetime(object) { try? g.next() } } })
    case .mapped: return ThrowingGenerator(g.map { $0 + object.id })
    case .sliced: return ThrowingGenerator(g[1...].map { $0 + object.id })
    case .flatMapped: return ThrowingGenerator(g.flatMap { [$0, object.id] })
    case .suspended: return try suspended { _ in withExtendedLifetime(g) {} }
    case .delegating: return try suspended { yield in try yield(from: g) }
    case .returned:
      let c = Coroutine<Int, Void, Any> { _ in (g, object) }
      try expectEqual(c.next(), nil)
      return ThrowingGenerator<Int> { yield in withExtendedLifetime(c) {} }
    case .failed:
      let c = ThrowingGenerator<Int> { _ in throw HoldingError(held: (g, object)) }
      do {
        try c.next()
        throw Failure()
      } catch let error as HoldingError {
        return ThrowingGenerator<Int> { yield in withExtendedLifetime(error) {} }
      }
    case .mixed:
      let all = Holding.allCases.filter { $0 != .mixed }
      return try hold(g, all[n % all.count], n)
    }
  }

  private final class List {
    var first: ThrowingGenerator<Int>?
    init(_ first: ThrowingGenerator<Int>) { self.first = first }
  }

  /// Expects that all objects are released.
  ///
  /// Swift Testing inspects each error that was thrown, on any thread, and may be the last to
  /// release one.
  private func expectRelease(_ how: Holding) async throws {
    if [.failed, .mixed].contains(how) {
      #expect(try await becomesTrue { census.alive == 0 })
    } else {
      expectEqual(census.alive, 0)
    }
  }

  private func list(_ how: Holding, _ count: Int = longest) throws -> List {
    var g = ThrowingGenerator<Int> { yield in for n in 0... { try yield(n) } }
    for n in 0..<count { g = try hold(g, how, n) }
    return List(g)
  }

  @Test(arguments: Holding.allCases)
  func `a long list of generators that hold each other is released`(how: Holding) async throws {
    let list = try list(how)
    expectEqual(census.alive, longest)
    list.first = nil
    try await expectRelease(how)
  }

  @Test(arguments: Holding.allCases)
  func `a long list of generators is released with its first, which is closed`(
    how: Holding
  ) async throws {
    let list = try list(how, longest / 5)
    try list.first!.close()
    try await expectRelease(how)
    expectEqual(list.first!.state, .closed)
  }

  @Test(arguments: Holding.allCases)
  func `a body releases a long list on a stack of 64 KB`(how: Holding) async throws {
    let list = try list(how, longest / 5)
    let dropping = Generator(stackSize: 64 << 10) { yield in
      list.first = nil
      try yield(1)
    }
    expectEqual(dropping.next(), 1)
    try await expectRelease(how)
  }

  @Test func `a body releases a long list of wrapped operations on a stack of 64 KB`() {
    let count = longest / 5
    final class List { var first: Generator<Int>? }
    let list = List()
    for make: (Generator<Int>) -> Generator<Int> in [
      { Generator($0[..<10]) }, { Generator($0.tee(2)[0]) }, { Generator($0.lazy.map { $0 }) },
      { Generator($0.peekable()) },
    ] {
      let object = tracker.object(0)
      var g = Generator { yield in try yield(object.id) }
      for _ in 0..<count { g = make(g) }
      list.first = consume g
      let dropping = Generator(stackSize: 64 << 10) { [tracker] yield in
        list.first = nil
        try yield(tracker.alive)
      }
      expectEqual(dropping.next(), 1)  // releases `object` here
    }
  }

  @Test func `up to fifty are released inside of each other, and the rest after them`() {
    func list(_ count: Int) -> Generator<Int> {
      var g = Generator<Int> { yield in }
      for n in 1...count {
        let (inner, object) = (g, census.citizen(n))
        g = Generator { yield in
          try yield(from: inner)
          withExtendedLifetime(object) {}
        }
      }
      return g
    }
    final class Box {
      var first: Generator<Int>?
      init(_ first: Generator<Int>) { self.first = first }
    }
    final class AtEnd {
      let action: () -> Void
      init(_ action: @escaping () -> Void) { self.action = action }
      deinit { action() }
    }
    func holding(_ end: @escaping () -> Void) -> Generator<Int> {
      let end = AtEnd(end)
      return Generator { yield in withExtendedLifetime(end) {} }
    }
    // The outermost is one of the fifty.
    for (count, atOnce) in [(10, 10), (49, 49), (50, 49), (1000, 49)] {
      var goneInside: [Int] = []
      let list = Box(list(count))
      var outermost: Generator<Int>? = holding { [census] in
        list.first = nil
        goneInside.append(count - census.alive)
      }
      expectEqual(outermost?.state, .created)
      outermost = nil
      expectEqual(goneInside, [atOnce])
      expectEqual(census.alive, 0)
    }
  }

  @Test func `the contents of a list of lists are released in order`() {
    // A tree: each node holds three.
    func node(_ depth: Int) -> Generator<Int> {
      guard depth > 0 else {
        let object = tracker.object(tracker.made)
        return Generator<Int> { yield in withExtendedLifetime(object) {} }
      }
      let children = (0..<3).map { _ in node(depth - 1) }
      return Generator { yield in for child in children { try yield(from: child) } }
    }
    var tree: Generator<Int>? = node(5)
    // Deeper than releases are nested.
    for _ in 0..<100 {
      let inner = tree!
      tree = Generator { yield in try yield(from: inner) }
    }
    tree = nil
    expectEqual(tracker.gone, Array(0..<tracker.made))
  }

  @Test func `a body that is closed by a release releases objects at once`() throws {
    var events: [String] = []
    let list = try list(.unstarted)
    var outer: Generator<Int>? = Generator { [census] yield in
      defer {
        list.first = nil
        events.append("\(census.alive) left")
      }
      try yield(0)
    }
    _ = outer!.next()
    for _ in 0..<20 {
      let inner = outer!
      outer = Generator { yield in try yield(from: inner) }
    }
    outer = nil
    expectEqual(events, ["0 left"])
  }
}

// MARK: - Stacks

/// `cco_thread_balance` counts the stacks of this thread: a test without an `await` stays on one.
@Suite struct Stacks {
  private func balance(since start: Int) -> Int { cco_thread_balance() - start }

  @Test func `there is no stack before the first next, and none after the end`() {
    let start = cco_thread_balance()
    let g = Generator { yield in try yield(1) }
    expectEqual(balance(since: start), 0)
    _ = g.next()
    expectEqual(balance(since: start), 1)
    _ = g.next()
    expectEqual(balance(since: start), 0)
    _ = g.next()
    expectEqual(balance(since: start), 0)
    withExtendedLifetime(g) {}
  }

  @Test(arguments: End.allCases)
  fileprivate func `the stack is returned at the end, not at the release`(end: End) throws {
    let start = cco_thread_balance()
    do {
      let c = Coroutine<Int, Void, Int> { yield in
        do { try yield(1) } catch is CancellationError {}
        return 1
      }
      if !end.isBeforeStart {
        try c.next()
        expectEqual(balance(since: start), 1)
      }
      switch end {
      case .exhausted: try c.next()
      case .threw, .thrownIntoCreated: #expect(throws: Failure()) { try c.throw(Failure()) }
      case .caughtAndReturned: try c.throw(CancellationError())
      case .closed, .closedCreated: try c.close()
      case .droppedCreated, .droppedSuspended: break
      }
      expectEqual(balance(since: start), (end == .droppedSuspended ? 1 : 0))
      withExtendedLifetime(c) {}
    }
    expectEqual(balance(since: start), 0)
  }

  @Test func `a wrapped sequence has no stack`() {
    let start = cco_thread_balance()
    let g = Generator(1...)
    _ = g.next()
    expectEqual(balance(since: start), 0)
    let outer = Generator { yield in try yield(from: g) }
    _ = outer.next()
    expectEqual(balance(since: start), 1)
    outer.close()
    expectEqual(balance(since: start), 0)
  }

  @Test func `a chain has a stack for each body, which returns it as it ends`() {
    let start = cco_thread_balance()
    func countdown(_ n: Int) -> Generator<Int> {
      Generator { yield in
        if n > 0 { try yield(from: countdown(n - 1)) }
        try yield(n)
      }
    }
    let g = countdown(9)
    expectEqual(g.next(), 0)
    expectEqual(balance(since: start), 10)
    for n in 1...9 {
      expectEqual(g.next(), n)
      expectEqual(balance(since: start), 10 - n)
    }
    expectEqual(g.next(), nil)
    expectEqual(balance(since: start), 0)
  }

  @Test func `a chain that is closed, or ends by an error, returns all stacks`() throws {
    let start = cco_thread_balance()
    func nested(_ n: Int) -> Generator<Int> {
      Generator { yield in
        if n > 0 { try yield(from: nested(n - 1)) }
        try yield(n)
      }
    }
    let (a, b, c) = (nested(9), nested(9), nested(9))
    for g in [a, b, c] { _ = g.next() }
    expectEqual(balance(since: start), 30)
    a.close()
    expectEqual(balance(since: start), 20)
    #expect(throws: Failure()) { try b.throw(Failure()) }
    expectEqual(balance(since: start), 10)
    #expect(throws: GeneratorExit()) { try c.throw(GeneratorExit()) }
    expectEqual(balance(since: start), 0)
    withExtendedLifetime((a, b, c)) {}
  }

  @Test func `an inner generator that was closed directly has returned its stack`() {
    let start = cco_thread_balance()
    let inner = Generator { yield in try yield(1) }
    let outer = Generator { yield in
      try yield(from: inner)
      try yield(2)
    }
    _ = outer.next()
    expectEqual(balance(since: start), 2)
    inner.close()
    expectEqual(balance(since: start), 1)
    expectEqual(outer.next(), 2)
    outer.close()
    expectEqual(balance(since: start), 0)
  }

  @Test func `an error before the first yield returns the stack`() {
    let start = cco_thread_balance()
    let g = ThrowingGenerator<Int> { _ in throw Failure() }
    #expect(throws: Failure()) { try g.next() }
    expectEqual(balance(since: start), 0)
    withExtendedLifetime(g) {}
  }

  @Test func `a body that ignores its exit keeps its stack`() throws {
    let start = cco_thread_balance()
    let g = ThrowingGenerator<Int> { yield in
      try? yield(1)
      try yield(2)
    }
    try g.next()
    #expect(throws: GeneratorError.ignoredExit) { try g.close() }
    expectEqual(balance(since: start), 1)
    try g.close()
    expectEqual(balance(since: start), 0)
  }
}
