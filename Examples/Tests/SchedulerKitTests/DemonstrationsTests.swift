import SchedulerKit
import Testing

@Suite struct DemonstrationsTests {
  /// What each demonstration prints, under its title.
  static let expected: [(title: String, lines: [String])] = [
    (
      "Tasks take turns",
      [
        "I'm foo, task 1, turn 1", "I'm bar, task 2, turn 1", "I'm foo, task 1, turn 2",
        "I'm bar, task 2, turn 2", "I'm foo, task 1, turn 3",
      ]
    ),
    (
      "A task waits for another, and gets its error",
      [
        "the printer starts", "the printer has failed: NoInk()", "main waits for it again: false",
      ]
    ),
    (
      "A task is killed",
      [
        "1 shell: ready", "2 server: ready", "3 client: waits for 2", "the server cleans up",
        "the shell kills the server: true", "the client goes on",
      ]
    ),
    (
      "Tasks wait for each other",
      ["deadlock:", "1 chicken: waits for 2", "2 egg: waits for 1"]
    ),
  ]

  @Test func `there is one for each title, in this order`() {
    #expect(demonstrations.map(\.title) == Self.expected.map(\.title))
  }

  @Test(arguments: expected)
  func `each prints what it promises, on each run`(title: String, lines: [String]) throws {
    let demonstration = try #require(demonstrations.first { $0.title == title })
    for _ in 1...2 {
      var printed: [String] = []
      try demonstration.run { printed.append($0) }
      #expect(printed == lines)
    }
  }
}
