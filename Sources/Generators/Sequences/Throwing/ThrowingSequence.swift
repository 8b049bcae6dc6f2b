extension Coroutine where Input == Void, Return == Void {
  /// Makes a generator of the elements of a sequence, which can't fail, for operations that can.
  ///
  /// No element is taken before the first `next()`. It needs no stack; in all else it is a
  /// generator like any other, with its states, its ``close()``, which lets go of the sequence, and
  /// its ``throw(_:)``, which ends it.
  ///
  /// ```swift
  /// let numbers = ThrowingGenerator(["1", "2", "x"]).map { text in
  ///   guard let n = Int(text) else { throw BadNumber(text) }
  ///   return n
  /// }
  /// print(try numbers.next()!, try numbers.next()!)  // 1 2
  /// do { try numbers.next() } catch { print(error) }  // BadNumber(text: "x")
  /// ```
  ///
  /// An infinite sequence makes an infinite generator, and an empty one ends at once.
  ///
  /// - Parameters:
  ///   - sequence: the elements; its iterator is made at the first `next()`.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  /// - Complexity: O(1), two allocations; an element costs what it costs in the sequence.
  @inlinable
  public init(
    _ sequence: some Sequence<Element>, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(
      frame: CallFrame(sequence), origin: GeneratorOrigin(fileID: fileID, line: line))
  }
}
