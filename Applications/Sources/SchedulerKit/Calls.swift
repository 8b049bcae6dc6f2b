import GeneratorScheduling

/// A tree of numbers.
///
/// Adding them takes time.
indirect enum Tree {
  case leaf(Int)
  case node(Tree, Tree)
}

/// In Python each of these functions is a generator, and yields its result to a trampoline.
///
/// ```python
/// def add(x, y):
///     yield Sleep(1)
///     yield x + y
///
/// def total(tree):
///     if isinstance(tree, int):
///         yield tree
///     else:
///         left = yield total(tree[0])
///         right = yield total(tree[1])
///         yield (yield add(left, right))
///
/// def main(tree):
///     print((yield total(tree)))
/// ```
@Sendable func calls(print: @escaping (String) -> Void) throws {
  func add(_ x: Int, _ y: Int, _ task: TaskContext) throws -> Int {
    try task.sleep(for: .seconds(1))
    print("\(task.now): \(task.current.identity.name ?? "unnamed") adds \(x) and \(y)")
    return x + y
  }

  func total(_ tree: Tree, _ task: TaskContext) throws -> Int {
    switch tree {
    case .leaf(let number): number
    case .node(let left, let right): try add(total(left, task), total(right, task), task)
    }
  }

  let scheduler = Scheduler(clock: .virtual)
  let trees: [(String, Tree)] = [
    ("left", .node(.node(.leaf(1), .leaf(2)), .leaf(3))),
    ("right", .node(.leaf(10), .node(.leaf(20), .node(.leaf(30), .leaf(40))))),
  ]
  for (name, tree) in trees {
    try scheduler.spawn(name: name) { task in
      let sum = try total(tree, task)
      print("\(task.now): \(name) has \(sum)")
    }
  }
  try scheduler.run()
}
