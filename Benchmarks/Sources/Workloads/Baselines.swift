import CKeep
import Dispatch
import Synchronization

/// What a programmer writes who has no generators.
private struct Counter: Sequence, IteratorProtocol {
  var n = 0
  let count: Int

  mutating func next() -> Int? {
    if n == count { return nil }
    defer { n += 1 }
    return n
  }
}

/// A generator on a thread of its own, as it can be had without a stack switch.
private final class ThreadGenerator: @unchecked Sendable {
  private let wanted = DispatchSemaphore(value: 0)
  private let made = DispatchSemaphore(value: 0)
  private var element: Int?

  init(_ count: Int) {
    DispatchQueue(label: "body").async { [self] in
      for n in 0..<count {
        wanted.wait()
        element = n
        made.signal()
      }
      wanted.wait()
      element = nil
      made.signal()
    }
  }

  func next() -> Int? {
    wanted.signal()
    made.wait()
    return element
  }
}

/// Runs async code from a thread that no task needs.
private func blocking(_ work: @escaping @Sendable () async -> Int) -> Int {
  final class Result: Sendable { let value = Atomic(0) }
  let result = Result()
  let done = DispatchSemaphore(value: 0)
  Task {
    result.value.store(await work(), ordering: .releasing)
    done.signal()
  }
  done.wait()
  return result.value.load(ordering: .acquiring)
}

extension Workload {
  /// The same numbers without a generator.
  static let baselines = [
    Workload("struct iterator", per: "element") { count in
      let counter = Counter(count: count)
      return {
        var last = 0
        for n in counter {
          keep(n)
          last = n
        }
        return last
      }
    },

    Workload("AnyIterator", per: "element") { count in
      let iterator = AnyIterator(Counter(count: count))
      return {
        var last = 0
        for n in iterator {
          keep(n)
          last = n
        }
        return last
      }
    },

    Workload("AsyncStream", per: "element") { count in
      {
        blocking {
          let next = Atomic(0)
          let stream = AsyncStream {
            let n = next.add(1, ordering: .relaxed).oldValue
            return n < count ? n : nil
          }
          var last = 0
          for await n in stream {
            keep(n)
            last = n
          }
          return last
        }
      }
    },

    Workload("thread and semaphores", per: "element") { count in
      let g = ThreadGenerator(count)
      return {
        var last = 0
        while let n = g.next() {
          keep(n)
          last = n
        }
        return last
      }
    },
  ]
}
