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

  static let size = 1 << 12 - 1
  static let root = Node(0..<size)
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

  nonisolated(unsafe) static let root = make(Node.root)
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

/// Goes on until `count` elements came, with `walk` called for each time around the tree.
private func repeatedly(_ count: Int, _ walk: (inout Int, inout Int) -> Void) -> Int {
  var last = 0
  var left = count
  while left > 0 { walk(&left, &last) }
  return last
}

extension Workload {
  /// A walk of a tree of 4,095 nodes.
  static let trees = [
    Workload("raw tree by helpers", per: "element") { count in
      let root = RawNode.root
      return {
        repeatedly(count) { left, last in
          for n in Generator({ try walk(root, $0) }) {
            keep(n)
            last = n
            left -= 1
          }
        }
      }
    },

    Workload("raw tree by a closure", per: "element") { count in
      let root = RawNode.root
      return {
        repeatedly(count) { left, last in
          visit(root) { n in
            keep(n)
            last = n
            left -= 1
          }
        }
      }
    },

    Workload("tree by helpers", per: "element") { count in
      let root = Node.root
      return {
        repeatedly(count) { left, last in
          for n in Generator({ try walk(root, $0) }) {
            keep(n)
            last = n
            left -= 1
          }
        }
      }
    },

    Workload("tree by yield from", per: "element") { count in
      let root = Node.root
      return {
        repeatedly(count) { left, last in
          for n in delegating(root) {
            keep(n)
            last = n
            left -= 1
          }
        }
      }
    },

    Workload("tree by a closure", per: "element") { count in
      let root = Node.root
      return {
        repeatedly(count) { left, last in
          visit(root) { n in
            keep(n)
            last = n
            left -= 1
          }
        }
      }
    },
  ]
}
