// What the bodies of the corpus use.

struct Err: Error {}
func may(_ n: Int) throws -> Int {
  if n == 1 { throw Err() }
  return n
}
func may2(_ n: Int) -> Int { n }
@resultBuilder enum Summing { static func buildBlock(_ ns: Int...) -> Int { ns.reduce(0, +) } }
func build(@Summing _ make: () -> Int) -> Int { make() }
final class Node {
  let l: Node?, r: Node?
  let v: Int
  init(_ v: Int, _ l: Node? = nil, _ r: Node? = nil) { (self.v, self.l, self.r) = (v, l, r) }
}
protocol Valued { var v: Int { get } }
extension Int: Valued { var v: Int { self } }
@Generator func countdown(_ n: Int) -> some Sequence<Int> {
  var n = n
  while n > 0 { yield(n); n -= 1 }
}

/// A generator written by hand that logs when it is left or ends.
struct Deferring: Sequence {
  let n: Int
  final class Iterator: IteratorProtocol {
    var i = 0
    let n: Int
    init(_ n: Int) { self.n = n }
    func next() -> Int? {
      if i == 0 { log("begins") }
      i += 1
      if i == n + 1 { log("inner") }
      return i <= n ? i : nil
    }
    deinit { if 0 < i && i <= n { log("inner") } }
  }
  func makeIterator() -> Iterator { Iterator(n) }
}
func deferring(_ n: Int) -> Deferring { Deferring(n: n) }

/// What a function with a typed error throws.
enum Fault: Error {
  case odd, large(Int)
  var code: Int {
    switch self {
    case .odd: 1
    case .large(let n): n
    }
  }
}
func faulty(_ n: Int) throws(Fault) -> Int {
  if n == 1 || n == 3 { throw .odd }
  if n > 4 { throw .large(n) }
  return n
}
func laterFaulty(_ n: Int) async throws(Fault) -> Int {
  await Task.yield()
  return try faulty(n)
}

/// Which type the compiler knows an error by.
func knownType(_ error: Fault) -> Int { 1 }
func knownType(_ error: any Error) -> Int { 2 }
