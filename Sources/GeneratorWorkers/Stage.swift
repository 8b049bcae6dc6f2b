public import GeneratorSources
public import Generators

/// A stage of a pipeline that makes lines of lines.
///
/// It sees one partition at a time: a file, a part of a large file, or what an engine gives to one worker.
/// Partitions may be empty. An output depends on the lines of its partition and on nothing else:
///
/// ```swift
/// struct Errors: Stage {
///   func process(_ lines: Lines) -> ThrowingGenerator<String> {
///     ThrowingGenerator { yield in
///       while let line = try lines.next() {
///         let text = line.text
///         if text.contains(" 500 ") { try yield(text) }
///       }
///     }
///   }
/// }
/// let lines = Lines(of: ["GET / 200 17", "GET /a 500 9"])
/// print(try Errors().process(lines).collect())  // ["GET /a 500 9"]
/// ```
///
/// The same stage runs on this machine by ``Job/run(_:)``, and as the worker of an engine by
/// ``Job/work(as:badLines:input:output:)``.
public protocol Stage: WorkerStage {
  /// The type of what comes out, one line each.
  associatedtype Output: LineEncodable

  /// Returns the output for the lines of one partition.
  ///
  /// Several threads may call it at the same time, each for a partition of its own.
  ///
  /// - Parameter lines: the lines of the partition, to be read once.
  /// - Returns: the output. An error of its `next()` ends the job.
  func process(_ lines: Lines) -> ThrowingGenerator<Output>
}

/// A stage of a pipeline that groups what it makes of lines by keys.
///
/// `map` makes pairs of a key and a value of the lines of one partition. `reduce` gets each key once, with
/// all its values:
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
/// `LC_ALL=C sort` does. So a `reduce` gets its values in the order of the bytes of their lines, on every
/// engine. Numbers that shall come in order are written with the same number of digits.
///
/// **Keys** have no TAB and no LF, and values have no LF: each is an error. A key may be empty. Which
/// lines have the same key is decided by the bytes of the key.
public protocol KeyedStage: WorkerStage {
  /// The type of the keys. `[UInt8]` and `ArraySlice<UInt8>` take bytes that are not UTF-8.
  associatedtype Key: LineCodable
  /// The type of the values.
  associatedtype Value: LineCodable
  /// The type of what comes out, one line each.
  associatedtype Output: LineEncodable

  /// Returns the pairs for the lines of one partition.
  ///
  /// Several threads may call it at the same time, each for a partition of its own.
  ///
  /// - Parameter lines: the lines of the partition, to be read once; there may be none.
  /// - Returns: the pairs. An error of its `next()` ends the job.
  func map(_ lines: Lines) -> ThrowingGenerator<(key: Key, value: Value)>

  /// Returns the output for a key.
  ///
  /// Several threads may call it at the same time, each for a key of its own.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - values: its values, at least one, to be read once and before the output has ended. Values that
  ///     are not read are skipped.
  /// - Returns: the output. An error of its `next()` ends the job.
  func reduce(_ key: Key, _ values: Values<Value>) -> ThrowingGenerator<Output>
}

/// A ``Stage`` or a ``KeyedStage``: what a ``Job`` is made of.
///
/// Only types that conform to one of the two conform.
public protocol WorkerStage: Sendable {
  /// The work of the stage, whatever kind it is.
  var _work: StageWork { get }
}

/// The work of a stage, whatever types its elements have.
public struct StageWork: Sendable {
  /// Adds lines to an output until it is full or there are no more; returns whether there may be more.
  @usableFromInline typealias Step = () throws -> Bool

  enum Kind: Sendable {
    case unkeyed(@Sendable (Lines, LineOutput) -> Step)
    case keyed(
      map: @Sendable (Lines, PairOutput) throws -> Void,
      reduce: @Sendable (KeyGroups, LineOutput) -> Step)
  }

  let kind: Kind

  @usableFromInline
  init(process: @escaping @Sendable (Lines, LineOutput) -> Step) {
    kind = .unkeyed(process)
  }

  @usableFromInline
  init(
    map: @escaping @Sendable (Lines, PairOutput) throws -> Void,
    reduce: @escaping @Sendable (KeyGroups, LineOutput) -> Step
  ) {
    kind = .keyed(map: map, reduce: reduce)
  }
}

// Inlinable, so that the loops over the elements are compiled for the types of the stage.

extension Stage {
  /// The work of the stage.
  @inlinable
  public var _work: StageWork {
    StageWork { lines, output in
      let outputs = process(lines)
      return {
        do {
          while let element = try outputs.next() {
            try output.write(element)
            if output.isFull { return true }
          }
          try lines.checkFailure()
          return false
        } catch {
          throw lines.located(error)
        }
      }
    }
  }
}

extension KeyedStage {
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

/// The output of one key after the other.
@usableFromInline
final class Reduction<Stage: KeyedStage> {
  @usableFromInline let stage: Stage
  @usableFromInline let groups: KeyGroups
  @usableFromInline var outputs: ThrowingGenerator<Stage.Output>?
  @usableFromInline var values: Values<Stage.Value>?

  @inlinable
  init(_ stage: Stage, _ groups: KeyGroups) {
    self.stage = stage
    self.groups = groups
  }

  @inlinable
  func step(_ output: LineOutput) throws -> Bool {
    do {
      while true {
        if let outputs {
          while let element = try outputs.next() {
            try output.write(element)
            if output.isFull { return true }
          }
          values?.end()
          self.outputs = nil
        }
        guard let bytes = try groups.nextKey() else { return false }
        output.beginGroup(bytes)
        let key: Stage.Key
        do {
          key = try Stage.Key(decoding: bytes)
        } catch {
          try groups.rejectKey(error)
          continue
        }
        let values = Values<Stage.Value>(of: groups)
        self.values = values
        outputs = stage.reduce(key, values)
      }
    } catch {
      throw groups.located(error)
    }
  }
}
