import Dispatch
import Generators
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

private func counter() -> Generator<Int> {
  Generator { yield in
    var n = 0
    while true {
      try yield(n)
      n += 1
    }
  }
}

@Suite struct ThreadTests {
  @Test func `a body continues on the thread that resumes it`() {
    let g = counter()
    var taken: [Int] = []
    taken.append(g.next()!)
    for _ in 0..<10 {
      onAnotherThread { taken.append(g.next()!) }
      taken.append(g.next()!)
    }
    expectEqual(taken, Array(0...20))
  }

  @Test func `a body is closed on the thread that drops it`() {
    var closedOn: [pthread_t] = []
    let here = pthread_self()
    var g: Generator<Int>? = Generator { yield in
      defer { closedOn.append(pthread_self()) }
      while true { try yield(0) }
    }
    _ = g?.next()
    onAnotherThread { g = nil }
    #expect(closedOn.count == 1 && pthread_equal(closedOn[0], here) == 0)
  }

  @Test func `stacks of threads that have ended are used again`() {
    for _ in 0..<50 {
      onAnotherThread {
        let all = (0..<40).map { _ in counter() }
        for g in all { _ = g.next() }
      }
    }
    let g = counter()
    expectEqual(g.next(), 0)
  }

  @Test func `many threads make and drop at once`() {
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<500 {
        let all = (0..<10).map { _ in counter() }
        for n in 0..<3 { for g in all { expectEqual(g.next(), n) } }
      }
    }
  }
}
