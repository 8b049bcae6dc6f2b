/// Returns an error as `any Error`.
///
/// In generic code an `any Error` is the value of a type parameter like any other. Swift puts it into one more
/// box where it becomes an `any Error` again. Stages that do so would wrap an error as often as there are
/// stages, and a cast, which opens one box in the other, would overflow the stack. This cast leaves it as it
/// is.
@inlinable
package func asAnyError<Failure: Error>(_ error: Failure) -> any Error {
  (error as Any) as! any Error
}

extension ThrowingSource {
  /// Returns the next element, or throws an error of any type.
  @inlinable @inline(__always)
  package func nextErasingFailure() throws -> Element? {
    do throws(Failure) {
      return try next()
    } catch {
      throw asAnyError(error)
    }
  }
}
