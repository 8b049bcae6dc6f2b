/// The work of a stage, whatever types its elements have.
public struct StageWork: Sendable {
  /// Adds lines to an output until it is full or there are no more, and returns whether there may be more.
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
