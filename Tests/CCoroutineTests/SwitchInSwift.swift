// The switch as Swift inlines it, on CPUs that have only Embedded Swift: scripts/test-emulated compiles this
// as Embedded Swift and links it with the C library of a cross compiler. Prints nothing; exits with 1 at a
// failure.

import CCoroutine

/// A tree walk that yields each number below 2 to the `depth` once, with values of both kinds alive across
/// its yields.
@inline(never)
func walk(_ context: UnsafeMutablePointer<cco_context>, depth: Int, from low: Int) -> Double {
  if depth == 0 {
    var number = low
    withUnsafeMutablePointer(to: &number) { _ = cco_suspend(context, $0) }
    return Double(number)
  }
  let half = 1 << (depth - 1)
  let left = walk(context, depth: depth - 1, from: low)
  let right = walk(context, depth: depth - 1, from: low + half)
  return left + right
}

/// A closure, stored as its two parts: a function, and a reference to its captures.
struct Body {
  var run: (UnsafeMutablePointer<cco_context>) -> Void
}

final class Tally {
  nonisolated(unsafe) static var live = 0
  var count = 0
  init() { Tally.live += 1 }
  deinit { Tally.live -= 1 }
}

/// Yields the number of its resumptions, from a closure that the trampoline calls with its captures, and
/// returns how many numbers came back right.
@inline(never)
func countInClosure() -> Int {
  let tally = Tally()
  let place = UnsafeMutablePointer<Body>.allocate(capacity: 1)
  place.initialize(
    to: Body { context in
      while tally.count < 10 {
        tally.count += 1
        withUnsafeMutablePointer(to: &tally.count) { _ = cco_suspend(context, $0) }
      }
    })
  // The reference is moved to the context, which releases it at the end.
  let words = UnsafeRawPointer(place)
  let entry = words.load(as: (@convention(c) (UnsafeMutablePointer<cco_context>?) -> Void).self)
  let context = cco_acquire(64 << 10, nil, entry, nil)!
  cco_set_captures(context, words.load(fromByteOffset: 8, as: UnsafeMutableRawPointer?.self))
  place.deallocate()
  var right = 0
  while let place = cco_resume(context, nil, UInt(CCO_SEND)).value {
    right += place.load(as: Int.self) == right + 1 ? 1 : 0
  }
  cco_release(context)
  return right
}

/// Walks a tree as a consumer of numbers, and compares the results of both sides.
@_cdecl("main")
public func main() -> Int32 {
  let depth = 8
  let context = cco_acquire(
    64 << 10, nil,
    { context in
      var sum = walk(context!, depth: 8, from: 0)
      withUnsafeMutablePointer(to: &sum) { _ = cco_suspend(context!, $0) }
    }, nil)!
  var (count, sum, mean) = (0, 0, 0.0)
  while count < 1 << depth, let place = cco_resume(context, nil, UInt(CCO_SEND)).value {
    let number = place.load(as: Int.self)
    if number != count { return 1 }
    count += 1
    sum += number
    mean += (Double(number) - mean) / Double(count)
  }
  guard let last = cco_resume(context, nil, UInt(CCO_SEND)).value else { return 1 }
  let expected = last.load(as: Double.self)
  if cco_resume(context, nil, UInt(CCO_SEND)).value != nil { return 1 }
  cco_release(context)
  if countInClosure() != 10 || Tally.live != 0 { return 1 }
  return count == 256 && sum == 32640 && expected == 32640 && mean == 127.5 ? 0 : 1
}
