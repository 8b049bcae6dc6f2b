import GeneratorPlatform
import GeneratorSocketPlatform
import Testing

@Suite struct SystemPollerTests {
  @Test func `an armed descriptor tells once, with its tag`() throws {
    let poller = try SystemPoller()
    let (readEnd, writeEnd) = try Descriptors.makePipe()
    defer {
      Descriptors.close(readEnd)
      Descriptors.close(writeEnd)
    }
    try poller.arm(readEnd, for: .readable, tag: 7, isKnown: false)
    #expect(try poller.wait(timeout: .zero) == 0)
    Poll.wake(writeEnd)
    #expect(try poller.wait(timeout: nil) == 1)
    let event = poller.event(0)
    #expect(event.tag == 7)
    #expect(event.readiness == .readable)
    #expect(try poller.wait(timeout: .zero) == 0)
    let isArmed = poller.isArmed(readEnd, for: .readable, tag: 7)
    #expect(isArmed)
    #expect(try poller.wait(timeout: nil) == 1)
  }

  @Test func `a descriptor that is listened to tells as long as it can be read`() throws {
    let poller = try SystemPoller()
    let (readEnd, writeEnd) = try Descriptors.makePipe()
    defer {
      Descriptors.close(readEnd)
      Descriptors.close(writeEnd)
    }
    try poller.listen(to: readEnd, tag: 1)
    Poll.wake(writeEnd)
    for _ in 0..<3 { #expect(try poller.wait(timeout: nil) == 1) }
  }

  @Test func `a descriptor that isn't open can't be armed`() throws {
    let poller = try SystemPoller()
    #expect(throws: SystemError.badDescriptor) {
      try poller.arm(-1, for: .readable, tag: 1, isKnown: false)
    }
  }
}
