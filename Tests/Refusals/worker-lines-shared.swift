// The lines and values of a stage are read by the thread that runs it.

import GeneratorWorkers
import Generators

struct Copying: Stage {
  func process(_ lines: Lines) -> ThrowingGenerator<String> {
    #if REFUSED
      Task.detached { _ = try lines.next() }  // expect-error: passing closure as a 'sending'
    #endif
    return ThrowingGenerator { yield in
      while let line = try lines.next() { try yield(line.text) }
    }
  }
}

struct Lengths: KeyedStage {
  func map(_ lines: Lines) -> ThrowingGenerator<(key: Int, value: String)> {
    ThrowingGenerator { yield in
      while let line = try lines.next() { try yield((key: line.bytes.count, value: line.text)) }
    }
  }

  func reduce(_ length: Int, _ values: Values<String>) -> ThrowingGenerator<Int> {
    #if REFUSED
      Task.detached { _ = try values.next() }  // expect-error: passing closure as a 'sending'
    #endif
    return ThrowingGenerator { yield in
      while try values.next() != nil { try yield(length) }
    }
  }
}
