import CKeep
import Dispatch

/// A generator on a thread of its own, as it can be had without a stack switch.
private final class ThreadGenerator: @unchecked Sendable {
  private let wanted = DispatchSemaphore(value: 0)
  private let made = DispatchSemaphore(value: 0)
  private var element: Int?

  init(_ count: Int) {
    DispatchQueue(label: "body").async { [self] in
      for n in 0..<count {
        wanted.wait()
        element = n
        made.signal()
      }
      wanted.wait()
      element = nil
      made.signal()
    }
  }

  func next() -> Int? {
    wanted.signal()
    made.wait()
    return element
  }
}

// Iterators written by hand, as in a program without generators.

private struct Counter: Sequence, IteratorProtocol {
  var n = 0
  let count: Int

  mutating func next() -> Int? {
    if n == count { return nil }
    defer { n += 1 }
    return n
  }
}

private struct Fibonacci: Sequence, IteratorProtocol {
  var (a, b, n) = (0, 1, 0)
  let count: Int

  init(_ count: Int) { self.count = count }

  mutating func next() -> Int? {
    if n == count { return nil }
    n += 1
    defer { (a, b) = (b, (a + b) & 0xff_ffff) }
    return a
  }
}

private struct Incremented<Base: IteratorProtocol<Int>>: Sequence, IteratorProtocol {
  var base: Base

  mutating func next() -> Int? { base.next().map { $0 + 1 } }
}

private struct Doubled<Base: IteratorProtocol<Int>>: Sequence, IteratorProtocol {
  var base: Base

  mutating func next() -> Int? { base.next().map { $0 * 2 } }
}

private struct Naturals: Sequence, IteratorProtocol {
  var n: Int

  mutating func next() -> Int? {
    defer { n += 1 }
    return n
  }
}

private struct Constant: IteratorProtocol {
  let n: Int

  mutating func next() -> Int? { n }
}

/// Keeps the nodes above the current one in an array, since `next()` can't be recursive.
private struct Walk: Sequence, IteratorProtocol {
  var stack: [Node] = []
  var node: Node?

  mutating func next() -> Int? {
    while let current = node {
      stack.append(current)
      node = current.left
    }
    guard let current = stack.popLast() else { return nil }
    node = current.right
    return current.value
  }
}

extension Workload {
  /// Iterators that are written by hand.
  static var byHand: [Workload] {
    [
      Workload("count") { Counter(count: $0) },
      Workload("fibonacci") { Fibonacci($0) },
      Workload("pipeline") { Doubled(base: Incremented(base: Counter(count: $0))) },
      Workload("tree-helpers") { Walk(node: Node.root) },
      Workload(create: { Naturals(n: $0) }),
      Workload(live: { Constant(n: $0) }),
    ] + operations.map(\.byHand)
  }

  /// `sequence(state:next:)`.
  static var stateful: [Workload] {
    [
      Workload("count") { count in statefulCount(count) },
      Workload("fibonacci") { count in
        sequence(state: (a: 0, b: 1, n: 0)) { state -> Int? in
          guard state.n < count else { return nil }
          let element = state.a
          state = (state.b, (state.a + state.b) & 0xff_ffff, state.n + 1)
          return element
        }
      },
      Workload("pipeline") { count in
        let incremented = sequence(state: statefulCount(count)) { base in base.next().map { $0 + 1 }
        }
        return sequence(state: incremented) { base in base.next().map { $0 * 2 } }
      },
      Workload("tree-helpers") {
        sequence(state: (stack: [Node](), node: Node.root)) { state -> Int? in
          while let current = state.node {
            state.stack.append(current)
            state.node = current.left
          }
          guard let current = state.stack.popLast() else { return nil }
          state.node = current.right
          return current.value
        }
      },
      Workload(create: { start in
        sequence(state: start) { n -> Int? in
          defer { n += 1 }
          return n
        }
      }),
      Workload(live: { n in sequence(state: n) { n -> Int? in n } }),
    ]
  }

  private static func statefulCount(_ count: Int) -> UnfoldSequence<Int, Int> {
    sequence(state: 0) { n -> Int? in
      guard n < count else { return nil }
      defer { n += 1 }
      return n
    }
  }

  /// The iterators by hand, whose types `AnyIterator` hides.
  static var erased: [Workload] {
    [
      Workload("count") { AnyIterator(Counter(count: $0)) },
      Workload("fibonacci") { AnyIterator(Fibonacci($0)) },
      Workload("pipeline") {
        AnyIterator(Doubled(base: AnyIterator(Incremented(base: AnyIterator(Counter(count: $0))))))
      },
      Workload("tree-helpers") { AnyIterator(Walk(node: Node.root)) },
      Workload(create: { AnyIterator(Naturals(n: $0)) }),
      Workload(live: { AnyIterator(Constant(n: $0)) }),
    ]
  }

  /// A thread for each body, and two semaphores.
  static var onThreads: [Workload] {
    [
      Workload("count") { count in
        let g = ThreadGenerator(count)
        return AnyIterator { g.next() }
      }
    ]
  }
}
