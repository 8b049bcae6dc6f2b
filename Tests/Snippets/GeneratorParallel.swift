// What the examples in documentation comments of GeneratorParallel take for granted.

import Generators

struct BadNumber: Error { let text: String }

func numbers(in lines: [String]) -> ThrowingGenerator<Int> {
  ThrowingGenerator { yield in
    for line in lines {
      guard let n = Int(line) else { throw BadNumber(text: line) }
      try yield(n)
    }
  }
}
