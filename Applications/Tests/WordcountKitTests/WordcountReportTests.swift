import GeneratorSources
import Testing

@testable import WordcountKit

@Suite struct WordcountReportTests {
  private func counts(_ text: String) throws -> TextCounts {
    var counts = TextCounts()
    var blocks = try wordBlocks(of: Crumbs(Array(text.utf8)))
    while let block = try blocks.next() { counts.add(block, isTellingApart: true) }
    counts.files = 1
    return counts
  }

  @Test func `is a table`() throws {
    let text = String(repeating: "the ", count: 12) + "end\n"
    #expect(
      try counts(text).report(top: 5) { "<\($0)>" } == """
        Files             <1>
        Lines             <1>
        Words            <13>
        Bytes            <52>
        Different words   <2>

        Most frequent words
          <12>  the
           <1>  end

        """)
  }

  @Test func `a report without the top words has the sums alone`() throws {
    var counts = try counts("a b\n")
    counts.binaryFiles = 3
    #expect(
      counts.report(top: 0) { "\($0)" } == """
        Files                     1
        Lines                     1
        Words                     2
        Bytes                     4
        Binary files passed over  3

        """)
    #expect(TextCounts().report(top: 5) { "\($0)" }.hasSuffix("Different words  0\n"))
  }

  @Test func `what a terminal would obey is escaped`() throws {
    let report = try counts("a\u{1B}[31mb x\u{202E}y z\u{0}z\n").report(top: 9) { "\($0)" }
    #expect(report.contains("  1  a\\u{1b}[31mb\n"))
    #expect(report.contains("  1  x\\u{202e}y\n"))
    #expect(report.contains("  1  z\\u{0}z\n"))
  }
}
