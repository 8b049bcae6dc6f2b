import Testing
import TourKit

@Suite struct TourTests {
  /// What each stop prints, under its title.
  static let expected: [(title: String, lines: [String])] = [
    ("An infinite sequence, with for", ["0", "1", "2", "3"]),
    ("The same with next()", ["0", "1", "2"]),
    ("Squares of a slice of it", ["[0, 1, 4, 9, 16, 25, 36, 49, 64, 81]"]),
    (
      "Two tasks that take turns",
      [
        "boil water: step 1 of 2",
        "slice bread: step 1 of 3",
        "boil water: step 2 of 2",
        "slice bread: step 2 of 3",
        "boil water: done",
        "slice bread: step 3 of 3",
        "slice bread: done",
      ]
    ),
    ("An echo that is sent messages", ["ready", "you said: hello", "you said: good-bye"]),
    ("An error thrown in, and caught inside", ["0", "caught inside: interrupted", "0", "1"]),
    (
      "An error raised inside, and caught outside",
      ["tea", "toast", #"caught outside: outOfStock("marmalade")"#, "nil"]
    ),
    ("A generator expression", ["0", "1", "[4, 9, 16, 25, 36, 49, 64, 81]"]),
    (
      "What a list takes, and what a generator takes",
      [
        "the list holds 1000000 squares: 8000000 bytes",
        "the generator holds one at a time, and the stack of its body",
        "the same sum: true",
      ]
    ),
  ]

  @Test func `has all its stops in order`() {
    #expect(tour.map(\.title) == Self.expected.map(\.title))
  }

  @Test(arguments: expected)
  func `prints what it promises`(title: String, lines: [String]) throws {
    let stop = try #require(tour.first { $0.title == title })
    var printed: [String] = []
    try stop.run { printed.append($0) }
    #expect(printed == lines)
  }
}
