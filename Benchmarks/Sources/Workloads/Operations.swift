import CKeep
import GeneratorAlgorithms
import Generators

// An operation on a sequence beside the loop that it replaces, written by hand. Both run over the
// same arrays of numbers: where an operation takes two sequences, so does the loop, whatever it could
// compute instead.

extension Workload {
  /// Each as a pair: `op-…`, and `op-…` of the loops by hand.
  static var operations: [(operation: Workload, byHand: Workload)] {
    pair("chunks") { numbers in
      var last = 0
      for chunk in numbers.chunks(ofCount: 8) {
        keep(chunk.count)
        last = chunk[0]
      }
      return last
    } byHand: { numbers in
      var last = 0
      var chunk: [Int] = []
      for n in numbers {
        if chunk.isEmpty { chunk.reserveCapacity(8) }
        chunk.append(n)
        if chunk.count == 8 || n == numbers.count - 1 {
          keep(chunk.count)
          last = chunk[0]
          chunk = []
        }
      }
      return last
    }
      + pair("windows") { numbers in
        var last = 0
        for window in numbers.windows(ofCount: 4) {
          keep(window.count)
          last = window[3]
        }
        return last
      } byHand: { numbers in
        var last = 0
        var window: [Int] = []
        for n in numbers {
          if window.count == 4 { window.removeFirst() }
          window.append(n)
          if window.count == 4 {
            let whole = window
            keep(whole.count)
            last = whole[3]
          }
        }
        return last
      }
      + pair("chunked-by") { numbers in
        var last = 0
        for chunk in numbers.chunked(by: { _, n in n & 7 != 0 }) {
          keep(chunk.count)
          last = chunk[0]
        }
        return last
      } byHand: { numbers in
        var last = 0
        var chunk: [Int] = []
        for n in numbers {
          if n & 7 == 0, !chunk.isEmpty {
            keep(chunk.count)
            last = chunk[0]
            chunk = []
          }
          chunk.append(n)
        }
        if !chunk.isEmpty {
          keep(chunk.count)
          last = chunk[0]
        }
        return last
      }
      + pair("run-lengths") { numbers in
        var last = 0
        for (element, length) in numbers.lazy.map({ $0 >> 2 }).runLengths() {
          keep(length)
          last = element
        }
        return last
      } byHand: { numbers in
        var (current, length, last) = (0, 0, 0)
        for n in numbers {
          let element = n >> 2
          if element != current {
            keep(length)
            last = current
            (current, length) = (element, 0)
          }
          length += 1
        }
        keep(length)
        last = current
        return last
      }
      // Not one array twice: the compiler makes one index and one load of the loop's two iterators then.
      + pair("compressed") { numbers in
        var last = 0
        for n in numbers.firstHalf.compressed(by: numbers.secondHalf.lazy.map { $0 & 1 == 0 }) {
          keep(n)
          last = n
        }
        return last
      } byHand: { numbers in
        var last = 0
        var selectors = numbers.secondHalf.lazy.map { $0 & 1 == 0 }.makeIterator()
        for n in numbers.firstHalf {
          guard let isSelected = selectors.next() else { break }
          if isSelected {
            keep(n)
            last = n
          }
        }
        return last
      }
      + pair("marked-ends") { numbers in
        var last = 0
        for (isFirst, n, isLast) in numbers.markingEnds() {
          keep(isFirst ? -1 : n)
          if isLast { last = n }
        }
        return last
      } byHand: { numbers in
        var last = 0
        var (isFirst, pending) = (true, 0)
        for n in numbers {
          if n > 0 {
            keep(isFirst ? -1 : pending)
            isFirst = false
          }
          pending = n
        }
        keep(isFirst ? -1 : pending)
        last = pending
        return last
      }
      + pair("unique-neighbors") { numbers in
        var last = 0
        for n in numbers.lazy.map({ $0 >> 1 }).uniqueNeighbors() {
          keep(n)
          last = n
        }
        return last
      } byHand: { numbers in
        var last = -1
        for n in numbers {
          let element = n >> 1
          if element == last { continue }
          keep(element)
          last = element
        }
        return last
      }
      + pair("interleaved") { numbers in
        var last = 0
        for n in numbers.firstHalf.interleaved(with: numbers.secondHalf) {
          keep(n)
          last = n
        }
        return last
      } byHand: { numbers in
        var last = 0
        var others = numbers.secondHalf.makeIterator()
        for n in numbers.firstHalf {
          keep(n)
          if let other = others.next() {
            keep(other)
            last = other
          }
        }
        return last
      }
      + pair("chain") { numbers in
        var last = 0
        for n in chain(numbers.firstHalf, numbers.secondHalf, EmptyCollection()) {
          keep(n)
          last = n
        }
        return last
      } byHand: { numbers in
        var last = 0
        for n in numbers.firstHalf {
          keep(n)
          last = n
        }
        for n in numbers.secondHalf {
          keep(n)
          last = n
        }
        return last
      }
      + pair("zip-longest") { numbers in
        var last = 0
        for (a, b) in zipLongest(numbers, numbers.firstHalf) {
          keep(b ?? -1)
          last = a ?? -1
        }
        return last
      } byHand: { numbers in
        var last = 0
        var others = numbers.firstHalf.makeIterator()
        for n in numbers {
          keep(others.next() ?? -1)
          last = n
        }
        return last
      }
      + pair("counting") { numbers in
        var last = 0
        for n in GeneratorAlgorithms.count(from: 0, by: 3).prefix(numbers.count) {
          keep(n)
          last = n
        }
        return last
      } byHand: { numbers in
        var (n, last) = (0, 0)
        for _ in numbers.indices {
          keep(n)
          last = n
          n += 3
        }
        return last
      }
      + pair("cycled") { numbers in
        var last = 0
        for n in numbers.prefix(100).cycled().prefix(numbers.count) {
          keep(n)
          last = n
        }
        return last
      } byHand: { numbers in
        let elements = Array(numbers.prefix(100))
        var (index, last) = (0, 0)
        for _ in numbers.indices {
          last = elements[index]
          keep(last)
          index = index == elements.count - 1 ? 0 : index + 1
        }
        return last
      }
      + pair("cartesian-product") { numbers in
        var last = 0
        let (rows, columns) = (numbers.prefix(numbers.count / 100), numbers.prefix(100))
        for (a, b) in cartesianProduct(rows, columns) {
          keep(b)
          last = a
        }
        return last
      } byHand: { numbers in
        var last = 0
        let (rows, columns) = (numbers.prefix(numbers.count / 100), numbers.prefix(100))
        for a in rows {
          for b in columns {
            keep(b)
            last = a
          }
        }
        return last
      }
      + pair("merge-sorted") { numbers in
        var last = 0
        for n in mergeSorted(numbers.firstHalf, numbers.firstHalf) {
          keep(n)
          last = n
        }
        return last
      } byHand: { numbers in
        var firsts = numbers.firstHalf.makeIterator()
        var seconds = numbers.firstHalf.makeIterator()
        var (a, b, last) = (firsts.next(), seconds.next(), 0)
        while true {
          if let first = a, b == nil || first <= b! {
            last = first
            a = firsts.next()
          } else if let second = b {
            last = second
            b = seconds.next()
          } else {
            return last
          }
          keep(last)
        }
      }
      + pair("inspected") { numbers in
        var (last, seen) = (0, 0)
        for n in numbers.inspected({ seen += $0 & 1 }) {
          keep(n)
          last = n
        }
        return last &+ seen
      } byHand: { numbers in
        var (last, seen) = (0, 0)
        for n in numbers {
          seen += n & 1
          keep(n)
          last = n
        }
        return last &+ seen
      }
  }

  private static func pair(
    _ name: String, _ operation: @escaping ([Int]) -> Int,
    byHand: @escaping ([Int]) -> Int
  ) -> [(operation: Workload, byHand: Workload)] {
    func workload(_ loop: @escaping ([Int]) -> Int) -> Workload {
      Workload("op-\(name)") { count in
        let numbers = Array(0..<count)
        return { loop(numbers) }
      }
    }
    return [(workload(operation), workload(byHand))]
  }
}

extension [Int] {
  fileprivate var firstHalf: ArraySlice<Int> { self[..<(count / 2)] }
  fileprivate var secondHalf: ArraySlice<Int> { self[(count / 2)...] }
}
