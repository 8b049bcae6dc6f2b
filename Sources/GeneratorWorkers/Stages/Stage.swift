public import GeneratorSources
public import Generators

/// A stage of a pipeline that turns lines into lines.
///
/// It sees one partition at a time: a file, a part of a large file, or the input that an engine assigns to one worker.
/// Partitions may be empty. An output depends only on the lines of its partition:
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
  /// The type of the elements of the output, one line each.
  associatedtype Output: LineEncodable

  /// Returns the output for the lines of one partition.
  ///
  /// Several threads may call it at the same time, each for a partition of its own.
  ///
  /// - Parameter lines: The lines of the partition, to be read once.
  /// - Returns: The output. An error of its `next()` ends the job.
  func process(_ lines: Lines) -> ThrowingGenerator<Output>
}

extension Stage {
  // Inlinable, so that the loops over the elements are compiled for the types of the stage.

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
