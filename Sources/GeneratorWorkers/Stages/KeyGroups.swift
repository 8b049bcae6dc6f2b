/// Sorted lines `key TAB value`, one key after the other.
///
/// Values that were not read are skipped when the next key is requested.
public final class KeyGroups {
  private let pull: () throws -> ArraySlice<UInt8>?
  /// The error that the stage has received.
  ///
  /// It fails the job even if the stage doesn't pass it on.
  private var failure: (any Error)?
  private let onBadLine: ((BadLine) throws -> Void)?
  /// Whether the lines have numbers that a person can find.
  private let isPartition: Bool
  private var grouping = LineGrouping()
  private var number = 0
  private var state = State.between
  /// The key that was returned last.
  private var key: ArraySlice<UInt8> = []

  private enum State {
    /// No line was read ahead.
    case between
    /// The first line of a key was read ahead. The key was not returned yet.
    case atKey(line: ArraySlice<UInt8>, tab: Int)
    /// The key was returned, but not its first value.
    case atFirstValue(line: ArraySlice<UInt8>, tab: Int)
    /// A value of the key was returned.
    case inGroup
    case ended
  }

  /// Creates the groups of lines that come in the order of their keys.
  ///
  /// - Parameters:
  ///   - isPartition: Whether the lines are the input of a worker, so that messages have their numbers.
  ///   - onBadLine: Skips a bad line. If it is `nil`, a bad line is an error.
  ///   - pull: Returns the next line.
  init(
    isPartition: Bool, onBadLine: ((BadLine) throws -> Void)?,
    pull: @escaping () throws -> ArraySlice<UInt8>?
  ) {
    self.isPartition = isPartition
    self.onBadLine = onBadLine
    self.pull = pull
  }

  /// Skips the remaining values of the current key, and returns the next key, or `nil` after the last one.
  @usableFromInline
  func nextKey() throws -> ArraySlice<UInt8>? {
    if let failure { throw failure }
    while true {
      switch state {
      case .between:
        try advance()
      case .atFirstValue, .inGroup:
        state = .between
        try advance()
      case .atKey(let line, let tab):
        state = .atFirstValue(line: line, tab: tab)
        key = line.prefix(tab)
        return key
      case .ended:
        return nil
      }
    }
  }

  /// Returns the next value of the key; `nil` after the last one.
  @usableFromInline
  func nextValue() throws -> ArraySlice<UInt8>? {
    if let failure { throw failure }
    switch state {
    case .atFirstValue(let line, let tab):
      state = .inGroup
      return line.dropFirst(tab + 1)
    case .inGroup:
      while let line = try nextLine() {
        switch grouping.step(line) {
        case .same(let tab):
          return line.dropFirst(tab + 1)
        case .first(let tab):
          state = .atKey(line: line, tab: tab)
          return nil
        case let step:
          try meet(step, line)
        }
      }
      state = .ended
      return nil
    case .between, .atKey, .ended:
      return nil
    }
  }

  /// Reads up to the first line of the next key.
  private func advance() throws {
    while let line = try nextLine() {
      switch grouping.step(line) {
      case .same: continue
      case .first(let tab):
        state = .atKey(line: line, tab: tab)
        return
      case let step:
        try meet(step, line)
      }
    }
    state = .ended
  }

  private func nextLine() throws -> ArraySlice<UInt8>? {
    do {
      let line = try pull()
      if line != nil { number += 1 }
      return line
    } catch {
      throw fail(error)
    }
  }

  private func meet(_ step: LineGrouping.Step, _ line: ArraySlice<UInt8>) throws {
    guard case .unsorted = step else {
      return try reject("a line without a tab: \(line.excerpt)")
    }
    // Never skipped: a key may have had its output already.
    throw fail(
      WorkerError(
        "\(place): the lines are not sorted as bytes, as by LC_ALL=C sort: \(line.excerpt)"))
  }

  /// Rejects a value of the current key.
  @usableFromInline
  func reject(_ value: ArraySlice<UInt8>, _ error: any Error) throws { try reject("\(error)") }

  /// Rejects all lines of the current key, of which no value was read.
  @usableFromInline
  func rejectKey(_ error: any Error) throws {
    while try nextValue() != nil { try reject("\(error)") }
  }

  private func reject(_ reason: String) throws {
    let line =
      isPartition
      ? BadLine(origin: .partition, number: number, reason: reason)
      : BadLine(origin: .input(place), number: nil, key: Array(key), reason: reason)
    guard let onBadLine else { throw fail(WorkerError(line.message)) }
    try onBadLine(line)
  }

  /// Keeps the first error that the stage has received.
  private func fail(_ error: any Error) -> any Error {
    if failure == nil { failure = error }
    return error
  }

  private var place: String { isPartition ? "partition line \(number)" : "key \(key.excerpt)" }

  /// Returns an error with the place of the line that was read last.
  @usableFromInline
  func located(_ error: any Error) -> any Error { WorkerError.located(error, at: place) }
}
