// What the examples in documentation comments of AsyncGenerators take for granted.

import GeneratorAlgorithms
import Generators

struct BadNumber: Error {
  var text: String
  init(_ text: String) { self.text = text }
}

func numbers(in lines: some Sequence<String>) -> ThrowingGenerator<Int> {
  ThrowingGenerator { yield in
    for line in lines {
      guard let n = Int(line) else { throw BadNumber(line) }
      try yield(n)
    }
  }
}
