import Foundation
import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

/// What itertools and more-itertools answered on random input: record_itertools.py makes the file.
@Suite struct ItertoolsTests {
  /// A call: its name, its sequences, its other arguments, and what was printed.
  struct Record: Decodable {
    var operation: String
    var inputs: [[Int]]
    var arguments: [Int]
    var answer: String

    init(from decoder: any Decoder) throws {
      var fields = try decoder.unkeyedContainer()
      operation = try fields.decode(String.self)
      inputs = try fields.decode([[Int]].self)
      arguments = try fields.decode([Int].self)
      answer = try fields.decode(String.self)
    }
  }

  private static func records() throws -> [Record] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Itertools.json")
    return try JSONDecoder().decode([Record].self, from: Data(contentsOf: file))
  }

  @Test func `each operation answers what Python does, of what is read once`() throws {
    let records = try Self.records()
    expectEqual(records.count, 42 * 40)
    for record in records {
      let answer = try Self.answer(record, record.inputs.map { Generator($0) })
      #expect(answer == record.answer, "\(record)")
    }
  }

  @Test func `each operation answers what Python does, of arrays`() throws {
    for record in try Self.records() {
      #expect(try Self.answer(record, record.inputs) == record.answer, "\(record)")
    }
  }

  @Test func `each operation answers what Python does, of what may fail`() throws {
    for record in try Self.records() {
      let sources = record.inputs.map { ThrowingGenerator($0) }
      #expect(try Self.answer(record, sources) == record.answer, "\(record)")
    }
  }

  private static func list(_ items: some Sequence<String>) -> String {
    "[" + items.joined(separator: ", ") + "]"
  }

  private static func answer<S: Sequence<Int>>(_ record: Record, _ inputs: [S]) throws -> String {
    let isEven = { (n: Int) in n % 2 == 0 }
    let arguments = record.arguments
    var a: S { inputs[0] }
    var b: S { inputs[1] }
    var c: S { inputs[2] }
    var n: Int { arguments[0] }
    var m: Int { arguments[1] }
    switch record.operation {
    case "batched": return "\(Array(a.chunks(ofCount: n)))"
    case "batchedStrict":
      // The short one, which Python refuses, can be told from the others.
      let chunks = Array(a.chunks(ofCount: n))
      return chunks.allSatisfy { $0.count == n } ? "\(chunks)" : "error"
    case "windowed": return "\(Array(a.windows(ofCount: n)))"
    case "windowedStep": return "\(Array(a.windows(ofCount: n, by: m)))"
    case "windowedPadding": return "\(Array(a.windows(ofCount: n, by: m, padding: -1)))"
    case "groupby":
      var groups: [String] = []
      for (key, group) in a.chunked(on: { $0 / 2 }) { groups.append("[\(key), \(Array(group))]") }
      return list(groups)
    case "splitWhen": return "\(Array(a.chunked { $1 >= $0 }))"
    case "splitBefore": return "\(Array(a.splitBefore(where: isEven)))"
    case "splitAfter": return "\(Array(a.splitAfter(where: isEven)))"
    case "splitAt": return "\(Array(a.splitAt(where: isEven)))"
    case "runLengthEncode": return list(a.runLengths().map { "[\($0.element), \($0.count)]" })
    case "runLengthDecode":
      let runs = zip(a, b).lazy.map { (element: $0, count: $1) }
      return "\(Array(runs.expandingRunLengths()))"
    case "ncycles": return "\(Array(a.cycled(times: n)))"
    case "cycle": return "\(Array(a.cycled().prefix(20)))"
    case "count": return "\(Array(count(from: n, by: m).prefix(5)))"
    case "compress": return "\(Array(a.compressed(by: b.lazy.map { $0 != 0 })))"
    case "markEnds":
      return list(a.markingEnds().map { "[\($0.isFirst), \($0.isLast), \($0.element)]" })
    case "distribute": return list(a.distributed(over: n).map { "\(Array($0))" })
    case "consecutiveGroups": return "\(Array(a.consecutiveGroups()))"
    case "islice": return "\(Array(Generator(a)[n..<m, by: arguments[2]]))"
    case "interleave": return "\(Array(inputs.interleaved()))"
    case "roundrobin": return "\(Array(inputs.roundRobin()))"
    case "tee": return list(a.tee(n).map { "\(Array($0))" })
    case "spy":
      let (head, all) = a.spy(n)
      return "[\(head), \(Array(all))]"
    case "zipLongest": return list(zipLongest(a, b, padding: (-1, -1)).map { "[\($0), \($1)]" })
    case "zipStrict":
      let pairs = zipStrict(a, b)
      var answer: [String] = []
      do {
        while let (x, y) = try pairs.next() { answer.append("[\(x), \(y)]") }
      } catch {
        return "error"
      }
      return list(answer)
    case "chain": return "\(Array(chain(a, b, c)))"
    case "product": return list(cartesianProduct(a, b, c).map { "[\($0), \($1), \($2)]" })
    case "permutations": return "\(Array(a.permutations(ofCount: n)))"
    case "combinations": return "\(Array(a.combinations(ofCount: n)))"
    case "combinationsWithReplacement":
      return "\(Array(a.combinations(ofCount: n, withReplacement: true)))"
    case "merge": return "\(Array(mergeSorted(inputs)))"
    case "allEqual": return "\(a.allEqual())"
    case "allUnique": return "\(a.allUnique())"
    case "isSorted": return "\(a.isSorted())"
    case "one": return (try? a.one()).map { "\($0)" } ?? "error"
    case "only": return (try? a.only(default: -1)).map { "\($0)" } ?? "error"
    case "first": return "\(a.first(default: -1))"
    case "last": return "\(a.last(default: -1))"
    case "nth": return "\(a.nth(n, default: -1))"
    case "ilen": return "\(a.elementCount())"
    case "uniqueJustseen": return "\(Array(a.uniqueNeighbors()))"
    default: return "no such operation"
    }
  }

  /// As ``answer(_:_:)`` of sequences, with the operations of sources.
  private static func answer<S: ThrowingSource<Int, any Error>>(
    _ record: Record, _ inputs: [S]
  ) throws -> String {
    let isEven = { (n: Int) in n % 2 == 0 }
    let arguments = record.arguments
    var a: S { inputs[0] }
    var b: S { inputs[1] }
    var c: S { inputs[2] }
    var n: Int { arguments[0] }
    var m: Int { arguments[1] }
    switch record.operation {
    case "batched": return "\(try a.chunks(ofCount: n).collect())"
    case "batchedStrict":
      let chunks = try a.chunks(ofCount: n).collect()
      return chunks.allSatisfy { $0.count == n } ? "\(chunks)" : "error"
    case "windowed": return "\(try a.windows(ofCount: n).collect())"
    case "windowedStep": return "\(try a.windows(ofCount: n, by: m).collect())"
    case "windowedPadding": return "\(try a.windows(ofCount: n, by: m, padding: -1).collect())"
    case "groupby":
      let groups = a.chunked(on: { $0 / 2 }).map { "[\($0.key), \(try $0.group.collect())]" }
      return list(try groups.collect())
    case "splitWhen": return "\(try a.chunked { $1 >= $0 }.collect())"
    case "splitBefore": return "\(try a.splitBefore(where: isEven).collect())"
    case "splitAfter": return "\(try a.splitAfter(where: isEven).collect())"
    case "splitAt": return "\(try a.splitAt(where: isEven).collect())"
    case "runLengthEncode":
      return list(try a.runLengths().map { "[\($0.element), \($0.count)]" }.collect())
    case "runLengthDecode":
      let runs = zip(a, b).map { (element: $0, count: $1) }
      return "\(try runs.expandingRunLengths().collect())"
    case "ncycles": return "\(try a.cycled(times: n).collect())"
    case "cycle": return "\(try a.cycled().prefix(20).collect())"
    case "count": return "\(try ThrowingGenerator(count(from: n, by: m)).prefix(5).collect())"
    case "compress": return "\(try a.compressed(by: b.map { $0 != 0 }).collect())"
    case "markEnds":
      let marked = a.markingEnds().map { "[\($0.isFirst), \($0.isLast), \($0.element)]" }
      return list(try marked.collect())
    case "distribute": return list(try a.distributed(over: n).map { "\(try $0.collect())" })
    case "consecutiveGroups": return "\(try a.consecutiveGroups().collect())"
    case "islice": return "\(try a[n..<m, by: arguments[2]].collect())"
    case "interleave": return "\(try inputs.interleaved().collect())"
    case "roundrobin": return "\(try inputs.roundRobin().collect())"
    case "tee": return list(try a.tee(n).map { "\(try $0.collect())" })
    case "spy":
      let (head, all) = try a.spy(n)
      return "[\(head), \(try all.collect())]"
    case "zipLongest":
      return list(try zipLongest(a, b, padding: (-1, -1)).map { "[\($0), \($1)]" }.collect())
    case "zipStrict":
      do {
        return list(try zipStrict(a, b).map { "[\($0), \($1)]" }.collect())
      } catch is UnequalLengths {
        return "error"
      }
    case "chain": return "\(try chain(a, b, c).collect())"
    case "product":
      return list(try cartesianProduct(a, b, c).map { "[\($0), \($1), \($2)]" }.collect())
    case "permutations": return "\(try a.permutations(ofCount: n).collect())"
    case "combinations": return "\(try a.combinations(ofCount: n).collect())"
    case "combinationsWithReplacement":
      return "\(try a.combinations(ofCount: n, withReplacement: true).collect())"
    case "merge": return "\(try mergeSorted(inputs).collect())"
    case "allEqual": return "\(try a.allEqual())"
    case "allUnique": return "\(try a.allUnique())"
    case "isSorted": return "\(try a.isSorted())"
    case "one": return (try? a.one()).map { "\($0)" } ?? "error"
    case "only": return (try? a.only(default: -1)).map { "\($0)" } ?? "error"
    case "first": return "\(try a.first(default: -1))"
    case "last": return "\(try a.last(default: -1))"
    case "nth": return "\(try a.nth(n, default: -1))"
    case "ilen": return "\(try a.elementCount())"
    case "uniqueJustseen": return "\(try a.uniqueNeighbors().collect())"
    default: return "no such operation"
    }
  }
}
