// Several threads use a stage at the same time, so it can't share an object that isn't Sendable.

import GeneratorWorkers
import Generators

#if REFUSED
  final class Counter {
    var n = 0
    func count() { n += 1 }
  }
#else
  import Synchronization

  final class Counter: Sendable {
    let n = Atomic(0)
    func count() { n.add(1, ordering: .relaxed) }
  }
#endif

struct Copying: Stage {
  let counter = Counter()  // expect-error: has non-Sendable type 'Counter'

  func process(_ lines: Lines) -> ThrowingGenerator<String> {
    ThrowingGenerator { yield in
      while let line = try lines.next() {
        counter.count()
        try yield(line.text)
      }
    }
  }
}

struct Lengths: KeyedStage {
  let counter = Counter()  // expect-error: has non-Sendable type 'Counter'

  func map(_ lines: Lines) -> ThrowingGenerator<(key: Int, value: String)> {
    ThrowingGenerator { yield in
      while let line = try lines.next() { try yield((key: line.bytes.count, value: line.text)) }
    }
  }

  func reduce(_ length: Int, _ values: Values<String>) -> ThrowingGenerator<Int> {
    ThrowingGenerator { yield in
      counter.count()
      while try values.next() != nil { try yield(length) }
    }
  }
}

let jobs = [Job(Copying()), Job(Lengths())]
