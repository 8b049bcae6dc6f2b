import GeneratorPlatform
import GeneratorSocketPlatform
import Testing

@Suite struct TransfersTests {
  @Test func `a descriptor that isn't open has no writing mode`() {
    #expect(throws: SystemError.badDescriptor) { try Descriptors.writingMode(of: -1) }
  }
}
