import GeneratorPlatform
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct SystemErrorTests {
  @Test func `the last error is that of the call before`() {
    close(-1)
    let error = SystemError.last
    #expect(error == .badDescriptor)
  }

  @Test func `errno survives what is done in between`() {
    errno = ERANGE
    SystemError.preserving { close(-1) }
    let error = SystemError.last
    #expect(error.code == ERANGE)
  }

  @Test func `a description is the system's`() {
    #expect("\(SystemError.noEntry)" == "No such file or directory")
  }
}
