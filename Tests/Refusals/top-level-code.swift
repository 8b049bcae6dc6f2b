// A script: generators among top-level variables.
//
// expect-output: 0 1 1 2 3 5 8
// expect-output: 1 3 4 6
// expect-output: averages 10.0 15.0
// expect-output: closed, next 10
// expect-output: 3 left

import Generators

let fibonacci = Generator { yield in
  var (a, b) = (0, 1)
  while true {
    try yield(a)
    (a, b) = (b, a + b)
  }
}
print(fibonacci.prefix(7).map(String.init).joined(separator: " "))

indirect enum Tree {
  case leaf
  case node(Tree, Int, Tree)
}

func inOrder(_ tree: Tree, _ yield: Generator<Int>.Yield) throws {
  guard case .node(let left, let value, let right) = tree else { return }
  try inOrder(left, yield)
  try yield(value)
  try inOrder(right, yield)
}

let tree = Tree.node(.node(.leaf, 1, .node(.leaf, 3, .leaf)), 4, .node(.leaf, 6, .leaf))
var line: [String] = []
for value in Generator({ try inOrder(tree, $0) }) { line.append("\(value)") }
print(line.joined(separator: " "))

let averager = Coroutine<Double, Double, Void> { yield in
  var sum = 0.0
  var count = 0.0
  var value = try yield(.nan)
  while true {
    sum += value
    count += 1
    value = try yield(sum / count)
  }
}
try averager.start()
print("averages", try averager.send(10)!, try averager.send(20)!)

var step = 1
do {
  let g = Generator { yield in
    defer { print("closed", terminator: ", ") }
    var n = 0
    while true {
      n += step
      try yield(n)
    }
  }
  for n in g where n == 4 { break }
  step = 6
  let last = g.next()!
  g.close()
  print("next", last)
}

let rest = Generator([1, 2, 3])
#if REFUSED
  Task.detached { rest.next() }  // expect-error: main actor-isolated
#endif
print(rest.reduce(0) { n, _ in n + 1 }, "left")
