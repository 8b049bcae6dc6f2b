import Generators

/// The text by which messages name a channel, a semaphore and the like.
struct Label: CustomStringConvertible {
  private let article: StaticString
  private let kind: StaticString
  private let name: String?
  private let origin: GeneratorOrigin

  init(
    _ article: StaticString, _ kind: StaticString, _ name: String?, _ fileID: StaticString,
    _ line: UInt
  ) {
    self.article = article
    self.kind = kind
    self.name = name
    origin = GeneratorOrigin(fileID: fileID, line: line)
  }

  /// `channel "jobs" made at M/F.swift:3`, or `a channel made at M/F.swift:3`.
  var description: String {
    (name.map { "\(kind) \"\($0)\"" } ?? "\(article) \(kind)") + " made at \(origin)"
  }
}
