// The same makers out of the optimizer's sight, as those of another module are. It knows the types that they
// return, but not what the values hold.

enum Opaque {
  @inline(never) static func countByWhile(_ n: Int) -> some Sequence<Int> {
    Compiled.countByWhile(n)
  }
  @inline(never) static func countByFor(_ n: Int) -> some Sequence<Int> { Compiled.countByFor(n) }
  @inline(never) static func fibonacci(_ n: Int) -> some Sequence<Int> { Compiled.fibonacci(n) }
  @inline(never) static func twoLoops(_ n: Int) -> some Sequence<Int> { Compiled.twoLoops(n) }
  @inline(never) static func threeLoops(_ n: Int) -> some Sequence<Int> { Compiled.threeLoops(n) }
  @inline(never) static func pipeline(_ n: Int) -> some Sequence<Int> { Compiled.pipeline(n) }
  @inline(never) static func naturals(_ n: Int) -> some Sequence<Int> { Compiled.naturals(from: n) }

  @inline(never) static func countByHand(_ n: Int) -> CountByHand { CountByHand(n) }
  @inline(never) static func range(_ n: Int) -> Range<Int> { 0..<n }
  @inline(never) static func fibonacciByHand(_ n: Int) -> FibonacciByHand { FibonacciByHand(n) }
  @inline(never) static func twoLoopsByHand(_ n: Int) -> TwoLoopsByHand { TwoLoopsByHand(n) }
  @inline(never) static func threeLoopsByHand(_ n: Int) -> ThreeLoopsByHand { ThreeLoopsByHand(n) }
  @inline(never) static func pipelineByHand(_ n: Int) -> PipelineByHand { PipelineByHand(n) }
  @inline(never) static func naturalsByHand(_ n: Int) -> NaturalsByHand { NaturalsByHand(from: n) }

  @inline(never) static func statefulCount(_ n: Int) -> some Sequence<Int> {
    Compiled.statefulCount(n)
  }
  @inline(never) static func statefulFibonacci(_ n: Int) -> some Sequence<Int> {
    Compiled.statefulFibonacci(n)
  }
  @inline(never) static func statefulTwoLoops(_ n: Int) -> some Sequence<Int> {
    Compiled.statefulTwoLoops(n)
  }
  @inline(never) static func statefulThreeLoops(_ n: Int) -> some Sequence<Int> {
    Compiled.statefulThreeLoops(n)
  }
  @inline(never) static func statefulPipeline(_ n: Int) -> some Sequence<Int> {
    Compiled.statefulPipeline(n)
  }
  @inline(never) static func statefulNaturals(_ n: Int) -> some Sequence<Int> {
    Compiled.statefulNaturals(from: n)
  }
}
