import CKeep
import GeneratorParallel

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How long a result of a slow source takes to be there, from when its element was given.
///
/// It prints milliseconds: the median, the longest, and the place of the result that took it. The source
/// gives an element each five milliseconds; some before those at once, so that batches have grown.
func measureDelay(_ way: String, atOnce: Int, slowly: Int) -> Bool {
  let source = SlowSource(atOnce: atOnce, left: atOnce + slowly)
  let work = Work(nanoseconds: 10_000)
  let transform: @Sendable (Given) -> Given = { given in
    keep(work(given.number))
    return given
  }
  var delays: [Double] = []
  func arrived(_ given: Given) {
    delays.append(given.time.duration(to: .now) / .milliseconds(1))
  }
  switch way {
  case "serial": for given in source { arrived(transform(given)) }
  case "ordered":
    for given in parallel(source, workers: 2).map(transform) { arrived(given) }
  case "unordered":
    for given in parallel(source, ordered: false, workers: 2).map(transform) { arrived(given) }
  case "prefetched": for given in prefetched(source.lazy.map({ transform($0) })) { arrived(given) }
  default: return false
  }
  let slow = delays.suffix(slowly)
  let longest = slow.max() ?? 0
  let place = slow.firstIndex(of: longest)! - slow.startIndex
  print("\(slow.sorted()[slow.count / 2])\t\(longest)\t\(place)")
  return true
}

private struct Given {
  let number: Int
  let time: ContinuousClock.Instant
}

private struct SlowSource: Sequence, IteratorProtocol {
  var atOnce: Int
  var left: Int

  mutating func next() -> Given? {
    if left == 0 { return nil }
    left -= 1
    if atOnce > 0 { atOnce -= 1 } else { usleep(5000) }
    return Given(number: left, time: .now)
  }
}
