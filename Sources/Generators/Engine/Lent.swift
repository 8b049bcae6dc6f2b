/// A value that is used without counting references to the objects that it holds.
///
/// A stage that loads its source from a variable counts a reference to it during the call, in case
/// the variable changes before the call returns. That took three quarters of a stage's time.
///
/// Sound, since the owner is stored beside the unowned reference, and the stage keeps both until
/// the call has returned.
@usableFromInline
package struct Lent<Value> {
  @usableFromInline
  final class Owner {
    @usableFromInline let value: Value

    @inlinable
    init(_ value: Value) { self.value = value }
  }

  @usableFromInline let owner: Owner
  @usableFromInline let reference: Unmanaged<Owner>

  @inlinable
  package init(_ value: Value) {
    owner = Owner(value)
    reference = .passUnretained(owner)
  }

  /// Calls `body` with the value.
  @inlinable @inline(__always)
  package func callAsFunction<Result, Failure: Error>(
    _ body: (Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var failure: Failure?
    let result: Result? = reference._withUnsafeGuaranteedRef { owner in
      do throws(Failure) {
        return .some(try body(owner.value))
      } catch {
        failure = error
        return nil
      }
    }
    if let failure { throw failure }
    return result!
  }
}
