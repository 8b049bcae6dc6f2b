// The allowed uses of accesses that a body holds open across a `yield`, on one thread and on many.
// Each scenario ends with no access on record, and returns the failures.
//
// Shared by the tests and by Tests/EnginePrograms, which runs it in builds that a test target can't
// have.

import CCoroutine
import CCoroutine.Testing
import Dispatch
import Generators

final class Cell {
  var value = 0
  var other = 0
}

/// Holds a modification of `cell.value` open while `body` runs.
@inline(never)
func holding(_ cell: Cell, _ body: () throws -> Void) rethrows {
  func modify(_ value: inout Int) throws {
    try body()
    value += 1
  }
  try modify(&cell.value)
}

@inline(never)
func holdingOther(_ cell: Cell, _ body: () throws -> Void) rethrows {
  func modify(_ value: inout Int) throws {
    try body()
    value += 1
  }
  try modify(&cell.other)
}

/// Returns a generator that yields `count` times with an access open, and in between without one.
func holder(_ cell: Cell, count: Int = 3) -> Generator<Int> {
  Generator { yield in
    for n in 0..<count {
      try holding(cell) { try yield(n) }
      try yield(-1)
    }
  }
}

/// Returns a generator that yields inside of calls on fresh stacks, with an access that was opened
/// on each of the two.
func deepHolder(_ cell: Cell, count: Int = 3) -> Generator<Int> {
  Generator { yield in
    for n in 0..<count {
      try holding(cell) {
        try withStack(ofAtLeast: 1 << 20) {
          try holdingOther(cell) { try yield(n) }
          try yield(-1)
        }
      }
    }
  }
}

/// Runs `body` on another thread and waits for it.
///
/// The caller passes on everything that the body uses.
func onAnotherThread(_ body: @escaping () -> Void) {
  nonisolated(unsafe) let body = body
  let done = DispatchSemaphore(value: 0)
  DispatchQueue.global().async {
    body()
    done.signal()
  }
  done.wait()
}

struct ExclusivityScenario: Sendable, CustomStringConvertible {
  let description: String
  let run: @Sendable () -> Bool

  /// Whether it succeeded and left no access behind.
  func succeeds() -> Bool { run() && cco_testing_has_open_access() == 0 }

