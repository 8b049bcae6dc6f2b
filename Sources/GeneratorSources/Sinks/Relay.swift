public import Generators

extension Yield where Element == Void {
  /// Does what each stage of a pipeline does, around what it does with an element.
  ///
  /// - Parameters:
  ///   - target: the stage behind this one.
  ///   - flush: sends what is held back, before `target` is told of the end or of an error.
  ///   - pass: sends to `target` what becomes of an element, and tells whether to go on.
  /// - Returns: what `target` returns.
  /// - Throws: what leaves `target`, or `pass`.
  @inlinable
  func relay<Output, Return>(
    into target: Sink<Output, Return>, flush: () throws -> Void = {},
    _ pass: (Input) throws -> Bool
  ) throws -> Return {
    do {
      var goesOn = try target.start()
      while goesOn {
        let element: Input?
        do {
          element = try receive()
        } catch {
          try flush()
          goesOn = try target.throw(error)
          continue
        }
        guard let element else {
          try flush()
          break
        }
        goesOn = try pass(element)
      }
    } catch {
      // What `target` itself has thrown comes back from it, since it has ended.
      try target.fail(with: error)
    }
    return try target.close()
  }
}
