import GeneratorPlatform
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct PollTests {
  @Test func `of several descriptors, poll tells which can be read`() throws {
    let pipes = try (0..<2).map { _ in try Descriptors.makePipe() }
    defer {
      for pipe in pipes {
        Descriptors.close(pipe.readEnd)
        Descriptors.close(pipe.writeEnd)
      }
    }
    let ends = pipes.map(\.readEnd)
    #expect(try Poll.readable(ends, until: .now) == [false, false])
    Poll.wake(pipes[1].writeEnd)
    #expect(try Poll.readable(ends, until: nil) == [false, true])
    #expect(Poll.isReady(ends[0], for: .readable) == .success(false))
    #expect(Poll.isReady(ends[1], for: .readable) == .success(true))
    #expect(Poll.isReady(pipes[0].writeEnd, for: .writable) == .success(true))
    #expect(Poll.isReady(-1, for: .readable) == .failure(.badDescriptor))
  }

  @Test func `waking leaves errno as it was`() {
    errno = ERANGE
    Poll.wake(-1)  // fails
    let error = SystemError.last
    #expect(error.code == ERANGE)
  }
}
