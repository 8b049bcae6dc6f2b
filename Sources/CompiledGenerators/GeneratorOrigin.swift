/// The place in the source where a generator was made.
///
/// Errors and traps name it, because the place of a misuse seldom tells which generator was misused.
public struct GeneratorOrigin: Sendable, Hashable, CustomStringConvertible {
  /// The module and file, as `#fileID` has it.
  public var fileID: String { "\(file)" }

  /// The line, from 1.
  public var line: Int { Int(clamping: lineNumber) }

  @usableFromInline package let file: StaticString
  @usableFromInline package let lineNumber: UInt

  @inlinable
  package init(fileID: StaticString, line: UInt) {
    self.file = fileID
    self.lineNumber = line
  }

  /// Names the place of a function, for the expansion of a macro.
  @inlinable
  public init(_fileID: StaticString, line: UInt) {
    self.init(fileID: _fileID, line: line)
  }

  /// `Module/File.swift:12`.
  public var description: String { "\(file):\(lineNumber)" }

  /// Returns whether two places are the same file and line.
  public static func == (a: Self, b: Self) -> Bool {
    a.lineNumber == b.lineNumber && a.fileID == b.fileID
  }

  /// Hashes the file and line.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(lineNumber)
    hasher.combine(fileID)
  }
}
