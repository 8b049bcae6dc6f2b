// What the examples in documentation comments of Generators take for granted. scripts/test-snippets
// puts it before them.

import Generators

struct BadNumber: Error {
  let text: String
  init(_ text: String) { self.text = text }
}

final class Node {
  let left: Node?, value: Int, right: Node?
  init(_ left: Node?, _ value: Int, _ right: Node?) {
    (self.left, self.value, self.right) = (left, value, right)
  }
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
