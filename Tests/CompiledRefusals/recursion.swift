// swift-format-ignore-file
// Columns are what is tested here.
import CompiledGenerators

final class Tree {
  let left: Tree?
  let right: Tree?
  let value = 1
  init(_ left: Tree?, _ right: Tree?) { (self.left, self.right) = (left, right) }
}

#if REFUSED
  @Generator func walk(_ tree: Tree?) -> some Sequence<Int> {
    guard let tree else { return }
    for value in walk(tree.left) { yield(value) }
    // expect-error 18: 'walk' can't loop over itself: write 'yield(from: walk(tree.left))' to yield all of its elements, or loop over 'AnySequence(walk(tree.left))', which allocates each level
    // expect-note 18: delegate by 'yield(from:)'
    // expect-fix: yield(from: walk(tree.left))
    yield(tree.value)
    for value in walk(tree.right) { yield(value + 1) }
    // expect-error 18: 'walk' can't loop over itself: write 'yield(from: walk(tree.right))' to yield all of its elements, or loop over 'AnySequence(walk(tree.right))', which allocates each level
    // expect-note 18: erase the type by 'AnySequence'
    // expect-fix: for value in AnySequence(walk(tree.right)) { yield(value + 1) }
    for value in walk(tree.right).lazy.map({ $0 + 1 }) { yield(value) }
    // expect-error 18: 'walk' can't loop over itself: write 'yield(from: walk(tree.right))' to yield all of its elements, or loop over 'AnySequence(walk(tree.right))', which allocates each level
    yield(from: walk(tree.left).lazy.filter { $0 > 1 })
    // expect-error 17: 'walk' can't yield from a sequence that is made of itself: use 'AnySequence(walk(tree.left))', which allocates each level
    // expect-note 17: erase the type by 'AnySequence'
    // expect-fix: yield(from: AnySequence(walk(tree.left)).lazy.filter { $0 > 1 })
    let lazyLeft = walk(tree.left).lazy
    // expect-error 20: 'walk' can't keep itself in a variable: use 'yield(from:)', or 'AnySequence(walk(tree.left))', which allocates each level
    // expect-note 20: erase the type by 'AnySequence'
    // expect-fix: let lazyLeft = AnySequence(walk(tree.left)).lazy
    print(lazyLeft)
    let left = walk(tree.left)
    // expect-error 16: 'walk' can't keep itself in a variable: use 'yield(from:)', or 'AnySequence(walk(tree.left))', which allocates each level
    // expect-note 16: erase the type by 'AnySequence'
    // expect-fix: let left = AnySequence(walk(tree.left))
    print(left)
  }
  struct Walker {
    @Generator func walk(_ tree: Tree?, depth: Int = 0) -> some Sequence<Int> {
      guard let tree else { return }
      for value in self.walk(tree.left) { yield(value) }
      // expect-error 20: 'walk' can't loop over itself: write 'yield(from: self.walk(tree.left))' to yield all of its elements, or loop over 'AnySequence(self.walk(tree.left))', which allocates each level
      // expect-note 20: delegate by 'yield(from:)'
      // expect-fix: yield(from: self.walk(tree.left))
      for value in walk(tree.left, depth: 1) { yield(value) }
      // expect-error 20: 'walk' can't loop over itself: write 'yield(from: walk(tree.left, depth: 1))' to yield all of its elements, or loop over 'AnySequence(walk(tree.left, depth: 1))', which allocates each level
      // expect-note 20: delegate by 'yield(from:)'
      // expect-fix: yield(from: walk(tree.left, depth: 1))
    }
  }
#else
  func walk(_ tree: Tree?, depth: Int) -> [Int] { [] }
  @Generator func walk(_ tree: Tree?) -> some Sequence<Int> {
    guard let tree else { return }
    for value in AnySequence(walk(tree.left)) { yield(value) }
    for value in walk(tree.left, depth: 1) { yield(value) }
    let count = walk(tree.left).reduce(0) { count, _ in count + 1 }
    yield(count)
    for value in walk(tree.left).map({ $0 + 1 }) { yield(value) }
    yield(from: walk(tree.left).filter { $0 > 1 })
    yield(from: walk(tree.right))
  }
  @Generator func erased(_ tree: Tree?) -> AnySequence<Int> {
    guard let tree else { return }
    for value in erased(tree.left) { yield(value) }
  }
#endif
