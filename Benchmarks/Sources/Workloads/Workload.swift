import CKeep
import Generators

/// A loop to be timed.
///
/// The drivers in other languages have loops of the same names that do the same work and return the same number, so
/// that none can be fast by doing less. `Benchmarks/drivers/README.md` says what each does.
public struct Workload {
  /// The same in all drivers that have it.
  public let name: String

  /// What is counted, and one of which a figure is the cost of.
  public let unit: String

  /// How many of them the work does for a count that is asked for.
  public let operations: (_ count: Int) -> Int

  /// Whether the work is prepared once for all repetitions, and the memory that it then takes is measured.
  public let isLive: Bool

  /// Makes what is not to be timed.
  ///
  /// The closure that it returns is timed, and returns the last element.
  public let prepare: (_ count: Int) -> () -> Int

  /// Does the work once, untimed, and returns the sum of its elements; `nil` if the last element proves the work.
  public let check: ((_ count: Int) -> Int)?

  /// Creates a workload from what its properties describe.
  public init(
    _ name: String, per unit: String = "element",
    operations: @escaping (Int) -> Int = { $0 }, isLive: Bool = false,
    check: ((Int) -> Int)? = nil, _ prepare: @escaping (Int) -> () -> Int
  ) {
    self.name = name
    self.unit = unit
    self.operations = operations
    self.isLive = isLive
    self.check = check
    self.prepare = prepare
  }
}

extension Workload {
  /// Creates a workload that reads a sequence to its end.
  @inlinable
  public init<Elements: Sequence<Int>>(
    _ name: String, elements make: @escaping (Int) -> Elements
  ) {
    self.init(name, check: { make($0).reduce(0, &+) }) { count in
      let elements = make(count)
      return { last(of: elements) }
    }
  }

  /// Creates a workload that reads a walk of the tree as often as makes the count of elements.
  @inlinable
  public init<Elements: Sequence<Int>>(
    _ name: String, walk make: @escaping () -> Elements
  ) {
    self.init(
      name, operations: { walks($0) * treeSize },
      check: { count in (0..<walks(count)).reduce(0) { sum, _ in make().reduce(sum, &+) } }
    ) { count in
      {
        var last = 0
        for _ in 0..<walks(count) {
          for n in make() {
            keep(n)
            last = n
          }
        }
        return last
      }
    }
  }

  /// Creates a workload that makes iterators, takes one element of each and drops them.
  @inlinable
  public init<Elements: IteratorProtocol<Int>>(
    create make: @escaping (Int) -> Elements
  ) {
    self.init(
      "create", per: "generator",
      check: { count in
        (0..<count).reduce(0) { sum, start in
          var elements = make(start)
          return sum &+ (elements.next() ?? 0)
        }
      }
    ) { count in
      {
        var last = 0
        for start in 0..<count {
          var elements = make(start)
          last = elements.next()!
          keep(last)
        }
        return last
      }
    }
  }

  /// Creates a workload that keeps a number of suspended iterators, and resumes each in turn.
  @inlinable
  public init<Elements: IteratorProtocol<Int>>(live make: @escaping (Int) -> Elements) {
    func crowd(_ count: Int) -> [Elements] {
      var crowd: [Elements] = []
      crowd.reserveCapacity(count)
      for number in 0..<count {
        var elements = make(number)
        keep(elements.next()!)
        crowd.append(elements)
      }
      return crowd
    }
    self.init(
      "live", isLive: true,
      check: { count in
        var crowd = crowd(count)
        return crowd.indices.reduce(0) { $0 &+ crowd[$1].next()! }
      }
    ) { count in
      var crowd = crowd(count)
      return { resumeEach(&crowd) }
    }
  }
}

/// Reads a sequence to its end.
@inlinable @inline(never)
func last(of elements: some Sequence<Int>) -> Int {
  var last = 0
  for n in elements {
    keep(n)
    last = n
  }
  return last
}

/// Reads a generator without an end up to an element, which it returns.
@inline(__always)
func last(of generator: Generator<Int>, upTo count: Int) -> Int {
  var last = 0
  for n in generator {
    keep(n)
    last = n
    if n == count { break }
  }
  return last
}

/// Resumes each of a crowd once; one access for all of them.
@inlinable @inline(never)
func resumeEach<Elements: IteratorProtocol<Int>>(_ crowd: inout [Elements]) -> Int {
  var last = 0
  for index in crowd.indices {
    last = crowd[index].next()!
    keep(last)
  }
  return last
}

/// How many nodes the tree has.
public let treeSize = 1 << 12 - 1

/// How many whole walks of the tree have at least a number of elements.
@inlinable public func walks(_ count: Int) -> Int { (count + treeSize - 1) / treeSize }
