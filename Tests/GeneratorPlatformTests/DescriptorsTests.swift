import GeneratorPlatform
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct DescriptorsTests {
  @Test func `started programs don't inherit a pipe`() throws {
    let (readEnd, writeEnd) = try Descriptors.makePipe()
    for end in [readEnd, writeEnd] {
      #expect(fcntl(end, F_GETFD) & FD_CLOEXEC != 0)
      Descriptors.close(end)
    }
  }

  @Test func `a pipe is none of the standard descriptors`() async {
    await #expect(processExitsWith: .success) {
      for number: Int32 in 0...2 { close(number) }
      let (readEnd, writeEnd) = try Descriptors.makePipe()
      if readEnd <= 2 || writeEnd <= 2 { throw SystemError.exists }
      try requireStandardDescriptorsClosed("a pipe")
    }
  }

  @Test func `a descriptor can be set not to wait, and to wait again`() throws {
    let (readEnd, writeEnd) = try Descriptors.makePipe()
    defer {
      Descriptors.close(readEnd)
      Descriptors.close(writeEnd)
    }
    try Descriptors.setNonBlocking(readEnd, true)
    #expect(fcntl(readEnd, F_GETFL) & O_NONBLOCK != 0)
    try Descriptors.setNonBlocking(readEnd, false)
    #expect(fcntl(readEnd, F_GETFL) & O_NONBLOCK == 0)
  }

  @Test func `a descriptor that isn't open is an error`() {
    #expect(throws: SystemError.badDescriptor) { try Descriptors.setNonBlocking(-1, true) }
    #expect(throws: SystemError.badDescriptor) { try Descriptors.setCloseOnExec(-1) }
  }
}
