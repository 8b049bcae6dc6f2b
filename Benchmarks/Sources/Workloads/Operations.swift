import CKeep
import Generators

// An operation on a sequence beside the loop that it replaces, written by hand. Both run over a range,
// which costs nothing, so that what is compared is the operation alone.

extension Workload {
  /// Each as a pair: `op …` and `op … by hand`.
  static let operations =
    pair("chunks") { count in
      var last = 0
      for chunk in (0..<count).chunks(ofCount: 8) {
        keep(chunk.count)
        last = chunk[0]
      }
      return last
    } byHand: { count in
      var last = 0
      var chunk: [Int] = []
      for n in 0..<count {
        if chunk.isEmpty { chunk.reserveCapacity(8) }
        chunk.append(n)
        if chunk.count == 8 || n == count - 1 {
          keep(chunk.count)
          last = chunk[0]
          chunk = []
        }
      }
      return last
    }
    + pair("windows") { count in
      var last = 0
      for window in (0..<count).windows(ofCount: 4) {
        keep(window.count)
        last = window[3]
      }
      return last
    } byHand: { count in
      var last = 0
      var window: [Int] = []
      for n in 0..<count {
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
    + pair("chunked by") { count in
      var last = 0
      for chunk in (0..<count).chunked(by: { _, n in n & 7 != 0 }) {
        keep(chunk.count)
        last = chunk[0]
      }
      return last
    } byHand: { count in
      var last = 0
      var chunk: [Int] = []
      for n in 0..<count {
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
    + pair("run lengths") { count in
      var last = 0
      for (element, length) in (0..<count).lazy.map({ $0 >> 2 }).runLengths() {
        keep(length)
        last = element
      }
      return last
    } byHand: { count in
      var (current, length, last) = (0, 0, 0)
      for n in 0..<count {
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
    + pair("compressed") { count in
      var last = 0
      for n in (0..<count).compressed(by: (0..<count).lazy.map { $0 & 1 == 0 }) {
        keep(n)
        last = n
      }
      return last
    } byHand: { count in
      var last = 0
      for n in 0..<count where n & 1 == 0 {
        keep(n)
        last = n
      }
      return last
    }
    + pair("marked ends") { count in
      var last = 0
      for (isFirst, n, isLast) in (0..<count).markingEnds() {
        keep(isFirst ? -1 : n)
        if isLast { last = n }
      }
      return last
    } byHand: { count in
      var last = 0
      var (isFirst, pending) = (true, 0)
      for n in 0..<count {
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
    + pair("unique neighbors") { count in
      var last = 0
      for n in (0..<count).lazy.map({ $0 >> 1 }).uniqueNeighbors() {
        keep(n)
        last = n
      }
      return last
    } byHand: { count in
      var last = -1
      for n in 0..<count {
        let element = n >> 1
        if element == last { continue }
        keep(element)
        last = element
      }
      return last
    }
    + pair("interleaved") { count in
      var last = 0
      for n in (0..<(count / 2)).interleaved(with: 0..<(count / 2)) {
        keep(n)
        last = n
      }
      return last
    } byHand: { count in
      var last = 0
      for n in 0..<(count / 2) {
        keep(n)
        keep(n)
        last = n
      }
      return last
    }
    + pair("chain") { count in
      var last = 0
      for n in chain(0..<(count / 2), count / 2..<count, count..<count) {
        keep(n)
        last = n
      }
      return last
    } byHand: { count in
      var last = 0
      for n in 0..<(count / 2) {
        keep(n)
        last = n
      }
      for n in count / 2..<count {
        keep(n)
        last = n
      }
      return last
    }
    + pair("zip longest") { count in
      var last = 0
      for (a, b) in zipLongest(0..<count, 0..<(count / 2)) {
        keep(b ?? -1)
        last = a ?? -1
      }
      return last
    } byHand: { count in
      var last = 0
      for n in 0..<count {
        keep(n < count / 2 ? n : -1)
        last = n
      }
      return last
    }
    + pair("counting") { count in
      var last = 0
      for n in Generators.count(from: 0, by: 3).prefix(count) {
        keep(n)
        last = n
      }
      return last
    } byHand: { count in
      var (n, last) = (0, 0)
      for _ in 0..<count {
        keep(n)
        last = n
        n += 3
      }
      return last
    }
    + pair("cycled") { count in
      var last = 0
      for n in (0..<100).cycled().prefix(count) {
        keep(n)
        last = n
      }
      return last
    } byHand: { count in
      var (n, last) = (0, 0)
      for _ in 0..<count {
        keep(n)
        last = n
        n = n == 99 ? 0 : n + 1
      }
      return last
    }
    + pair("cartesian product") { count in
      var last = 0
      for (a, b) in cartesianProduct(0..<(count / 100), 0..<100) {
        keep(b)
        last = a
      }
      return last
    } byHand: { count in
      var last = 0
      for a in 0..<(count / 100) {
        for b in 0..<100 {
          keep(b)
          last = a
        }
      }
      return last
    }
    + pair("merge sorted") { count in
      var last = 0
      for n in mergeSorted(
        stride(from: 0, to: count, by: 2), stride(from: 1, to: count, by: 2))
      {
        keep(n)
        last = n
      }
      return last
    } byHand: { count in
      var (a, b, last) = (0, 1, 0)
      while a < count || b < count {
        if a < count && (b >= count || a <= b) {
          last = a
          a += 2
        } else {
          last = b
          b += 2
        }
        keep(last)
      }
      return last
    }
    + pair("inspected") { count in
      var (last, seen) = (0, 0)
      for n in (0..<count).inspected({ seen += $0 & 1 }) {
        keep(n)
        last = n
      }
      return last &+ seen
    } byHand: { count in
      var (last, seen) = (0, 0)
      for n in 0..<count {
        seen += n & 1
        keep(n)
        last = n
      }
      return last &+ seen
    }

  private static func pair(
    _ name: String, _ operation: @escaping @Sendable (Int) -> Int,
    byHand: @escaping @Sendable (Int) -> Int
  ) -> [Workload] {
    [
      Workload("op \(name)", per: "element") { count in { operation(count) } },
      Workload("op \(name) by hand", per: "element") { count in { byHand(count) } },
    ]
  }
}
