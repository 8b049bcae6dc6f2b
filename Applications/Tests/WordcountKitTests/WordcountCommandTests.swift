import CommandTestSupport
import Foundation
import Testing

/// The program, run as a user does.
@Suite struct WordcountCommandTests {
  private func run(
    _ arguments: [String], input: String? = nil, in directory: TemporaryDirectory? = nil
  ) throws -> Program.Outcome {
    try Program.run("wordcount", arguments, input: input, directory: directory?.path)
  }

  /// Files of many sizes, some of which have several pieces.
  private func library() throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    for number in 0..<40 {
      let size = number < 39 ? number * 100 : 540_000
      // With a line end, because a word could otherwise continue in the next file where they are joined.
      let text = plainText(size, seed: UInt64(number)) + Array("\n".utf8)
      try directory.file("\(number % 4)/\(number).txt", text)
    }
    return directory
  }

  /// Text that `wc` and we count alike: valid and printable.
  private func plainText(_ count: Int, seed: UInt64) -> [UInt8] {
    var random = SeededGenerator(state: seed)
    let parts = [
      "the ", "The\n", "ünïcode ", "words\t", "日本 語\u{3000}", "\n\n", "x", "(y) ", "long-", "\r\n",
    ]
    var text: [UInt8] = []
    while text.count < count { text += parts.randomElement(using: &random)!.utf8 }
    return text
  }

  @Test func `the totals are those of WC`() throws {
    let directory = try library()
    let wc = Process()
    wc.executableURL = URL(filePath: "/bin/sh")
    wc.arguments = ["-c", "find . -type f | xargs cat | wc"]
    wc.currentDirectoryURL = URL(filePath: directory.path)
    wc.environment = ["LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"]
    let pipe = Pipe()
    wc.standardOutput = pipe
    try wc.run()
    try pipe.fileHandleForWriting.close()
    let totals = String(
      decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self
    )
    .split(whereSeparator: \.isWhitespace).map(String.init)
    wc.waitUntilExit()
    let outcome = try run(["--top", "0", "."], in: directory)
    let numbers = outcome.output.split(separator: "\n").map { Int($0.filter(\.isNumber)) ?? -1 }
    let expected = totals.map { Int($0) ?? -2 }
    #expect(numbers == [40] + expected)
  }

  @Test(arguments: [0, 1, 700, 530_000])
  func `each total is that of WC`(size: Int) throws {
    let file = try TemporaryDirectory().file("text", plainText(size, seed: UInt64(size)))
    let outcome = try run([file.path])
    for (option, row) in [("-l", "Lines"), ("-w", "Words"), ("-c", "Bytes")] {
      let wc = Process()
      wc.executableURL = URL(filePath: "/usr/bin/env")
      wc.arguments = ["wc", option]
      wc.environment = ["LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"]
      wc.standardInput = try FileHandle(forReadingFrom: URL(filePath: file.path))
      let pipe = Pipe()
      wc.standardOutput = pipe
      try wc.run()
      try pipe.fileHandleForWriting.close()
      let printed = try pipe.fileHandleForReading.readToEnd() ?? Data()
      wc.waitUntilExit()
      let total = String(decoding: printed, as: UTF8.self).filter(\.isNumber)
      let line = outcome.output.split(separator: "\n").first { $0.hasPrefix(row) }
      #expect(line?.filter(\.isNumber) == total)
    }
  }

  @Test func `any number of jobs prints the same`() throws {
    let directory = try library()
    try directory.link("0/nowhere", to: "nothing")
    let outcomes = try [1, 2, 3, 8].map {
      try run(["--top", "50", "--jobs", "\($0)", ".", "missing", "0/nowhere"], in: directory)
    }
    #expect(outcomes[0].output.contains("Most frequent words\n"))
    #expect(Set(outcomes.map(\.output)).count == 1)
    #expect(Set(outcomes.map(\.errors)).count == 1)
    #expect(outcomes.map(\.status) == [1, 1, 1, 1])
  }

  @Test(arguments: [[], ["-"], ["-", "-"]])
  func `standard input is counted`(arguments: [String]) throws {
    let outcome = try run(arguments, input: "To be,\nor not to be\n")
    #expect(
      outcome.output == """
        Files             \(max(1, arguments.count))
        Lines             2
        Words             6
        Bytes            20
        Different words   4

        Most frequent words
          2  be
          2  to
          1  not
          1  or

        """)
    #expect(outcome.status == 0)
  }

  @Test func `a missing file is an error and the rest is counted`() throws {
    let directory = try library()
    let outcome = try run(["--top", "0", "missing", "1/1.txt"], in: directory)
    #expect(outcome.errors == "wordcount: missing: No such file or directory\n")
    #expect(outcome.output.hasPrefix("Files    1\n"))
    #expect(outcome.status == 1)
  }

  @Test(arguments: [["missing"], ["empty"]])
  func `where nothing is read there is no answer`(arguments: [String]) throws {
    let directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: "\(directory.path)/empty", withIntermediateDirectories: true)
    let outcome = try run(arguments, in: directory)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("wordcount: \(arguments[0]): "))
    #expect(outcome.status == 1)
  }

  @Test(arguments: [
    (
      ["--top", "-1"], "'-1' is invalid for '--top <number>': it must be a number from 0 to 1000000"
    ),
    (["--jobs", "0"], "it must be a number from 1 to 1000"),
    (["--compare", "--jobs", "1"], "--compare needs --jobs greater than 1"),
    (["--fast"], "Unknown option '--fast'"), (["--matching"], "Missing value for '--matching"),
  ])
  func `what is wrong is said`(arguments: [String], message: String) throws {
    let outcome = try run(arguments)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(outcome.status == 64)
  }

  @Test func `the program has help`() throws {
    let outcome = try run(["--help"])
    #expect(outcome.output.contains("EXIT CODES:"))
    #expect(outcome.output.contains("(default: **)"))
    #expect(outcome.status == 0)
  }

  /// The file has the number of bytes that the counting process has read.
  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: "/proc/self/io"), "there is no /proc/self/io"))
  func `what changes while it is compared is an error and no trap`() throws {
    let outcome = try run(["--compare", "--jobs", "2", "/proc/self/io"])
    #expect(
      outcome.errors
        == "wordcount: files changed between the two counts: the counts end before the change\n"
    )
    #expect(outcome.status == 1)
    #expect(outcome.hasExited)
  }

  @Test(arguments: [false, true])
  func `the program compares jobs`(isOfStandardInput: Bool) throws {
    let directory = try library()
    let text = String(decoding: plainText(200_000, seed: 1), as: UTF8.self)
    let arguments = isOfStandardInput ? ["-"] : ["."]
    let plain = try run(arguments, input: text, in: directory)
    let compared = try run(arguments + ["--compare"], input: text, in: directory)
    #expect(compared.output.hasPrefix(plain.output))
    let rate = #/\n1 job: \d+\.\d [kMG]B/s, \d+ jobs: \d+\.\d [kMG]B/s, \d+\.\d\d times 1 job\n/#
    #expect(String(compared.output.dropFirst(plain.output.count)).wholeMatch(of: rate) != nil)
    #expect(compared.status == 0)
  }

  @Test func `shows the comparison as it goes`() throws {
    let (terminal, directory) = (try #require(PseudoTerminal()), try library())
    let program = try Program("wordcount", ["--compare", directory.path], errors: terminal.handle)
    let outcome = try program.finish()
    let text = try terminal.text()
    #expect(outcome.status == 0)
    #expect(text.hasPrefix("\rcomparing 1 job with "))
    #expect(text.hasSuffix("\r\u{1b}[K"))
  }

  @Test func `an interrupt prints what was counted`() throws {
    let input = Pipe()
    let program = try Program("wordcount", [], input: input)
    // More than a pipe holds: when all of it is written, the program has read.
    try input.fileHandleForWriting.write(contentsOf: Data(plainText(400_000, seed: 2)))
    program.interrupt()
    let outcome = try program.finish()
    try input.fileHandleForWriting.close()
    #expect(outcome.status == 130)
    #expect(outcome.hasExited)
    #expect(outcome.output.hasPrefix("Files "))
    #expect(outcome.output.contains("  the\n"))
  }

  @Test func `a reader that goes away ends it without a message`() throws {
    let (output, errors, directory) = (Pipe(), Pipe(), try library())
    try output.fileHandleForReading.close()
    let program = try Program(
      "wordcount", [directory.path], output: output.fileHandleForWriting,
      errors: errors.fileHandleForWriting)
    try output.fileHandleForWriting.close()
    try errors.fileHandleForWriting.close()
    let outcome = try program.finish()
    #expect(outcome.hasExited ? outcome.status == 141 : outcome.status == SIGPIPE)
    #expect(try errors.fileHandleForReading.readToEnd() ?? Data() == Data())
  }
}
