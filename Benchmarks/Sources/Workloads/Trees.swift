import CKeep
import Generators

/// A node of a binary tree.
package final class Node: Sendable {
  package let left: Node?
  package let right: Node?
  package let value: Int

  /// A full tree of the numbers in a range, in order.
  package init?(_ range: Range<Int>) {
    guard !range.isEmpty else { return nil }
    let middle = range.lowerBound + range.count / 2
    value = middle
    left = Node(range.lowerBound..<middle)
    right = Node(middle + 1..<range.upperBound)
  }

  /// The tree of the workloads.
  package static let root = Node(0..<treeSize)
}

/// The same tree without reference counts, as the C++ peers have it: what is left is the generator.
struct RawNode {
  typealias Reference = UnsafePointer<RawNode>

  let left: Reference?
  let right: Reference?
  let value: Int

  /// It is never freed.
  static func make(_ node: Node?) -> Reference? {
    guard let node else { return nil }
    let copy = UnsafeMutablePointer<RawNode>.allocate(capacity: 1)
    copy.initialize(
      to: RawNode(left: make(node.left), right: make(node.right), value: node.value))
    return Reference(copy)
  }

}

/// The root of the tree without reference counts, to which nothing writes.
private struct RawTree: @unchecked Sendable {
  let root = RawNode.make(Node.root)
}

private func walk(_ node: RawNode.Reference?, _ yield: Generator<Int>.Yield) throws {
  guard let node else { return }
  try walk(node.pointee.left, yield)
  try yield(node.pointee.value)
  try walk(node.pointee.right, yield)
}

private func visit(_ node: RawNode.Reference?, _ body: (Int) throws -> Void) rethrows {
  guard let node else { return }
  try visit(node.pointee.left, body)
  try body(node.pointee.value)
  try visit(node.pointee.right, body)
}

private func walk(_ node: Node?, _ yield: Generator<Int>.Yield) throws {
  guard let node else { return }
  try walk(node.left, yield)
  try yield(node.value)
  try walk(node.right, yield)
}

private func visit(_ node: Node?, _ body: (Int) throws -> Void) rethrows {
  guard let node else { return }
  try visit(node.left, body)
  try body(node.value)
  try visit(node.right, body)
}

private func delegating(_ node: Node?) -> Generator<Int> {
  Generator { yield in
    guard let node else { return }
    if node.left != nil { try yield(from: delegating(node.left)) }
    try yield(node.value)
    if node.right != nil { try yield(from: delegating(node.right)) }
  }
}

/// Walks the tree as often as makes the count, by a function that is called with each value.
private func visits(
  _ name: String, _ visitTree: @escaping ((Int) -> Void) -> Void
) -> Workload {
  Workload(name, operations: { walks($0) * treeSize }) { count in
    {
      var last = 0
      for _ in 0..<walks(count) {
        visitTree { n in
          keep(n)
          last = n
        }
      }
      return last
    }
  }
}

extension Workload {
  /// A walk of a tree of 4,095 nodes.
  static var trees: [Workload] {
    [
      Workload("tree-helpers") { [root = Node.root] in Generator { try walk(root, $0) } },
      Workload("tree-delegation") { [root = Node.root] in delegating(root) },
      Workload("tree-raw") { [root = RawTree()] in Generator { try walk(root.root, $0) } },
      visits("tree-closure") { [root = Node.root] in visit(root, $0) },
      visits("tree-raw-closure") { [root = RawTree()] in visit(root.root, $0) },
    ]
  }
}
