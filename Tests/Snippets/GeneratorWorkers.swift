// What the examples in documentation comments of GeneratorWorkers take for granted.

import GeneratorAlgorithms
import GeneratorSources
import GeneratorWorkers
import Generators

struct BytesByHost: KeyedStage {
  func map(_ lines: Lines) -> ThrowingGenerator<(key: String, value: Int)> {
    ThrowingGenerator { yield in
      while let line = try lines.next() {
        let fields = line.text.split(separator: " ")
        try yield((key: String(fields[0]), value: Int(fields[1]) ?? 0))
      }
    }
  }

  func reduce(_ host: String, _ values: Values<Int>) -> ThrowingGenerator<String> {
    ThrowingGenerator { yield in try yield("\(host)\t\(values.reduce(0, +))") }
  }
}
