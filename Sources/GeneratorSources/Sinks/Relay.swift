public import Generators

extension Yield where Element == Void {
  /// Performs what all stages of a pipeline have in common, around `pass`.
  ///
  /// - Parameters:
  ///   - target: The next stage.
  ///   - flush: Sends the elements that were held back, before `target` gets the end or an error.
  ///   - pass: Sends to `target` what becomes of an element, and returns whether to continue.
  /// - Returns: The result of `target`.
  /// - Throws: The error of `target` or of `pass`.
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
      // An error of `target` itself comes back unchanged, because `target` has ended.
      try target.fail(with: error)
    }
    return try target.close()
  }
}
