import CompiledGenerators
import Workloads

@Generator
func countByWhile(_ n: Int) -> some Sequence<Int> {
  var i = 0
  while i < n {
    yield(i)
    i += 1
  }
}

@Generator
func countByFor(_ n: Int) -> some Sequence<Int> {
  for i in 0..<n { yield(i) }
}

@Generator
func fibonacci(_ n: Int) -> some Sequence<Int> {
  var (a, b) = (0, 1)
  var i = 0
  while i < n {
    yield(a)
    (a, b) = (b, a &+ b)
    i += 1
  }
}

@Generator
func twoLoops(_ n: Int) -> some Sequence<Int> {
  for i in 0..<n / 1000 {
    for j in 0..<1000 where (i ^ j) & 1 == 0 { yield(i &* j) }
  }
}

@Generator
func threeLoops(_ n: Int) -> some Sequence<Int> {
  for i in 0..<n / 100 {
    let square = i * i
    for j in 0..<10 {
      let mixed = square ^ j
      for k in 0..<10 { yield(mixed &+ k) }
    }
  }
}

@Generator
func filtered(_ n: Int) -> some Sequence<Int> {
  for x in countByFor(n) where x % 3 != 0 { yield(x) }
}

@Generator
func pipeline(_ n: Int) -> some Sequence<Int> {
  for x in filtered(n) { yield(x &* 2) }
}

@Generator
func walk(_ node: Node) -> some Sequence<Int> {
  if let left = node.left { yield(from: walk(left)) }
  yield(node.value)
  if let right = node.right { yield(from: walk(right)) }
}

/// The tree without recursion by name: a body that keeps the nodes above it.
@Generator
func walkByStack(_ root: Node) -> some Sequence<Int> {
  var stack: [Node] = []
  var next: Node? = root
  while true {
    while let node = next {
      stack.append(node)
      next = node.left
    }
    guard let node = stack.popLast() else { return }
    yield(node.value)
    next = node.right
  }
}

@Generator
func naturals(from start: Int) -> some Sequence<Int> {
  var n = start
  while true {
    yield(n)
    n += 1
  }
}
