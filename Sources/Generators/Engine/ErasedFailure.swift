/// Returns an error as `any Error`.
///
/// In generic code, an `any Error` is the value of a type parameter. Swift puts it into another box
/// where it becomes an `any Error` again. So each of a row of stages would wrap an error once more,
/// and a cast, which opens one box inside the other, would overflow the stack. This cast leaves the
/// error as it is.
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
