#if Macros
import SwiftSyntax

/// A change of a piece of source text.
struct Edit {
  /// Offsets in UTF-8 from the start of the file or declaration.
  let start: Int
  let end: Int
  let text: String

  init(replacing node: some SyntaxProtocol, by text: String) {
    start = node.positionAfterSkippingLeadingTrivia.utf8Offset
    end = node.endPositionBeforeTrailingTrivia.utf8Offset
    self.text = text
  }

  init(before node: some SyntaxProtocol, _ text: String) {
    start = node.positionAfterSkippingLeadingTrivia.utf8Offset
    end = start
    self.text = text
  }

  init(after node: some SyntaxProtocol, _ text: String) {
    start = node.endPositionBeforeTrailingTrivia.utf8Offset
    end = start
    self.text = text
  }

  /// Returns the node's text with the edits, which don't overlap.
  static func apply(_ edits: [Edit], to node: some SyntaxProtocol) -> String {
    let base = node.positionAfterSkippingLeadingTrivia.utf8Offset
    let bytes = Array(node.trimmedDescription.utf8)
    var result: [UInt8] = []
    var position = 0
    for edit in edits.sorted(by: { $0.start < $1.start }) {
      result += bytes[position..<(edit.start - base)]
      result += edit.text.utf8
      position = edit.end - base
    }
    result += bytes[position...]
    return String(decoding: result, as: UTF8.self)
  }
}
#endif
