public import Generators

/// Sends the elements of a generator that may fail into a sink, closes the sink, and returns its result.
///
/// The sink is started first. Then control alternates: an element is requested when the sink has processed
/// the one before. At the end the generator is closed.
///
/// ```swift
/// try push(["alpha", "beta", "gamma"], into: writer(to: "words.txt"))
/// let words = try push(lines(of: "words.txt"), into: head(2, into: collecting()))
/// print(words)  // ["alpha", "beta"]
/// ```
///
/// If the sink ends by itself, as `head` does, no more elements are requested.
///
/// If the generator fails, its error is thrown into the sink. Then `push` throws it, even if the sink has
/// caught it, and the sink is closed. If another error leaves the sink in reply, `push` throws that one.
///
/// If the sink fails, `push` throws its error. An error of closing the generator then goes to
/// `UnraisableError.hook`.
///
/// This is Beazley's `for x in source: sink.send(x)` with `sink.close()`.
///
/// - Parameters:
///   - source: The elements to send. A generator that has been started continues where it is.
///   - sink: The sink to send them to.
/// - Returns: The sink's result.
/// - Throws: The error of the generator or the sink; `GeneratorError` of the kind `closed` if the sink has
///   no result because it failed before.
/// - Complexity: O(*n*) resumptions of both. It holds one element.
@inlinable @discardableResult
public func push<Element, Return>(
  _ source: ThrowingGenerator<Element>, into sink: Sink<Element, Return>
) throws -> Return {
  let takes: Bool
  do {
    takes = try sink.start()
  } catch {
    // The error that is already being thrown is the one to report.
    try? source.close()
    throw error
  }
  do {
    // `first` and not a loop, because it closes the source when the closure fails.
    if takes { _ = try source.first { try !sink.send($0) } }
  } catch {
    // An error of the sink comes back unchanged, because the sink has ended.
    try sink.fail(with: error)
  }
  do {
    try source.close()
  } catch {
    try sink.fail(with: error)
  }
  return try sink.close()
}

/// Sends the elements of a source that may fail into a sink, closes the sink, and returns its result.
///
/// It is `push` of a generator. The source is released at the end, and closed if the sink fails.
///
/// ```swift
/// let long = lines(of: "words.txt").filter { $0.count > 4 }
/// let words = try push(long, into: collecting())
/// ```
///
/// - Parameters:
///   - source: The elements to send.
///   - sink: The sink to send them to.
/// - Returns: The sink's result.
/// - Throws: The error of the source or the sink; `GeneratorError` of the kind `closed` if the sink has no
///   result because it failed before.
/// - Complexity: O(*n*), with one resumption of the sink for each element. It holds one element.
@_disfavoredOverload
@inlinable @discardableResult
public func push<Source: ThrowingSource, Return>(
  _ source: Source, into sink: Sink<Source.Element, Return>
) throws -> Return {
  try push(ThrowingGenerator(source), into: sink)
}

/// Sends the elements of a sequence into a sink, closes the sink, and returns its result.
///
/// The sink is started first. Then control alternates: an element is requested when the sink has processed
/// the one before.
///
/// ```swift
/// let squares = try push(1...4, into: mapping({ $0 * $0 }, into: collecting()))
/// print(squares)  // [1, 4, 9, 16]
/// ```
///
/// If the sink ends by itself, as `head` does, no more elements are requested. At the end the sequence is
/// released; a `Generator` is also closed, whatever its declared type.
///
/// This is Beazley's `for x in source: sink.send(x)` with `sink.close()`.
///
/// - Parameters:
///   - source: The elements to send. They may be infinite if the sink ends.
///   - sink: The sink to send them to.
/// - Returns: The sink's result.
/// - Throws: The error of the sink; `GeneratorError` of the kind `closed` if the sink has no result because
///   it failed before.
/// - Complexity: O(*n*), with one resumption for each element. It holds one element.
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
