public import GeneratorSources
public import Generators

/// The values of one key, which a ``KeyedStage`` reduces.
///
/// They are read in one pass, one at a time, so a key with millions of values takes no more
/// memory than one with few. A test makes them of an array:
///
/// ```swift
/// let values = Values(of: [1, 2, 4])
/// print(try values.reduce(0, +))  // 7
/// ```
///
/// Values are valid until the output of their `reduce` has ended. Reading them later throws a
/// ``WorkerError``.
public final class Values<Value: LineDecodable>: ThrowingSource {
  /// A closure that returns the next value.
  private var pull: (() throws -> Value?)?
  private var hasEnded = false

  @usableFromInline
  init(of groups: KeyGroups) {
    pull = {
      while let bytes = try groups.nextValue() {
        do {
          return try Value(decoding: bytes)
        } catch {
          try groups.reject(bytes, error)
        }
      }
      return nil
    }
  }

  /// Creates values of a sequence, as a test of a stage needs them.
  ///
  /// - Parameter values: The values.
  public init(of values: some Sequence<Value>) {
    var iterator = values.makeIterator()
    pull = { iterator.next() }
  }

  /// Returns the next value, or `nil` after the last one.
  ///
  /// - Throws: ``WorkerError`` if a line can't be read, if it isn't a value, or if the output of `reduce` has ended.
  /// - Complexity: Linear in the bytes of the value.
  public func next() throws -> Value? {
    guard let pull else {
      if hasEnded {
        throw WorkerError("the values of a key were read after the output for the key had ended")
      }
      return nil
    }
    if let value = try pull() { return value }
    self.pull = nil
    return nil
  }

  /// Ends the values.
  public func abandon() { pull = nil }

  @usableFromInline
  func end() {
    pull = nil
    hasEnded = true
  }
}
