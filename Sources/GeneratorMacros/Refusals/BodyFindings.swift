#if Macros
import SwiftDiagnostics
import SwiftSyntax

/// Findings about a body: its errors, and its demands on the return type.
struct BodyFindings {
  var diagnostics: [Diagnostic] = []
  /// Each `await`, `for await` and `async let` that isn't inside of a closure or a function.
  var awaits: [Syntax] = []
  /// Each `try` and `throw` whose error would leave the body.
  var escapingErrors: [EscapingError] = []

  struct EscapingError {
    let node: Syntax
    /// Whether it stands in a `do` whose catches don't cover every error.
    let isPartlyCaught: Bool
  }
}
#endif
