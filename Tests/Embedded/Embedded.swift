// Compiled generators in Embedded Swift. scripts/test-embedded compiles this file to WebAssembly, and compares
// what its functions return with the same sums in a program for this machine.

import CompiledGenerators

@Generator func fibonacci() -> some Sequence<Int32> {
  var (a, b): (Int32, Int32) = (0, 1)
  while true {
    yield(a)
    (a, b) = (b, a &+ b)
  }
}

@Generator func interleaved<First: Sequence>(
  _ first: First, _ second: some Sequence<First.Element>
) -> some Sequence<First.Element> {
  var other = second.makeIterator()
  for x in first {
    yield(x)
    if let y = other.next() { yield(y) }
  }
}

struct Grid {
  let width: Int32
  let height: Int32

  @Generator func points() -> some CompiledGenerator<(x: Int32, y: Int32)> {
    for y in 0..<height {
      for x in 0..<width where x != y { yield((x, y)) }
    }
  }
}

func sumOfFibonacci(upTo limit: Int32) -> Int32 {
  var sum: Int32 = 0
  for x in fibonacci() {
    if x > limit { break }
    sum &+= x
  }
  return sum
}

func interleavedDigits(_ count: Int32) -> Int32 {
  var digits: Int32 = 0
  for x in interleaved(0..<count, (0..<count).lazy.map { $0 &* 2 }) { digits = digits &* 31 &+ x }
  return digits
}

/// A fork: the copy goes on from where it was made.
func forked(_ size: Int32) -> Int32 {
  var points = Grid(width: size, height: size).points()
  _ = points.next()
  var others = points
  var sum: Int32 = 0
  while let a = points.next(), let b = others.next() { sum = sum &* 7 &+ a.x &* b.y }
  return sum
}

#if hasFeature(Embedded)
  /// The function above, for the engine.
  @_expose(wasm, "fibonacci") @_cdecl("fibonacci")
  public func exportedFibonacci(_ limit: Int32) -> Int32 { sumOfFibonacci(upTo: limit) }

  /// The function above, for the engine.
  @_expose(wasm, "interleaved") @_cdecl("interleaved")
  public func exportedInterleaved(_ count: Int32) -> Int32 { interleavedDigits(count) }

  /// The function above, for the engine.
  @_expose(wasm, "forked") @_cdecl("forked")
  public func exportedForked(_ size: Int32) -> Int32 { forked(size) }
#else
  @main
  enum Program {
    static func main() {
      print(sumOfFibonacci(upTo: 100), interleavedDigits(4), forked(5))
    }
  }
#endif
