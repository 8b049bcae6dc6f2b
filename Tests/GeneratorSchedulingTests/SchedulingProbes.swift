import Foundation
@testable import GeneratorScheduling
import Generators
import TestSupport
import Testing

extension Optional where Wrapped == ExitTest.Result {
  /// What the process has written to standard error.
  var complaint: String {
    self?.message ?? ""
  }
}

/// How many bytes of memory the process has; where the system does not tell, has had at most.
func residentBytes() -> Int {
  #if os(Linux)
    // What a process has had at most begins, on Linux, with what the one had that started it.
    let sizes = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    let pages = sizes?.split(separator: " ")[1] ?? ""
    return (Int(pages) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
  #else
    var usage = rusage()
    getrusage(RUSAGE_SELF, &usage)
    return Int(usage.ru_maxrss)
  #endif
}

extension TaskContext {
  /// Waits for what never comes.
  func waitForNothing() throws {
    try link.checkpoint()
    try suspend(Wait("waiting for nothing"))
  }

  /// Joins a task, and says how it ends.
  func ending<Value>(of other: ScheduledTask<Value>) throws -> String {
    do {
      return "\(try join(other))"
    } catch {
      return name(of: error)
    }
  }
}

extension Scheduler {
  /// Calls `run()`, in `async` closures of tests whose thread may be blocked.
  func runBlocking() throws { try run() }

  /// Calls `run` with a body, in `async` closures of tests whose thread may be blocked.
  @discardableResult
  func runBlocking<Value>(
    name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: @escaping (TaskContext) throws -> Value
  ) throws -> Value {
    try run(name: name, fileID: fileID, line: line, body)
  }
}

/// What is thrown, by its short name; `nil` where nothing is.
func thrown<Value>(_ body: () throws -> Value) -> String? {
  do {
    _ = try body()
    return nil
  } catch {
    return name(of: error)
  }
}

/// Does something on another thread while this one waits, so that the two are one after the other.
func onAnotherThread<Value>(_ value: Value, _ body: @escaping @Sendable (Value) -> Void) {
  let handedOver = HandedOver(value: value)
  let done = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    body(handedOver.value)
    done.signal()
  }
  done.wait()
}

private struct HandedOver<Value>: @unchecked Sendable { let value: Value }
