#if Macros
import SwiftDiagnostics
import SwiftSyntax

/// A message to the user: the text of an error, of a note or of a fix-it.
struct RefusalMessage: DiagnosticMessage, NoteMessage, FixItMessage {
  let message: String
  let severity: DiagnosticSeverity

  init(_ message: String, severity: DiagnosticSeverity = .error) {
    self.message = message
    self.severity = severity
  }

  var diagnosticID: MessageID { MessageID(domain: "GeneratorMacros", id: message) }
  var noteID: MessageID { diagnosticID }
  var fixItID: MessageID { diagnosticID }
}

extension Diagnostic {
  /// Returns an error at the first token of `node`.
  static func refusal(
    _ message: String, at node: some SyntaxProtocol, notes: [Note] = [], fixIts: [FixIt] = []
  ) -> Diagnostic {
    Diagnostic(
      node: Syntax(node), message: RefusalMessage(message), notes: notes, fixIts: fixIts)
  }
}

extension Note {
  static func refusal(_ message: String, at node: some SyntaxProtocol) -> Note {
    Note(node: Syntax(node), message: RefusalMessage(message, severity: .note))
  }
}

extension FixIt {
  static func refusal(_ message: String, _ changes: [FixIt.Change]) -> FixIt {
    FixIt(message: RefusalMessage(message), changes: changes)
  }
}

extension FixIt.Change {
  /// Replaces the text of `node`, but not the trivia around it.
  static func replacing(_ node: some SyntaxProtocol, with text: String) -> FixIt.Change {
    // One token may hold any text: a fix-it is only printed, never parsed.
    let new = TokenSyntax(
      .identifier(text), leadingTrivia: node.leadingTrivia, trailingTrivia: node.trailingTrivia,
      presence: .present)
    return .replace(oldNode: Syntax(node), newNode: Syntax(new))
  }

  /// Removes `token` and the spaces after it.
  static func removing(_ token: TokenSyntax) -> [FixIt.Change] {
    [.replacing(token, with: ""), .replaceTrailingTrivia(token: token, newTrivia: [])]
  }

  /// Inserts `text` in front of `node`.
  static func inserting(_ text: String, before node: some SyntaxProtocol) -> FixIt.Change? {
    node.firstToken(viewMode: .sourceAccurate).map {
      .replaceLeadingTrivia(
        token: $0, newTrivia: $0.leadingTrivia + Trivia(pieces: [.unexpectedText(text)]))
    }
  }
}
#endif
