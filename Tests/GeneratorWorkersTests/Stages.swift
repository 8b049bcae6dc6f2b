import GeneratorSources
import GeneratorWorkers
import Generators
import TestSupport

/// Counts words, and puts their places together.
struct WordPlaces: KeyedStage {
  func map(_ lines: Lines) -> ThrowingGenerator<(key: String, value: String)> {
    ThrowingGenerator { yield in
      while let line = try lines.next() {
        if line.text.hasPrefix("!") {
          try lines.reject(line, because: "an exclamation")
          continue
        }
        for word in line.text.split(separator: " ") {
          try yield((key: String(word), value: line.text))
        }
      }
    }
  }

  func reduce(_ word: String, _ lines: Values<String>) -> ThrowingGenerator<String> {
    ThrowingGenerator { yield in
      var count = 0
      while let line = try lines.next() {
        count += 1
        if line.utf8.count % 2 == 1 { try yield("\(word)\todd \(line)") }
      }
      try yield("\(word)\t\(count)")
    }
  }

  /// The output for lines, as a dictionary makes it.
  static func expected(_ lines: [String]) -> [String] {
    var places: [String: [String]] = [:]
    for line in lines {
      for word in line.split(separator: " ") { places[String(word), default: []].append(line) }
    }
    func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    return places.sorted { bytes($0.key + "\t").lexicographicallyPrecedes(bytes($1.key + "\t")) }
      .flatMap { word, lines in
        lines.sorted { bytes($0).lexicographicallyPrecedes(bytes($1)) }
          .filter { $0.utf8.count % 2 == 1 }.map { "\(word)\todd \($0)" } + [
            "\(word)\t\(lines.count)"
          ]
      }
  }

  /// Lines of a few words, some of them long.
  static func sample(_ count: Int, seed: UInt64) -> [String] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      (0..<Int.random(in: 0...6, using: &random)).map { _ in
        String(
          repeating: "abcé\u{1}".randomElement(using: &random)!,
          count: [1, 2, 3, 12].randomElement(using: &random)!)
      }.joined(separator: " ")
    }
  }
}

/// Passes the lines on in upper case, behind a line that begins each partition.
struct Shouting: Stage {
  func process(_ lines: Lines) -> ThrowingGenerator<String> {
    ThrowingGenerator { yield in
      try yield("begin")
      while let line = try lines.next() {
        if line.text == "fail" { throw Failure(7) }
        if line.text == "reject" {
          try lines.reject(line, because: "asked for it")
          continue
        }
        try yield(line.text.uppercased())
      }
    }
  }
}
