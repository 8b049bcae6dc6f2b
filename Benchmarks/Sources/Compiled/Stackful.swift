import Generators
import Workloads

// The same bodies on stacks of their own.

func stackfulCountByWhile(_ n: Int) -> Generator<Int> {
  Generator { yield in
    var i = 0
    while i < n {
      try yield(i)
      i += 1
    }
  }
}

func stackfulCountByFor(_ n: Int) -> Generator<Int> {
  Generator { yield in
    for i in 0..<n { try yield(i) }
  }
}

func stackfulFibonacci(_ n: Int) -> Generator<Int> {
  Generator { yield in
    var (a, b) = (0, 1)
    var i = 0
    while i < n {
      try yield(a)
      (a, b) = (b, a &+ b)
      i += 1
    }
  }
}

func stackfulTwoLoops(_ n: Int) -> Generator<Int> {
  Generator { yield in
    for i in 0..<n / 1000 {
      for j in 0..<1000 where (i ^ j) & 1 == 0 { try yield(i &* j) }
    }
  }
}

func stackfulThreeLoops(_ n: Int) -> Generator<Int> {
  Generator { yield in
    for i in 0..<n / 100 {
      let square = i * i
      for j in 0..<10 {
        let mixed = square ^ j
        for k in 0..<10 { try yield(mixed &+ k) }
      }
    }
  }
}

func stackfulPipeline(_ n: Int) -> Generator<Int> {
  let filtered = Generator { yield in
    for x in stackfulCountByFor(n) where x % 3 != 0 { try yield(x) }
  }
  return Generator { yield in
    for x in filtered { try yield(x &* 2) }
  }
}

func stackfulNaturals(from start: Int) -> Generator<Int> {
  Generator { yield in
    var n = start
    while true {
      try yield(n)
      n += 1
    }
  }
}

func stackfulWalk(_ root: Node) -> Generator<Int> {
  Generator { yield in try visit(root, yield) }
}

private func visit(_ node: Node, _ yield: Generator<Int>.Yield) throws {
  if let left = node.left { try visit(left, yield) }
  try yield(node.value)
  if let right = node.right { try visit(right, yield) }
}
