import Workloads

// The same sequences by `sequence(state:)`.

func statefulCount(_ n: Int) -> some Sequence<Int> {
  sequence(state: 0) { i -> Int? in
    guard i < n else { return nil }
    defer { i += 1 }
    return i
  }
}

func statefulFibonacci(_ n: Int) -> some Sequence<Int> {
  sequence(state: (a: 0, b: 1, i: 0)) { state -> Int? in
    guard state.i < n else { return nil }
    let result = state.a
    (state.a, state.b) = (state.b, state.a &+ state.b)
    state.i += 1
    return result
  }
}

func statefulTwoLoops(_ n: Int) -> some Sequence<Int> {
  sequence(state: (i: 0, j: 0)) { state -> Int? in
    while state.i < n / 1000 {
      while state.j < 1000 {
        let j = state.j
        state.j += 1
        if (state.i ^ j) & 1 == 0 { return state.i &* j }
      }
      state.j = 0
      state.i += 1
    }
    return nil
  }
}

func statefulThreeLoops(_ n: Int) -> some Sequence<Int> {
  sequence(state: (i: 0, j: 0, k: 0)) { state -> Int? in
    while state.i < n / 100 {
      if state.k < 10 {
        defer { state.k += 1 }
        return (state.i * state.i ^ state.j) &+ state.k
      }
      state.k = 0
      state.j += 1
      if state.j == 10 {
        state.j = 0
        state.i += 1
      }
    }
    return nil
  }
}

func statefulPipeline(_ n: Int) -> some Sequence<Int> {
  statefulCount(n).lazy.filter { $0 % 3 != 0 }.map { $0 &* 2 }
}

func statefulNaturals(from start: Int) -> some Sequence<Int> {
  sequence(state: start) { n -> Int? in
    defer { n += 1 }
    return n
  }
}

func statefulWalk(_ root: Node) -> some Sequence<Int> {
  sequence(state: (stack: [Node](), node: Optional(root))) { state -> Int? in
    while let current = state.node {
      state.stack.append(current)
      state.node = current.left
    }
    guard let current = state.stack.popLast() else { return nil }
    state.node = current.right
    return current.value
  }
}
