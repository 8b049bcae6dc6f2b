public import GeneratorSources
public import Generators

/// A stage of a pipeline that maps lines to pairs, groups them by key and reduces each group.
///
/// `map` turns the lines of one partition into pairs of a key and a value. `reduce` receives each key once, with all
/// its values:
///
/// ```swift
/// struct BytesByHost: KeyedStage {
///   func map(_ lines: Lines) -> ThrowingGenerator<(key: String, value: Int)> {
///     ThrowingGenerator { yield in
///       while let line = try lines.next() {
///         let fields = line.text.split(separator: " ")
///         guard fields.count == 2, let bytes = Int(fields[1]) else {
///           try lines.reject(line, because: "not a host and a number")
///           continue
///         }
///         try yield((key: String(fields[0]), value: bytes))
///       }
///     }
///   }
///
///   func reduce(_ host: String, _ values: Values<Int>) -> ThrowingGenerator<String> {
///     ThrowingGenerator { yield in
///       let sum = try values.reduce(0, +)
///       try yield("\(host)\t\(sum)")
///     }
///   }
/// }
/// let pairs = BytesByHost().map(Lines(of: ["a 3", "b 4"]))
/// while let (key, value) = try pairs.next() { print(key, value) }  // a 3, b 4
/// ```
///
/// **Order.** A pair is the line `key TAB value`. These lines are sorted as bytes, by whole lines, as
/// `LC_ALL=C sort` does. So a `reduce` receives its values in the order of the bytes of their lines, on every
/// engine. Numbers that must come in order need the same number of digits.
///
/// **Keys** have no TAB and no LF, and values have no LF. Otherwise the job fails. A key may be empty. Two
/// lines have the same key if the bytes of their keys are the same.
public protocol KeyedStage: WorkerStage {
  /// The type of the keys. `[UInt8]` and `ArraySlice<UInt8>` take bytes that are not UTF-8.
  associatedtype Key: LineCodable
  /// The type of the values.
  associatedtype Value: LineCodable
  /// The type of the elements of the output, one line each.
  associatedtype Output: LineEncodable

  /// Returns the pairs for the lines of one partition.
  ///
  /// Several threads may call it at the same time, each for a partition of its own.
  ///
  /// - Parameter lines: The lines of the partition, to be read once. There may be none.
  /// - Returns: The pairs. An error of its `next()` ends the job.
  func map(_ lines: Lines) -> ThrowingGenerator<(key: Key, value: Value)>

  /// Returns the output for a key.
  ///
  /// Several threads may call it at the same time, each for a key of its own.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - values: Its values, at least one, to be read once and before the output has ended. Values that
  ///     are not read are skipped.
  /// - Returns: The output. An error of its `next()` ends the job.
  func reduce(_ key: Key, _ values: Values<Value>) -> ThrowingGenerator<Output>
}

extension KeyedStage {
  // Inlinable, so that the loops over the elements are compiled for the types of the stage.

  /// The work of the stage.
  @inlinable
  public var _work: StageWork {
    StageWork { lines, output in
      do {
        let pairs = map(lines)
        while let (key, value) = try pairs.next() { try output.write(key, value) }
        try lines.checkFailure()
      } catch {
        throw lines.located(error)
      }
    } reduce: { groups, output in
      let reduction = Reduction(self, groups)
      return { try reduction.step(output) }
    }
  }
}
