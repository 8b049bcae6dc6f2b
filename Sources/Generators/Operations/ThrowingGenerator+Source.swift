extension Coroutine where Input == Void, Return == Void {
  /// Creates a generator of the elements of a sequence, which can't fail, for operations that can.
  ///
  /// Takes no element before the first `next()`. It needs no stack. Otherwise it is a generator like any
  /// other, with its states, its ``close()``, which releases the sequence, and its ``throw(_:)``, which ends
  /// it.
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
  /// - Parameters:
  ///   - sequence: The elements. Its iterator is made at the first `next()`.
  ///   - fileID: The file to name in messages.
  ///   - line: The line to name in messages.
  /// - Complexity: O(1), two allocations; an element costs what it costs in the sequence.
  @inlinable
  public init(
    _ sequence: some Sequence<Element>, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(
      frame: CallFrame(sequence), origin: GeneratorOrigin(fileID: fileID, line: line))
  }

  /// Creates a generator of the elements of any source that may fail: one type for all of them.
  ///
  /// It serves as the type of a variable or a result where `some ThrowingSource` doesn't, and adds a
  /// generator's protocol: its states, its ``close()``, which releases the source, its ``throw(_:)``, which
  /// ends it, and delegation. It needs no stack. The body of a compiled generator can catch an error that is thrown
  /// into it, and closing lets it clean up.
  ///
  /// ```swift
  /// func rows(of text: String, reversed: Bool) -> ThrowingGenerator<Int> {
  ///   let rows = numbers(in: [text])
  ///   return reversed ? ThrowingGenerator(rows.map { -$0 }) : rows
  /// }
  /// print(try rows(of: "7", reversed: true).collect())  // [-7]
  /// ```
  ///
  /// - Parameters:
  ///   - source: The elements.
  ///   - fileID: The file to name in messages.
  ///   - line: The line to name in messages.
  /// - Complexity: O(1), two allocations; an element costs an indirect call more than it costs in the source.
  @_disfavoredOverload
  @inlinable
  public init<Source: ThrowingSource>(
    _ source: Source, fileID: StaticString = #fileID, line: UInt = #line
  ) where Source.Element == Element {
    let frame =
      Source._takesErrors
      ? CallFrame<Element, Void>(raisingIn: source)
      : CallFrame(pulling: { element in element = try source.nextErasingFailure() })
    self.init(
      frame: frame, hasCleanup: Source._takesErrors,
      origin: GeneratorOrigin(fileID: fileID, line: line))
  }
}
