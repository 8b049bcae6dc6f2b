import GeneratorSources
import Generators
import SystemPackage
import TestSupport
import Testing

struct CSVRecordsTests {
  @Test func `rows and their lines are those of CPython's DictReader`() throws {
    let cases = try RecordedCSV.load().records
    expectEqual(cases.count, 200)
    #expect(cases.count { $0.records.contains { !$0.rest.isEmpty } } > 20)
    for sample in cases {
      for pieceSize in [1, 2, 7, 1000] {
        let input = Memory(sample.text, pieceSize: pieceSize)
        let found = try csvRecords(of: input, ragged: .keep).collect()
        let answers = found.map { record in
          RecordedCSV.Record(
            line: record.line,
            byName: Dictionary(uniqueKeysWithValues: record.columns.map { ($0, record[$0]) }),
            rest: Array(record.fields.dropFirst(record.columns.count)))
        }
        #expect(answers == sample.records, "\(sample.text)")
      }
    }
  }

  @Test func `the fields of a row by name and by position`() throws {
    let text = "\u{feff}name,\"year\nborn\",\n\"Ann\",1980,x\n\n\"B\nob\",1990,\n"
    let records = try csvRecords(of: Memory(text)).collect()
    expectEqual(records.map(\.line), [3, 5])
    expectEqual(records.map(\.fields), [["Ann", "1980", "x"], ["B\nob", "1990", ""]])
    let ann = try #require(records.first)
    expectEqual(ann.columns, ["name", "year\nborn", ""])
    expectEqual(ann["name"], "Ann")
    try expectEqual(ann.field("year\nborn"), "1980")
    expectEqual(ann["Name"], nil)
    expectEqual(ann[""], nil)
    let error = #expect(throws: SourceError.self) { try ann.field("nam") }
    expectEqual(error.map { "\($0)" }, "memory:3: no column is called \"nam\"")
  }

  @Test func `ragged rows fail, unless they are to be kept`() throws {
    let text = "a,b\n1,2\n\"3\n\"\n4,5,6\n"
    let g = csvRecords(of: Memory(text))
    try expectEqual(g.next()?.fields, ["1", "2"])
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error.map { "\($0)" }, "memory:3: 1 field in place of 2")
    #expect(try g.next() == nil)
    let long = csvRecords(of: Memory("a\n1,2"))
    let second = #expect(throws: SourceError.self) { try long.next() }
    expectEqual(second.map { "\($0)" }, "memory:2: 2 fields in place of 1")

    let kept = try csvRecords(of: Memory(text), ragged: .keep).collect()
    expectEqual(kept.map(\.fields), [["1", "2"], ["3\n"], ["4", "5", "6"]])
    expectEqual(kept.map { $0["b"] }, ["2", nil, "5"])
    try expectEqual(kept[1].field("a"), "3\n")
    let short = #expect(throws: SourceError.self) { try kept[1].field("b") }
    expectEqual(short.map { "\($0)" }, "memory:3: the row ends before \"b\"")
  }

  @Test(arguments: ["", "\n", "\r\n\n", "\u{feff}", "a,b", "a,b\n", "\n\na,b\r\n", "a,b\n\n\n"])
  func `no rows`(text: String) throws {
    #expect(try csvRecords(of: Memory(text)).collect().isEmpty)
  }

  @Test func `a header of one name twice is an error at its line, and one without names is none`()
    throws
  {
    let error = #expect(throws: SourceError.self) {
      try csvRecords(of: Memory("\n\na,\"b\n\",a,c\n1,2,3,4\n")).next()
    }
    expectEqual(error.map { "\($0)" }, "memory:3: two columns are called \"a\"")
    let unnamed = try csvRecords(of: Memory("a,,\n1,2,3")).collect()
    expectEqual(unnamed.map(\.fields), [["1", "2", "3"]])
    expectEqual(unnamed.map { $0["a"] }, ["1"])
  }

  @Test func `the caller's column names apply from the first row on`() throws {
    let g = csvRecords(of: Memory("\n1;2\n3;4\n5\n"), columns: ["a", "b"], delimiter: ";")
    let first = try #require(try g.next())
    expectEqual(first.line, 2)
    expectEqual(first["a"], "1")
    try expectEqual(g.next()?.field("b"), "4")
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error.map { "\($0)" }, "memory:4: 1 field in place of 2")
  }

  @Test func `malformed input is an error, in the header and below it`() throws {
    let inHeader = #expect(throws: SourceError.self) {
      try csvRecords(of: Memory("a,\"b\"c\n1,2\n")).next()
    }
    expectEqual(inHeader.map { "\($0)" }, "memory:1: field 2 goes on after its closing quote")
    let g = csvRecords(of: Memory("a\n1\n\"2\n"))
    try expectEqual(g.next()?.fields, ["1"])
    let below = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(below.map { "\($0)" }, "memory:3: field 1 has no closing quote, in line 4")
    let tooLong = #expect(throws: SourceError.self) {
      try csvRecords(of: Memory("a\n123456"), limit: 5).next()
    }
    expectEqual(tooLong.map { "\($0)" }, "memory:2: longer than 5 bytes")
  }

  @Test func `bytes that are not UTF-8 are repaired, or an error`() throws {
    var input = Memory("")
    input.content = Array("a,b\n1,".utf8) + [0xff]
    try expectEqual(csvRecords(of: input).next()?["b"], "\u{fffd}")
    let error = #expect(throws: SourceError.self) {
      try csvRecords(of: input, invalidUTF8: .fail).next()
    }
    expectEqual(error.map { "\($0)" }, "memory:2: not UTF-8 from byte 2 on")
  }

  @Test func `a file is closed at the end, and when its rows are dropped or fail`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("a.csv", "a\n1\n2,3\n")
    do {
      let g = csvRecords(of: path)
      try expectEqual(openCount(of: path), 0)
      try expectEqual(g.next()?["a"], "1")
      try expectEqual(openCount(of: path), 1)
    }
    try expectEqual(openCount(of: path), 0)
    let failing = csvRecords(of: path)
    #expect(throws: SourceError.self) { while try failing.next() != nil {} }
    try expectEqual(openCount(of: path), 0)
    let kept = csvRecords(of: path, ragged: .keep)
    while try kept.next() != nil {}
    try expectEqual(openCount(of: path), 0)
  }

  @Test func `an error of the source comes after the rows that were whole`() throws {
    let g = csvRecords(of: Memory("a\n1\n2", failure: Errno.ioError))
    try expectEqual(g.next()?["a"], "1")
    let error = #expect(throws: SourceError.self) { try g.next() }
    expectEqual(error.map { "\($0)" }, "memory: Input/output error")
    #expect(try g.next() == nil)
  }

  @Test func `misuse is a trap that says so`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = csvRecords(of: Memory("a"), columns: ["a", "", "b", "", "a"])
    }
    let message = result?.message ?? ""
    #expect(message.contains("two columns are called \"a\""))
    await #expect(processExitsWith: .failure) { _ = csvRecords(of: Memory("a"), limit: 0) }
    await #expect(processExitsWith: .failure) { _ = csvRecords(of: Memory("a"), delimiter: "\"") }
  }

  @Test func `it is said where it was made`() {
    let g = csvRecords(of: Memory("a"), fileID: "App/main.swift", line: 42)
    #expect("\(g)".contains("App/main.swift:42"))
  }
}
