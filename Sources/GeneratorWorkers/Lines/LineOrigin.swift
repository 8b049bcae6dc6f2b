import GeneratorSources
import SystemPackage

/// The origin of lines, as messages name it.
enum LineOrigin: Sendable {
  /// Standard input of a worker.
  case partition
  /// An input that is read from its beginning.
  case input(String)
  /// The lines that begin in a part of a file.
  case part(FilePath, from: Int64)

  /// Returns the place of a line as messages name it.
  ///
  /// `nil` stands for the whole input.
  ///
  /// For a part of a file, this reads what is before the part to count its lines: only messages cost it.
  func place(ofLine number: Int?) -> String {
    switch self {
    case .partition: return number.map { "partition line \($0)" } ?? "partition"
    case .input(let name): return number.map { "\(name):\($0)" } ?? name
    case .part(let path, let start):
      guard let number else { return path.string }
      guard let before = try? Self.lineCount(of: path, before: start) else {
        return "\(path): line \(number) from byte \(start) on"
      }
      return "\(path):\(before + number)"
    }
  }

  /// Returns how many lines begin before an offset, at which a record reader of that part begins with the next.
  private static func lineCount(of path: FilePath, before offset: Int64) throws -> Int {
    var reader = try RecordBlockReader(
      of: path, startingIn: 0..<offset, delimiter: .lineFeed, limit: LineLimit.bytes)
    var count = 0
    while let block = try reader.next() { count += block.underestimatedLineCount }
    return count
  }
}

extension RecordBlock {
  fileprivate var underestimatedLineCount: Int {
    bytes.reduce(0) { $1 == .lineFeed ? $0 + 1 : $0 }
  }
}
