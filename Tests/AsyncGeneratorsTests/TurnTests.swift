import Testing

@testable import AsyncGenerators

@Suite struct TurnTests {
  @Test func `each turn has a value of its own`() {
    #expect(Set([Turn.idle, Turn.running, Turn.waiting, Turn.answered, Turn.abandoned]).count == 5)
  }
}
