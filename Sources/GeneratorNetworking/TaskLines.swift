import GeneratorScheduling
import GeneratorSources
import SystemPackage

/// The lines that a task reads from a connection or another descriptor as they arrive.
///
/// A task gets them from
/// ``GeneratorScheduling/TaskContext/lines(of:limit:invalidUTF8:badLines:)-(Connection,_,_,_)``, and takes
/// one after another with ``next()``. Like the task's context, they can't leave the task: the compiler
/// refuses to store them, and refuses an escaping closure that captures them.
///
/// This value holds the bytes that were read and not yet requested as a line. So read a connection with one
/// `TaskLines` from its beginning to its end, without
/// ``GeneratorScheduling/TaskContext/read(from:into:maximum:)-(Connection,_,_)`` in between.
public struct TaskLines: ~Copyable, ~Escapable {
  private enum Input {
    case connection(Connection)
    case descriptor(FileDescriptor)
  }

  /// The largest number of bytes to read at once, and the initial size of the buffer.
  ///
  /// An idle connection holds that buffer as long as its lines are kept.
  private static let (portion, room) = (16 << 10, 2 << 10)

  private let task: TaskContext
  private let input: Input
  private let received = ReceivedBytes()
  private var assembler: LineAssembler
  private let invalidUTF8: InvalidUTF8Policy
  private let badLines: BadLinesPolicy

  /// Whether the input has ended.
  private var isAtEnd = false

  /// Whether an error was thrown after which there are no lines.
  private var hasFailed = false

  @_lifetime(copy task)
  private init(
    _ task: TaskContext, _ input: Input, name: String, _ limit: Int,
    _ invalidUTF8: InvalidUTF8Policy,
    _ badLines: BadLinesPolicy
  ) {
    guard limit > 0 else { fatalError("the limit of a line must be positive, and is \(limit)") }
    self.task = task
    self.input = input
    self.invalidUTF8 = invalidUTF8
    self.badLines = badLines
    assembler = LineAssembler(received, name: name, limit: limit, size: Self.room)
  }

  @_lifetime(copy task)
  init(
    _ task: TaskContext, of connection: Connection, limit: Int, invalidUTF8: InvalidUTF8Policy,
    badLines: BadLinesPolicy
  ) {
    self.init(
      task, .connection(connection), name: "\(connection)", limit, invalidUTF8, badLines)
  }

  @_lifetime(copy task)
  init(
    _ task: TaskContext, of descriptor: FileDescriptor, limit: Int, invalidUTF8: InvalidUTF8Policy,
    badLines: BadLinesPolicy
  ) {
    self.init(
      task, .descriptor(descriptor), name: descriptor.name, limit, invalidUTF8, badLines)
  }

  /// Waits for the next line while the other tasks run, and returns it.
  ///
  /// Returns at once if the line was read already. When the wait is interrupted, the part of the line that
  /// was read is kept, and the next call continues with it.
  ///
  /// ```swift
  /// func prompt(_ connection: Connection, _ task: TaskContext) throws {
  ///   var answers = task.lines(of: connection)
  ///   do {
  ///     let answer = try task.withTimeout(.seconds(30)) { try answers.next() }
  ///     print(answer ?? "the peer has closed")
  ///   } catch SchedulingError.timedOut {
  ///     print("no answer yet:", try answers.next() ?? "and none to come")
  ///   }
  /// }
  /// ```
  ///
  /// - Returns: The line, without its ending; `nil` when the input has ended, and from then on.
  /// - Throws: `SourceError` for a bad line, or the error of the closure of `BadLinesPolicy.skip`, after
  ///   which there are no more lines; `Errno.connectionReset` and other errors of reading;
  ///   ``/GeneratorScheduling/SchedulingError/descriptorClosed(_:)``; the error that interrupts the task.
  /// - Complexity: O(*n*) for a line of *n* bytes. The memory is that of the longest line, and at least 2
  ///   KiB.
  public mutating func next() throws -> String? {
    while !hasFailed {
      while let line = assembler.next(invalidUTF8) {
        do {
          if let text = try badLines.text(of: line) { return text }
        } catch {
          hasFailed = true
          throw error
        }
      }
      if isAtEnd { return nil }
      if received.isEmpty, try read() == 0 {
        isAtEnd = true
        assembler.end()
      } else {
        try assembler.fill()
      }
    }
    return nil
  }

  private func read() throws -> Int {
    try received.replace { bytes in
      switch input {
      case .connection(let connection):
        try task.read(from: connection, into: &bytes, maximum: Self.portion)
      case .descriptor(let descriptor):
        try task.read(from: descriptor, into: &bytes, maximum: Self.portion)
      }
    }
  }
}
