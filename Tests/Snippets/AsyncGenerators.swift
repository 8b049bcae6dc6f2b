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

final class Node {
  let left: Node?, right: Node?
  let value: Int
  init(_ left: Node?, _ value: Int, _ right: Node?) {
    (self.left, self.value, self.right) = (left, value, right)
  }
}

/// A page of a text, which tells the one after it.
struct Page: Sendable {
  private let texts: [String]
  var text: String { texts[0] }

  init(of texts: [String]) { self.texts = texts }

  func following() async throws -> Page? {
    await Task.yield()
    return texts.count > 1 ? Page(of: Array(texts.dropFirst())) : nil
  }
}
