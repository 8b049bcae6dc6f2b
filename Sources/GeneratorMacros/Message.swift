#if Macros
import SwiftDiagnostics
import SwiftSyntax

/// A report of the macro to the user about a body.
struct Message: DiagnosticMessage {
  let message: String
  let severity: DiagnosticSeverity

  init(_ message: String, severity: DiagnosticSeverity = .error) {
    self.message = message
    self.severity = severity
  }

  var diagnosticID: MessageID { MessageID(domain: "Generator", id: message) }
}

/// Returns an error at a node of the user's source.
func refusal(_ node: some SyntaxProtocol, _ message: String) -> DiagnosticsError {
  DiagnosticsError(diagnostics: [Diagnostic(node: Syntax(node), message: Message(message))])
}
#endif
