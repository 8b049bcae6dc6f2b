import Foundation
import Testing

/// Documentation/PythonConformance.md says which test of this library answers which case of
/// CPython's.
@Suite struct ConformanceTableTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  private static func table() throws -> String {
    try String(
      contentsOf: folder.appending(path: "../../Documentation/PythonConformance.md"),
      encoding: .utf8)
  }

  /// The names of the tests as they stand in the sources, `TestGenerators.PepTests.name`.
  private static func tests() throws -> Set<String> {
    var names: Set<String> = []
    let enumerator = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = enumerator?.nextObject() as? URL {
      guard file.pathExtension == "swift",
        file.deletingLastPathComponent().lastPathComponent.hasPrefix("Test")
      else { continue }
      var place: [Substring] = []
      let landmark =
        /extension ([\w.]+) \{|@Suite[^\n]* struct (\w+)|@Test(?:.|\n)*?func\s+`?(\w+)/
      for match in try String(contentsOf: file, encoding: .utf8).matches(of: landmark) {
        if let extended = match.1 {
          place = extended.split(separator: ".")
        } else if let suite = match.2 {
          place = [place[0], suite]
        } else if let test = match.3 {
          names.insert((place + [test]).joined(separator: "."))
        }
      }
    }
    return names
  }

  private static func named(in table: String) -> [String] {
    table.matches(of: /`(Test\w+\.\w+\.\w+)`/).map { String($0.1) }
  }

  @Test func `each test that the table names exists`() throws {
    let (named, tests) = (Self.named(in: try Self.table()), try Self.tests())
    #expect(named.count > 100)
    for name in named { #expect(tests.contains(name), "there is no test \(name)") }
  }

  @Test func `each test is for a case of the table`() throws {
    let named = Set(Self.named(in: try Self.table()))
    for test in try Self.tests().sorted() {
      #expect(named.contains(test), "the table does not name \(test)")
    }
  }

  /// The table covers CPython up to this version; a newer one may have cases that nothing here
  /// covers.
  private static let newestMinorVersion = 13

  private static let casesOfCPython: [String] = {
    let lines = try? Python.run(
      """
      import ast, os, sys, test
      folder = os.path.dirname(test.__file__)
      files = {'test_generators': None, 'test_yield_from': None, 'test_generator_stop': None,
               'test_genexps': None, 'test_asyncgen': None,
               'test_inspect': ['TestGetGeneratorState']}
      for name, classes in files.items():
        path = os.path.join(folder, name)
        path = os.path.join(path, name + '.py') if os.path.isdir(path) else path + '.py'
        for node in ast.parse(open(path).read()).body:
          if isinstance(node, ast.ClassDef) and (classes is None or node.name in classes):
            for case in node.body:
              if isinstance(case, ast.FunctionDef) and case.name.startswith('test'):
                print(name, node.name, case.name)
      """
    ).lines
    guard let version = Python.minorVersion, version <= newestMinorVersion else { return [] }
    return lines ?? []
  }()

  @Test(.enabled(if: !casesOfCPython.isEmpty, "there is no CPython with its test package"))
  func `each unittest case of this machine's CPython is in the table`() throws {
    // By file and class, which are headings, and by case, which is the first word of a row.
    var rows: Set<String> = []
    var (file, group): (Substring, Substring) = ("", "")
    for line in try Self.table().split(separator: "\n") {
      if line.hasPrefix("## ") {
        file = line.dropFirst(3)
      } else if line.hasPrefix("### ") {
        group = line.dropFirst(4)
      } else if let row = line.firstMatch(of: /^\| `?(test\w+)/) {
        rows.insert("\(file) \(group) \(row.1)")
      }
    }
    #expect(Self.casesOfCPython.count > 40)
    for row in Self.casesOfCPython { #expect(rows.contains(row), "no row for \(row)") }
  }
}
