import Foundation

/// A value under a lock that ThreadSanitizer knows.
///
/// It does not know `Mutex`.
package final class Guarded<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  package init(_ value: Value) { self.value = value }

  package func callAsFunction<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }

  package var current: Value { self { $0 } }
}

/// A record of events on any threads, in order.
package final class SharedTrace: Sendable {
  private let told = Guarded<[String]>([])

  package init() {}

  package func callAsFunction(_ event: String) { told { $0.append(event) } }

  package var events: [String] { told.current }
}
