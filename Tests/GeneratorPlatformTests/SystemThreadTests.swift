import Foundation
import GeneratorPlatform
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct SystemThreadTests {
  private final class Resource: Sendable {}

  @Test func `a thread has done and released its closure when it is joined`() throws {
    let isDone = Locked(false)
    weak var released: Resource?
    do {
      let resource = Resource()
      released = resource
      let thread = try SystemThread.start {
        withExtendedLifetime(resource) {}
        isDone.withLock { $0 = true }
      }
      thread.join()
    }
    #expect(isDone.withLock { $0 })
    #expect(released == nil)
  }

  @Test func `a thread has as much stack as it is started with`() throws {
    let isDone = Locked(false)
    let thread = try SystemThread.start(stackSize: 64 << 20) {
      withUnsafeTemporaryAllocation(byteCount: 48 << 20, alignment: 16) { bytes in
        bytes[0] = 1
        isDone.withLock { $0 = bytes[0] == 1 }
      }
    }
    thread.join()
    #expect(isDone.withLock { $0 })
  }

  #if os(Linux)
    @Test func `the system keeps the first 15 bytes of a name`() throws {
      let name = Locked<String?>(nil)
      let thread = try SystemThread.start(name: "a name of more than that") {
        name.withLock {
          $0 = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
        }
      }
      thread.join()
      #expect(name.withLock { $0 } == "a name of more \n")
    }
  #endif

  @Test func `a thread's number is its own`() throws {
    let own = Locked<UInt?>(nil)
    let thread = try SystemThread.start {
      #if canImport(Glibc)
        own.withLock { $0 = UInt(pthread_self()) }
      #else
        own.withLock { $0 = UInt(bitPattern: pthread_self()) }
      #endif
    }
    let number = thread.number
    thread.join()
    #expect(own.withLock { $0 } == number)
  }

  @Test func `a process may use at least one processor`() {
    #expect(SystemThread.processors >= 1)
    #expect(SystemThread.processors <= ProcessInfo.processInfo.processorCount)
  }
}
