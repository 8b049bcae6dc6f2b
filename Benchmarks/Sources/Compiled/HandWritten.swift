import Workloads

// The iterators that a programmer would write by hand.

struct CountByHand: Sequence, IteratorProtocol {
  var i = 0
  let n: Int

  init(_ n: Int) { self.n = n }

  mutating func next() -> Int? {
    guard i < n else { return nil }
    defer { i += 1 }
    return i
  }
}

struct FibonacciByHand: Sequence, IteratorProtocol {
  var a = 0
  var b = 1
  var i = 0
  let n: Int

  init(_ n: Int) { self.n = n }

  mutating func next() -> Int? {
    guard i < n else { return nil }
    let result = a
    (a, b) = (b, a &+ b)
    i += 1
    return result
  }
}

struct TwoLoopsByHand: Sequence, IteratorProtocol {
  var i = 0
  var j = 0
  let n: Int

  init(_ n: Int) { self.n = n / 1000 }

  mutating func next() -> Int? {
    while i < n {
      while j < 1000 {
        let k = j
        j += 1
        if (i ^ k) & 1 == 0 { return i &* k }
      }
      j = 0
      i += 1
    }
    return nil
  }
}

struct ThreeLoopsByHand: Sequence, IteratorProtocol {
  var i = 0
  var j = 0
  var k = 0
  let n: Int

  init(_ n: Int) { self.n = n / 100 }

  mutating func next() -> Int? {
    while i < n {
      if k < 10 {
        defer { k += 1 }
        return (i * i ^ j) &+ k
      }
      k = 0
      j += 1
      if j == 10 {
        j = 0
        i += 1
      }
    }
    return nil
  }
}

/// The standard library's lazy operations.
func lazyPipeline(_ n: Int) -> some Sequence<Int> {
  (0..<n).lazy.filter { $0 % 3 != 0 }.map { $0 &* 2 }
}

struct PipelineByHand: Sequence, IteratorProtocol {
  struct Filter: Sequence, IteratorProtocol {
    var base: CountByHand

    mutating func next() -> Int? {
      while let x = base.next() {
        if x % 3 != 0 { return x }
      }
      return nil
    }
  }

  var base: Filter

  init(_ n: Int) { base = Filter(base: CountByHand(n)) }

  mutating func next() -> Int? { base.next().map { $0 &* 2 } }
}

struct NaturalsByHand: Sequence, IteratorProtocol {
  var n: Int

  init(from start: Int) { n = start }

  mutating func next() -> Int? {
    defer { n += 1 }
    return n
  }
}

struct WalkByHand: Sequence, IteratorProtocol {
  var stack: [Node] = []
  var node: Node?

  init(_ root: Node) { node = root }

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
