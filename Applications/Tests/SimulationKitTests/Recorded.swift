import Foundation

/// Reads a file in the directory of the tests.
func recorded<Case: Decodable>(_ name: String, as type: Case.Type = Case.self) throws -> [Case] {
  let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: name)
  return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
}
