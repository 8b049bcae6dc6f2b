import CCoroutine
import CCoroutine.Testing
import Dispatch
import Foundation
import Generators

/// `engine-check [no-probe]` runs the scenarios; `engine-check NAME` does something that a sanitizer must
/// report or that must kill the process.
@main
struct Check {
  static func main() {
    switch CommandLine.arguments.dropFirst().first {
    case nil:
      runScenarios()
    case "no-probe":
      cco_testing_disable_probe()
      runScenarios()
      precondition(cco_access_probe_succeeded() == 0)
    case "use-after-free":
      useAfterFree()
    case "race":
      race()
    case "early-resume":
      earlyResume()
    case "leak":
      leak()
    case "hold":
      hold()
    case "overflow":
      overflow()
    case let other?:
      fatalError("no such check: \(other)")
    }
  }

  static func runScenarios() {
    var failed = 0
    for scenario in ExclusivityScenario.all {
      let succeeded = scenario.succeeds()
      print(succeeded ? "ok:" : "FAILED:", scenario)
      if !succeeded { failed += 1 }
    }
    precondition(Generator(Doubles()).prefix(3).elementsEqual([0, 2, 4]))
    print("probe: \(cco_access_probe_succeeded() == 1 ? "found" : "not used")")
    print("\(ExclusivityScenario.all.count - failed) passed, \(failed) failed")
    if failed > 0 { fatalError("exclusivity") }
  }

  /// A sequence of an opaque iterator, which the optimizer must be able to wrap.
  struct Doubles: Sequence {
    func makeIterator() -> some IteratorProtocol<Int> { (0...).lazy.map { $0 * 2 }.makeIterator() }
  }

  /// A real error inside of a body, which AddressSanitizer must report.
  static func useAfterFree() {
    let place = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    place.initialize(to: 1)
    let g = Generator<Int> { yield in
      try yield(1)
      place.deallocate()
      try yield(2)
      try yield(place.pointee)
    }
    print(Array(g))
  }

  /// Two bodies on two threads write to one place, which ThreadSanitizer must report.
  static func race() {
    let place = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    place.initialize(to: 0)
    nonisolated(unsafe) let shared = place
    @Sendable func count() {
      for _ in Generator<Int>({ yield in
        for n in 0..<1000 {
          shared.pointee += 1
          try yield(n)
        }
      }) {}
    }
    let done = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      count()
      done.signal()
    }
    count()
    done.wait()
    print(place.pointee > 0)
  }

  /// Resuming continuations before their task awaits them is not an error, although ThreadSanitizer may
  /// report one: the second continuation writes to the place of the first in the task's memory.
  static func earlyResume() {
    let done = DispatchSemaphore(value: 0)
    Task {
      for _ in 0..<3 {
        await withUnsafeContinuation { continuation in
          Thread { continuation.resume() }.start()
          // A signal would tell ThreadSanitizer of an order, so the test waits for a time.
          Thread.sleep(forTimeInterval: 0.05)
        }
      }
      done.signal()
    }
    done.wait()
    print("resumed early")
  }

  /// At the end of the process a body is suspended, and only its frame refers to an object: that is not a
  /// leak.
  static func hold() {
    held = Generator<Int> { yield in
      let cell = Cell()
      while true {
        cell.value += 1
        try yield(cell.value)
      }
    }
    print(held!.next()!, held!.next()!)
  }

  nonisolated(unsafe) static var held: Generator<Int>?

  /// An object without references is a leak.
  static func leak() {
    var sum = 0
    for n in 0..<20 {
      for address in Generator<UnsafeMutablePointer<Int>>({ yield in
        let place = UnsafeMutablePointer<Int>.allocate(capacity: 100)
        place.initialize(repeating: n, count: 100)
        try yield(place)
      }) { sum += address[n] }
    }
    print("lost 20 places", sum)
  }

  static func overflow() {
    func recurse(_ n: Int) -> Int { n == 0 ? 0 : 1 + recurse(n - 1) ^ n }
    for n in Generator<Int>({ yield in try yield(recurse(100_000_000)) }) { print(n) }
  }
}
