public import Synchronization

/// A reader that several threads may refer to and one at a time may use.
///
/// Sound as `Sendable`, since it traps if two threads use it at once, and since taking the turn is an acquire
/// and ending it a release.
@usableFromInline
final class SharedReader<Output>: @unchecked Sendable {
  @usableFromInline let reader: OutputReader<Output>
  @usableFromInline let isBusy = Atomic(false)

  @inlinable
  init(_ reader: OutputReader<Output>) { self.reader = reader }

  @inlinable
  deinit {}

  /// Returns the next output as ``OutputReader/take(isCancellable:)`` does, in a turn.
  @inlinable @inline(__always)
  func take(isCancellable: Bool) throws -> Output? {
    try takeTurn()
    defer { endTurn() }
    return try reader.take(isCancellable: isCancellable)
  }

  /// Returns the next output as ``take(isCancellable:)`` does, without blocking a thread.
  @inlinable @inline(__always)
  func take(isCancellable: Bool, isolation: isolated (any Actor)?) async throws -> Output? {
    try takeTurn()
    defer { endTurn() }
    return try await reader.take(isCancellable: isCancellable, isolation: isolation)
  }

  /// Ends the reader as ``OutputReader/close()`` does, in a turn.
  @usableFromInline
  func close() {
    takeTurnOrTrap()
    defer { endTurn() }
    reader.close()
  }

  /// Ends the reader as ``OutputReader/end()`` does, in a turn.
  @usableFromInline
  func abandon() {
    takeTurnOrTrap()
    defer { endTurn() }
    reader.end()
  }

  /// Ends the reader as ``close()`` does, without blocking a thread.
  @usableFromInline
  func close(isolation: isolated (any Actor)?) async {
    takeTurnOrTrap()
    defer { endTurn() }
    await reader.close(isolation: isolation)
  }

  @inlinable @inline(__always)
  func takeTurn() throws {
    if isBusy.exchange(true, ordering: .acquiring) { try refuseTurn() }
  }

  private func takeTurnOrTrap() {
    do { try takeTurn() } catch { fatalError("\(error)") }
  }

  @usableFromInline @inline(never)
  func refuseTurn() throws {
    if reader.stage.isExecutingHere { throw ParallelError.alreadyExecuting }
    fatalError("a reader of a broadcast was used by two threads at once")
  }

  @inlinable @inline(__always)
  func endTurn() { isBusy.store(false, ordering: .releasing) }
}
