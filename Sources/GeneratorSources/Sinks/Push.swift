public import Generators

/// Sends the elements of a generator that may fail into a sink, closes it, and gives its result.
///
/// Control goes from the one to the other: an element is taken when the sink has taken the one before.
/// The sink is started first, and the generator is closed at the end.
///
/// ```swift
/// try push(["alpha", "beta", "gamma"], into: writer(to: "words.txt"))
/// let words = try push(lines(of: "words.txt"), into: head(2, into: collecting()))
/// print(words)  // ["alpha", "beta"]
/// ```
///
/// A sink that ends by itself, as `head` does, ends the whole: nothing more is taken. An error of the
/// generator is thrown into the sink, and then comes out, even if the sink has caught it; it is then
/// closed. If something else leaves the sink in reply, that comes out. An error of the sink comes out
/// too; one that closing the generator meets then goes to `UnraisableError.hook`.
///
/// Beazley's `for x in source: sink.send(x)`, and `sink.close()`.
///
/// - Parameters:
///   - source: what to send, from where it stands.
///   - sink: what is to be sent it.
/// - Returns: the sink's result.
/// - Throws: what leaves the generator or the sink; `GeneratorError` of the kind `closed`
///   if the sink has no result because it had failed before.
/// - Complexity: O(*n*) resumptions of both; it holds one element.
@inlinable @discardableResult
public func push<Element, Return>(
  _ source: ThrowingGenerator<Element>, into sink: Sink<Element, Return>
) throws -> Return {
  let takes: Bool
  do {
    takes = try sink.start()
  } catch {
    // The error that is on its way is the one to tell of.
    try? source.close()
    throw error
  }
  do {
    // Not a loop by hand, since this one closes the source when the closure fails.
    if takes { _ = try source.first { try !sink.send($0) } }
  } catch {
    // If it came from the sink it comes back, since that has ended.
    try sink.fail(with: error)
  }
  do {
    try source.close()
  } catch {
    try sink.fail(with: error)
  }
  return try sink.close()
}

/// Sends the elements of a source that may fail into a sink, closes it, and gives its result.
///
/// As `push` of a generator. The source is released at the end, and closed if the sink fails.
///
/// ```swift
/// let long = lines(of: "words.txt").filter { $0.count > 4 }
/// let words = try push(long, into: collecting())
/// ```
///
/// - Parameters:
///   - source: The elements to send.
///   - sink: Takes the elements.
/// - Returns: The sink's result.
/// - Throws: The error of the source or of the sink; `GeneratorError` of the kind `closed` if the sink has no
///   result because it had failed before.
/// - Complexity: O(*n*), with a resumption of the sink for each element; one is held.
@_disfavoredOverload
@inlinable @discardableResult
public func push<Source: ThrowingSource, Return>(
  _ source: Source, into sink: Sink<Source.Element, Return>
) throws -> Return {
  try push(ThrowingGenerator(source), into: sink)
}

/// Sends the elements of a sequence into a sink, closes it, and gives its result.
///
/// Control goes from the one to the other: an element is taken when the sink has taken the one before.
/// The sink is started first.
///
/// ```swift
/// let squares = try push(1...4, into: mapping({ $0 * $0 }, into: collecting()))
/// print(squares)  // [1, 4, 9, 16]
/// ```
///
/// A sink that ends by itself, as `head` does, ends the whole: nothing more is taken. The sequence is
/// let go of at the end; if it is a `Generator`, whatever it is declared as, it is closed.
///
/// Beazley's `for x in source: sink.send(x)`, and `sink.close()`.
///
/// - Parameters:
///   - source: what to send; it may be infinite if the sink ends.
///   - sink: what is to be sent it.
/// - Returns: the sink's result.
/// - Throws: what leaves the sink; `GeneratorError` of the kind `closed` if the sink has no
///   result because it had failed before.
/// - Complexity: O(*n*), with a resumption for each element; it holds one.
@inlinable @discardableResult
public func push<Source: Sequence, Return>(
  _ source: Source, into sink: Sink<Source.Element, Return>
) throws -> Return {
  do {
    defer { (source as? Generator<Source.Element>)?.close() }
    if try sink.start() {
      for element in source {
        if try !sink.send(element) { break }
      }
    }
  }
  return try sink.close()
}
