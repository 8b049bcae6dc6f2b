import Foundation
import Generators
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A sequence that counts its taken elements and its readers, and whether it was released.
struct Metered<Element>: Sequence {
  final class Counts: Sendable {
    let taken = Atomic(0)
    let alive = Atomic(0)
    let readers = Atomic(0)
    let overlaps = Atomic(0)

    /// How many elements were taken.
    var elements: Int { taken.load(ordering: .acquiring) }
    /// The number of sources that were started and not released.
    var open: Int { alive.load(ordering: .acquiring) }
    /// How often two threads took at once.
    var collisions: Int { overlaps.load(ordering: .acquiring) }
  }

  let counts: Counts
  let make: () -> AnyIterator<Element>

  init(_ base: some Sequence<Element>, counts: Counts) {
    self.counts = counts
    make = { AnyIterator(base.makeIterator()) }
  }

  final class Iterator: IteratorProtocol {
    let base: AnyIterator<Element>
    let counts: Counts

    init(_ base: AnyIterator<Element>, _ counts: Counts) {
      self.base = base
      self.counts = counts
      counts.alive.add(1, ordering: .acquiringAndReleasing)
    }

    deinit { counts.alive.subtract(1, ordering: .acquiringAndReleasing) }

    func next() -> Element? {
      if counts.readers.add(1, ordering: .acquiringAndReleasing).newValue > 1 {
        counts.overlaps.add(1, ordering: .acquiringAndReleasing)
      }
      defer { counts.readers.subtract(1, ordering: .acquiringAndReleasing) }
      guard let element = base.next() else { return nil }
      counts.taken.add(1, ordering: .acquiringAndReleasing)
      return element
    }
  }

  func makeIterator() -> Iterator { Iterator(make(), counts) }
}

/// How many of something are under way, and were at most.
final class Load: Sendable {
  private let count = Atomic(0)
  private let most = Atomic(0)
  private let all = Atomic(0)

  var peak: Int { most.load(ordering: .acquiring) }
  var total: Int { all.load(ordering: .acquiring) }
  var current: Int { count.load(ordering: .acquiring) }

  func callAsFunction<Result>(_ body: () throws -> Result) rethrows -> Result {
    begin()
    defer { end() }
    return try body()
  }

  func begin() {
    let now = count.add(1, ordering: .acquiringAndReleasing).newValue
    most.max(now, ordering: .acquiringAndReleasing)
    all.add(1, ordering: .acquiringAndReleasing)
  }

  func end(_ number: Int = 1) { count.subtract(number, ordering: .acquiringAndReleasing) }

  /// Waits until so many have begun in all.
  func wait(for number: Int) { while total < number { pause(100) } }
}

/// The numbers of threads that it was told of.
final class ThreadLog: Sendable {
  private let ids = Guarded<Set<UInt>>([])

  func note() {
    #if canImport(Darwin)
      let id = UInt(bitPattern: pthread_self())
    #else
      let id = UInt(pthread_self())
    #endif
    ids { _ = $0.insert(id) }
  }

  var count: Int { ids.current.count }
}

/// Sleeps so many microseconds.
func pause(_ microseconds: Int) { Thread.sleep(forTimeInterval: Double(microseconds) * 1e-6) }

/// Some work that takes no time to speak of, a little, or lets others run.
@inline(never)
func work(_ n: Int, seed: UInt64) -> Int {
  var random = SeededRandom(seed: seed &+ UInt64(truncatingIfNeeded: n))
  let rounds = [0, 0, 0, 10, 100, 1000][Int(random.next() % 6)]
  var sum = n
  for _ in 0..<rounds { sum = sum &* 31 &+ 7 }
  if random.chance(1) { sched_yield() }
  return sum
}

/// How often something is done to see that it never fails; more of it with `GENERATORS_LONG`.
let rounds = ProcessInfo.processInfo.environment["GENERATORS_LONG"].flatMap { Int($0) } ?? 1

/// How a stage is set up.
struct Shape: CustomTestStringConvertible, Sendable {
  var ordered = true
  var workers: Int?
  var window: Int?

  static let all = [true, false].flatMap { ordered in
    [nil, 1, 3].flatMap { workers in
      [nil, 1, 2, 7, 64].map { Shape(ordered: ordered, workers: workers, window: $0) }
    }
  }

  static let some = [
    Shape(), Shape(workers: 1), Shape(workers: 3, window: 5), Shape(workers: 2, window: 1),
    Shape(ordered: false), Shape(ordered: false, workers: 1), Shape(ordered: false, workers: 4),
    Shape(ordered: false, workers: 3, window: 2),
  ]

  var testDescription: String {
    "\(ordered ? "ordered" : "unordered"), \(workers.map { "\($0)" } ?? "default") workers, "
      + "window \(window.map { "\($0)" } ?? "default")"
  }
}

extension Array where Element: Comparable {
  /// As it is, or sorted where the order is not determined.
  func inOrder(_ isOrdered: Bool) -> [Element] { isOrdered ? self : sorted() }
}

/// Calls what would be its asynchronous twin in a function that is asynchronous.
func blocking<Result>(_ body: () throws -> Result) rethrows -> Result { try body() }
