@testable import GeneratorScheduling
import TestSupport
import Testing

@Suite struct WaitQueueTests {
  /// Nodes of no task, in the order of their indices, which are freed at the end.
  private func withNodes(_ count: Int, _ body: ([WaitNodePointer]) -> Void) {
    let nodes = (0..<count).map { WaitNodePointer.make(for: nil, index: $0) }
    defer { nodes.forEach { $0.destroy() } }
    body(nodes)
  }

  @Test func `is first in, first out`() {
    withNodes(5) { nodes in
      let queue = WaitQueue()
      expectEqual(queue.popFirst(), nil)
      for node in nodes { queue.append(node) }
      expectEqual(queue.count, 5)
      let order = (0..<5).map { _ in queue.popFirst()?.pointee.index }
      expectEqual(order, [0, 1, 2, 3, 4])
      let isEmpty = queue.isEmpty
      #expect(isEmpty)
      expectEqual(queue.popFirst(), nil)
    }
  }

  @Test(arguments: 0..<5)
  func `lets any one leave from its place`(index: Int) {
    withNodes(5) { nodes in
      let queue = WaitQueue()
      for node in nodes { queue.append(node) }
      nodes[index].unlink()
      // A second time does nothing.
      nodes[index].unlink()
      queue.append(nodes[index])
      var order: [Int] = []
      while let node = queue.popFirst() { order.append(node.pointee.index) }
      expectEqual(order, (0..<5).filter { $0 != index } + [index])
    }
  }

  @Test func `leaves nodes in no queue when it goes`() {
    withNodes(3) { nodes in
      do {
        let queue = WaitQueue()
        for node in nodes { queue.append(node) }
      }
      for node in nodes {
        #expect(node.pointee.next == node && node.pointee.previous == node)
        node.unlink()
      }
    }
  }

  @Test func `counts`() {
    withNodes(3) { nodes in
      let queue = WaitQueue()
      var counts = [queue.count]
      for node in nodes {
        queue.append(node)
        counts.append(queue.count)
      }
      nodes[1].unlink()
      counts.append(queue.count)
      expectEqual(counts, [0, 1, 2, 3, 2])
    }
  }
}
