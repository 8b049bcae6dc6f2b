// A custom type would make two stages of one source.

import GeneratorParallel
import Generators

func items() -> Generator<Int> { Generator { yield in try yield(1) } }

#if REFUSED
  struct Source: ParallelOperations {
    typealias Element = Int
    typealias Failure = Never
    let kept: ParallelPlan<Int>  // expect-error: 'Copyable'-conforming struct 'Source' has

    func plan() -> ParallelPlan<Int> { kept }
  }
#else
  struct Source: ParallelOperations, ~Copyable {
    typealias Element = Int
    typealias Failure = Never
    let kept: ParallelPlan<Int>

    consuming func plan() -> ParallelPlan<Int> { kept }
  }
#endif

func run() -> Int {
  let source = Source(kept: parallel(items()).plan())
  return source.map { $0 }.reduce(0, +)
}
