import Foundation
import TerminalText
import Testing

@testable import WeblogKit

@Suite struct TableTests {
  private func table(_ rows: [[Table.Cell]]) -> Table {
    var table = Table(
      title: "Pages",
      columns: [.number("requests"), .number("percent"), .number("status"), .text("path")])
    for row in rows { table.append(row) }
    return table
  }

  private var example: Table {
    table([
      [.count(12_345), .percent(tenths: 667), .status(404), .text("/a, \"b\"")],
      [.number(1), .percent(tenths: 3), .status(0), .text("")],
    ])
  }

  @Test func `a table for people is aligned`() {
    #expect(
      example.text() == """
        Pages
          requests  percent  status  path
            12,345    66.7%     404  /a, "b"
                 1     0.3%     000  (empty)

        """)
    #expect(table([]).text() == "Pages\n  none\n")
  }

  @Test func `lines are cut where they are too long`() {
    #expect(
      example.text(width: 33) == """
        Pages
          requests  percent  status  path
            12,345    66.7%     404  /a,…
                 1     0.3%     000  (em…

        """)
    for width in 0...60 {
      let lines = example.text(width: width).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == 5)
      #expect(lines.allSatisfy { $0.count <= width })
    }
  }

  @Test func `a long text pushes only its own row`() {
    var table = Table(title: "T", columns: [.text("a"), .text("b", placeholder: "(none)")])
    let long = String(repeating: "x", count: 60)
    table.append([.text("12"), .text("")])
    table.append([.text(long), .text("c")])
    #expect(table.text() == "T\n  a   b\n  12  (none)\n  \(long)  c\n")
  }

  @Test func `a log cant command the terminal`() {
    let hostile = Array("/\u{1B}[2J\r\n\u{9B}\u{202E}\u{2028}é".utf8) + [0xFF]
    let text = table([[.count(1), .percent(tenths: 0), .status(200), .text(hostile)]]).text()
    #expect(text.contains(#"/\x1b[2J\x0d\x0a\x9b\u{202e}\u{2028}é\#u{FFFD}"#))
    #expect(text.split(separator: "\n").count == 3)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.commandsTerminal })
  }

  @Test func `a table in CSV is quoted where it must be`() {
    #expect(
      example.csv == """
        requests,percent,status,path\r
        12345,66.7,404,"/a, ""b""\"\r
        1,0.3,000,\r

        """)
    #expect(table([]).csv == "requests,percent,status,path\r\n")
  }

  @Test(arguments: [
    ("plain", "plain"), ("", #""""#), (",", #"",""#), ("\"", #""""""#), ("a\nb", #"a\x0ab"#),
    ("a\rb", #"a\x0db"#), ("a\r\nb", #"a\x0d\x0ab"#), ("=1+1", "=1+1"), ("-", "-"), (" a ", " a "),
    ("\"\u{301}", "\"\"\"\u{301}\""), (",\u{301}", "\",\u{301}\""), ("é;\t", #"é;\x09"#),
    ("\u{1B}[2J,", #""\x1b[2J,""#), ("\u{202E}\u{2028}\u{9B}", #"\u{202e}\u{2028}\x9b"#),
  ])
  func whatCSVQuotes(text: String, field: String) {
    var table = Table(title: "", columns: [.text("a")])
    table.append([.text(text)])
    #expect(table.csv.utf8.elementsEqual("a\r\n\(field)\r\n".utf8))
  }

  @Test func `a table in JSON is an array of objects`() throws {
    #expect(
      example.json == #"""
        [
          {
            "path": "/a, \"b\"",
            "percent": 66.7,
            "requests": 12345,
            "status": 404
          },
          {
            "path": "",
            "percent": 0.3,
            "requests": 1,
            "status": 0
          }
        ]

        """#)
    #expect(table([]).json == "[]\n")
  }

  @Test func `every byte comes through JSON and CSV`() throws {
    var table = Table(title: "T", columns: [.text("b")])
    for byte in 0...255 { table.append([.text([0x78, UInt8(byte)])]) }
    let expected = (0...255).map { String(decoding: [0x78, UInt8($0)], as: UTF8.self) }
    let rows = try JSONSerialization.jsonObject(with: Data(table.json.utf8)) as? [[String: String]]
    #expect(rows?.map { $0["b"] } == expected)
    #expect(fields(ofCSV: table.csv) == [["b"]] + expected.map { [$0.escapedForTerminal] })
  }

  @Test func `no form has what a terminal obeys`() throws {
    let hostile =
      "\u{1B}]0;t\u{7}\u{0}\u{7F}\u{85}\u{9B}\u{202E}\u{2028}\u{2066}\u{FEFF}\u{E0001}\r\n\t"
    var table = Table(
      title: hostile, columns: [.text("a\(hostile)", placeholder: "(none)"), .text("b")])
    table.append([.text(hostile), .text(",\"\(hostile)")])
    // Line ends are expected.
    for text in [table.text(), table.text(width: 40), table.csv, table.json] {
      let scalars = text.replacing("\r\n", with: "\n").unicodeScalars
      #expect(scalars.allSatisfy { $0 == "\n" || !$0.commandsTerminal })
    }
    let rows = try JSONSerialization.jsonObject(with: Data(table.json.utf8)) as? [[String: String]]
    #expect(rows == [["a\(hostile)": hostile, "b": ",\"\(hostile)"]])
  }

  @Test func `rows that do not fit`() async {
    await #expect(processExitsWith: .failure) {
      var table = Table(title: "T", columns: [.text("a")])
      table.append([])
    }
    await #expect(processExitsWith: .failure) { _ = Table(title: "T", columns: []) }
    await #expect(processExitsWith: .failure) {
      _ = Table(title: "T", columns: [.text("a"), .number("a")])
    }
  }
}

/// Reads CSV as RFC 4180 defines it.
func fields(ofCSV csv: String) -> [[String]] {
  var rows: [[String]] = []
  var (row, field): ([String], [UInt8]) = ([], [])
  var isQuoted = false
  let bytes = Array(csv.utf8)
  var index = 0
  while index < bytes.count {
    let byte = bytes[index]
    index += 1
    if isQuoted {
      if byte != 0x22 {
        field.append(byte)
      } else if index < bytes.count, bytes[index] == 0x22 {
        field.append(byte)
        index += 1
      } else {
        isQuoted = false
      }
      continue
    }
    switch byte {
    case 0x22: isQuoted = true
    case 0x2C, 0x0D:
      row.append(String(decoding: field, as: UTF8.self))
      field = []
      if byte == 0x0D {
        rows.append(row)
        row = []
        #expect(index < bytes.count && bytes[index] == 0x0A)
        index += 1
      }
    default: field.append(byte)
    }
  }
  #expect(row.isEmpty && field.isEmpty && !isQuoted)
  return rows
}