  static let all: [ExclusivityScenario] = [
    .init(description: "held across a yield, on one thread") {
      let cell = Cell()
      let g = holder(cell)
      return Array(g) == [0, -1, 1, -1, 2, -1] && cell.value == 3
    },
    .init(description: "the consumer opens and closes other accesses during it") {
      let cell = Cell(), mine = Cell()
      let g = holder(cell)
      while g.next() != nil { holding(mine) {} }
      return cell.value == 3 && mine.value == 6
    },
    .init(description: "two bodies end their accesses in the order in which they began") {
      let cells = [Cell(), Cell()]
      let a = holder(cells[0]), b = holder(cells[1])
      for _ in 0..<6 { _ = (a.next(), b.next()) }
      return a.next() == nil && b.next() == nil && cells.map(\.value) == [3, 3]
    },
    .init(description: "begun here, ended on another thread") {
      let cell = Cell()
      let g = holder(cell)
      _ = g.next()
      onAnotherThread { _ = g.next() }
      _ = g.next()
      onAnotherThread { _ = (g.next(), g.next(), g.next(), g.next()) }
      return g.next() == nil && cell.value == 3
    },
    .init(description: "a new thread for each resumption") {
      let cell = Cell()
      let g = holder(cell, count: 20)
      var isGood = true
      for n in 0..<41 {
        onAnotherThread {
          isGood = isGood && g.next() == (n == 40 ? nil : n % 2 == 0 ? n / 2 : -1)
          isGood = isGood && cco_testing_has_open_access() == 0
        }
      }
      return isGood && cell.value == 20
    },
    .init(description: "a yield inside of a call on a fresh stack, on one thread") {
      let cell = Cell()
      let g = deepHolder(cell)
      return Array(g) == [0, -1, 1, -1, 2, -1] && cell.value == 3 && cell.other == 3
    },
    .init(description: "a call on a fresh stack begins and ends while consumers hold others") {
      let cell = Cell(), mine = Cell(), theirs = Cell()
      let g = deepHolder(cell, count: 20)
      var isGood = true
      for n in 0..<41 {
        let expected = n == 40 ? nil : n % 2 == 0 ? n / 2 : -1
        switch n % 5 {
        case 0: isGood = isGood && g.next() == expected
        case 1: holding(mine) { isGood = isGood && g.next() == expected }
        case 2: onAnotherThread { isGood = isGood && g.next() == expected }
        default: onAnotherThread { holding(theirs) { isGood = isGood && g.next() == expected } }
        }
      }
      return isGood && cell.value == 20 && cell.other == 20
    },
    .init(description: "a release inside of a call on a fresh stack, on another thread") {
      let cell = Cell(), theirs = Cell()
      var g: Generator<Int>? = deepHolder(cell)
      _ = g?.next()
      onAnotherThread { holding(theirs) { g = nil } }
      return cell.value == 0 && cell.other == 0
    },
    .init(description: "a delegation inside of a call on a fresh stack") {
      let cell = Cell(), other = Cell(), theirs = Cell()
      let g = Generator<Int> { yield in
        try holding(other) {
          try withStack(ofAtLeast: 1 << 20) { try yield(from: deepHolder(cell)) }
        }
        try yield(7)
      }
      var taken = [g.next()]
      for _ in 0..<6 { onAnotherThread { holding(theirs) { taken.append(g.next()) } } }
      return taken == [0, -1, 1, -1, 2, -1, 7] && g.next() == nil && other.value == 1
    },
    .init(description: "begun here, released on another thread") {
      let cell = Cell()
      var g: Generator<Int>? = holder(cell)
      _ = g?.next()
      onAnotherThread { g = nil }
      return cell.value == 0
    },
    .init(description: "begun here, closed on another thread, which also holds an access") {
      let cell = Cell(), theirs = Cell()
      let g = holder(cell)
      _ = g.next()
      onAnotherThread { holding(theirs) { g.close() } }
      return g.state == .closed && theirs.value == 1
    },
    .init(description: "the first thread still holds an access while another resumes") {
      let cell = Cell(), mine = Cell()
      let g = holder(cell)
      holding(mine) {
        _ = g.next()
        onAnotherThread { _ = g.next() }
      }
      return Array(g) == [1, -1, 2, -1] && cell.value == 3 && mine.value == 1
    },
    .init(description: "the consumer holds an access at each resumption") {
      let cell = Cell(), mine = Cell()
      let g = holder(cell)
      var taken: [Int] = []
      for _ in 0..<6 { holding(mine) { taken.append(g.next()!) } }
      return taken == [0, -1, 1, -1, 2, -1] && mine.value == 6 && g.next() == nil
    },
    .init(description: "the consumer holds an access at some resumptions") {
      let cell = Cell(), mine = Cell()
      let g = holder(cell)
      _ = g.next()
      holding(mine) { _ = g.next() }
      holding(mine) { _ = g.next() }
      _ = g.next()
      holding(mine) { holdingOther(mine) { _ = g.next() } }
      return g.next() == -1 && g.next() == nil && cell.value == 3
    },
    .init(description: "the body holds several, begun at different resumptions") {
      let a = Cell(), b = Cell(), c = Cell()
      let g = Generator<Int> { yield in
        try holding(a) {
          try yield(1)
          try holding(b) {
            try yield(2)
            try holding(c) { try yield(3) }
            try yield(4)
          }
          try yield(5)
        }
      }
      var taken: [Int] = []
      for n in 0..<6 {
        if n % 2 == 0 {
          if let x = g.next() { taken.append(x) }
        } else {
          onAnotherThread { if let x = g.next() { taken.append(x) } }
        }
      }
      return taken == [1, 2, 3, 4, 5] && g.next() == nil && [a, b, c].map(\.value) == [1, 1, 1]
    },
    .init(description: "generators in a generator, each with an open access") {
      let outer = Cell(), inner = Cell()
      let g = Generator<Int> { yield in
        let source = holder(inner)
        while let n = source.next() { try holding(outer) { try yield(n) } }
      }
      _ = g.next()
      onAnotherThread { _ = g.next() }
      return Array(g) == [1, -1, 2, -1] && outer.value == 6 && inner.value == 3
    },
    .init(description: "delegation, with an open access in each body of the chain") {
      let cells = (0..<4).map { _ in Cell() }
      func chain(_ depth: Int) -> Generator<Int> {
        if depth == 0 { return holder(cells[0]) }
        return Generator { yield in
          try holding(cells[depth]) {
            try yield(depth * 10)
            try yield(from: chain(depth - 1))
            try yield(depth * 100)
          }
        }
      }
      let g = chain(3)
      var taken: [Int] = []
      for n in 0..<20 {
        if n % 3 == 0 {
          onAnotherThread { if let x = g.next() { taken.append(x) } }
        } else if let x = g.next() {
          taken.append(x)
        }
      }
      return taken == [30, 20, 10, 0, -1, 1, -1, 2, -1, 100, 200, 300]
        && cells.map(\.value) == [3, 1, 1, 1]
    },
    .init(description: "delegation, released in the middle on another thread") {
      let cells = [Cell(), Cell()]
      var g: Generator<Int>? = Generator { yield in
        try holding(cells[1]) { try yield(from: holder(cells[0])) }
      }
      _ = g?.next()
      onAnotherThread { g = nil }
      return cells.map(\.value) == [0, 0]
    },
    .init(description: "an error leaves the body through an access") {
      let cell = Cell()
      let g = ThrowingGenerator<Int> { yield in
        try holding(cell) {
          try yield(1)
          throw CancellationError()
        }
      }
      do {
        _ = try g.next()
        _ = try g.next()
        return false
      } catch {
        return error is CancellationError && g.state == .closed
      }
    },
    .init(description: "an error is thrown in through an access, and caught outside of it") {
      let cell = Cell()
      let g = ThrowingGenerator<Int> { yield in
        do { try holding(cell) { try yield(1) } } catch is CancellationError {
          try holding(cell) { try yield(2) }
        }
      }
      return (try? g.next()) == 1 && (try? g.throw(CancellationError())) == 2
        && (try? g.next()) == .some(nil) && cell.value == 1
    },
    .init(description: "values are sent in while an access is open") {
      let cell = Cell()
      let c = Coroutine<Int, Int, Int> { yield in
        var sum = 0
        for n in 0..<3 { try holding(cell) { sum += try yield(n) } }
        return sum
      }
      guard (try? c.start()) == 0, (try? c.send(5)) == 1 else { return false }
      onAnotherThread { _ = try? c.send(6) }
      return (try? c.send(7)) == .some(nil) && c.returnValue == 18 && cell.value == 3
    },
  ]
}
