extension Sequence {
  /// The first elements, and a sequence that still has them.
  ///
  /// The first elements are taken from the source at once, the others when they are asked for.
  ///
  /// ```swift
  /// let lines = Generator { yield in for n in 1... { try yield("line \(n)") } }
  /// let (head, all) = lines.spy(2)
  /// print(head, Array(all.prefix(3)))  // ["line 1", "line 2"] ["line 1", "line 2", "line 3"]
  /// ```
  ///
  /// more-itertools' `spy`.
  ///
  /// - Parameter count: how many elements to see.
  /// - Returns: `head`, which has `count` elements or fewer where there are no more, and `all`, to be
  ///   read once, which has those and the rest.
  /// - Precondition: `count` is not negative.
  /// - Complexity: O(`count`), of which as many are taken and held until `all` has given them.
  @inlinable
  public func spy(_ count: Int = 1) -> (head: [Element], all: PeekableSequence<Self>) {
    guard count >= 0 else { fatalError("the count of elements to see must not be negative") }
    let all = peekable()
    return (all.peek(first: count), all)
  }
}
