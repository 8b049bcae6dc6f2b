// What the examples in documentation comments of GeneratorAlgorithms take for granted. scripts/test-snippets
// puts it before them.

import GeneratorAlgorithms
import Generators

struct BadNumber: Error {
  let text: String
  init(_ text: String) { self.text = text }
}

let lines = ["1", "2", "3"]

func numbers(in lines: [String]) -> ThrowingGenerator<Int> {
  ThrowingGenerator { yield in
    for line in lines {
      guard let n = Int(line) else { throw BadNumber(line) }
      try yield(n)
    }
  }
}

extension Sequence where Self: Sendable, Element: Sendable {
  /// As swift-async-algorithms has it.
  var async: AsyncStream<Element> {
    AsyncStream { continuation in
      for element in self { continuation.yield(element) }
      continuation.finish()
    }
  }
}
