import GeneratorPlatform

extension StageStorage {
  /// Returns a stage whose outputs are the elements of its sources.
  @inlinable @inline(__always)
  static func passing<Source: Pulling>(
    _ sources: [Source], isOrdered: Bool, window: Int?
  ) -> StageStorage {
    passing(
      sources.map { .pulling($0) }, of: Source.Element.self, isOrdered: isOrdered, window: window)
  }

  /// Returns a stage whose outputs are the elements of its sources, where the sources may have different types.
  @inlinable @inline(__always)
  static func passing<Element>(
    _ lanes: [Lane], of element: Element.Type, isOrdered: Bool, window: Int?
  ) -> StageStorage {
    StageStorage(
      lanes: lanes, workers: lanes.count,
      window: checkedWindow(window).map { max(1, $0 / max(1, lanes.count)) },
      isOrdered: isOrdered, makeBatch: { OutputBatch<Element>() }, kernel: nil)
  }

  @usableFromInline
  static func checkedWorkers(_ count: Int?) -> Int {
    guard let count else { return SystemThread.processors }
    guard count > 0 else { fatalError("the number of workers must be positive, and is \(count)") }
    return count
  }

  @usableFromInline
  static func checkedWindow(_ count: Int?) -> Int? {
    if let count, count <= 0 { fatalError("the window must be positive, and is \(count)") }
    return count
  }
}
